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
func (e *exporter) run(ctx context.Context) {
	for e.address != "" && ctx.Err() == nil {
		e.tell(e.serve(ctx))
		select {
		case <-ctx.Done():
		case <-time.After(e.again):
		}
	}
}

// serve serves until ctx ends or the port fails. Without a token it does not listen.
func (e *exporter) serve(ctx context.Context) error {
	if _, err := web.ReadToken(e.file); err != nil {
		return err
	}
	l, err := net.Listen("tcp", e.address)
	if err != nil {
		return err
	}
	e.tell(nil)
	e.say("fika: metrics are at http://%s/metrics", l.Addr())
	return web.ServeMetrics(ctx, l, e.daemon, func() (string, error) {
		token, err := web.ReadToken(e.file)
		e.tell(err)
		return token, err
	})
}

// tell reports why the metrics cannot be read, when that changes.
func (e *exporter) tell(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if text != "" && text != e.problem {
		e.say("fika: nobody can read the metrics at %s; fika keeps trying: %s", e.address, text)
	}
	e.problem = text
}
