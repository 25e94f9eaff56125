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

// exporter serves the metrics of d to Prometheus if the configuration asks for it. A
// port in use or an unreadable token stops nothing, because no meeting depends on it:
// exporter reports it once, and retries until it works.
type exporter struct {
	say     func(format string, args ...any)
	daemon  *daemon.Daemon
	address string        // host and port
	file    string        // of the token
	again   time.Duration // between two attempts

	mu      sync.Mutex
	problem string // as last reported; "" if there is none
}

func newExporter(o Options, d *daemon.Daemon, c config.Daemon) *exporter {
	return &exporter{say: o.say, daemon: d, address: c.Metrics, file: c.MetricsTokenFile, again: 15 * time.Second}
}

// run serves until ctx ends; without a configured port it does nothing.
func (x *exporter) run(ctx context.Context) {
	for x.address != "" && ctx.Err() == nil {
		x.tell(x.serve(ctx))
		select {
		case <-ctx.Done():
		case <-time.After(x.again):
		}
	}
}

// serve serves until ctx ends or the port fails. Without a token it does not listen.
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

// tell reports why the metrics cannot be read, when that changes.
func (x *exporter) tell(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if text != "" && text != x.problem {
		x.say("fika: nobody can read the metrics at %s; fika keeps trying: %s", x.address, text)
	}
	x.problem = text
}
