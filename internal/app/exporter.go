package app

import (
	"context"
	"net"
	"sync"
	"time"

	"fika/config"
	"fika/daemon"
	"fika/internal/web"
)

// exporter lets Prometheus read the metrics of d where the configuration asks
// for it. A port that is taken or a token that cannot be read ends and holds
// nothing, because nobody's meeting depends on it: it is told once, and tried
// again until it works.
type exporter struct {
	say     func(format string, args ...any)
	daemon  *daemon.Daemon
	address string        // host and port
	file    string        // of the token
	again   time.Duration // between two tries

	mu      sync.Mutex
	trouble string // as it was told last; "" if there is none
}

func newExporter(o Options, d *daemon.Daemon, c config.Daemon) *exporter {
	return &exporter{say: o.say, daemon: d, address: c.Metrics, file: c.MetricsTokenFile, again: 15 * time.Second}
}

// run answers until ctx ends; if nobody asked for a port, it does nothing.
func (x *exporter) run(ctx context.Context) {
	for x.address != "" && ctx.Err() == nil {
		x.tell(x.serve(ctx))
		select {
		case <-ctx.Done():
		case <-time.After(x.again):
		}
	}
}

// serve answers until ctx ends or the port is lost. Without a token it does not
// listen.
func (x *exporter) serve(ctx context.Context) error {
	if _, err := web.ReadToken(x.file); err != nil {
		return err
	}
	l, err := net.Listen("tcp", x.address)
	if err != nil {
		return err
	}
	x.tell(nil)
	x.say("fika: metrics are at http://%s/metrics", l.Addr())
	return web.ServeMetrics(ctx, l, x.daemon, func() (string, error) {
		token, err := web.ReadToken(x.file)
		x.tell(err)
		return token, err
	})
}

// tell says what keeps the metrics from being read, when that changes.
func (x *exporter) tell(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if text != "" && text != x.trouble {
		x.say("fika: nobody can read the metrics at %s; fika tries again: %s", x.address, text)
	}
	x.trouble = text
}
