package main

import (
	"context"
	"os"
	"reflect"

	"fika/config"
	"fika/daemon"
	"fika/internal/web"
)

// service is what answers on the socket. Where a reload needs other parts, stop
// ends the generation; the answer still gets out.
func (r *runner) service(d *daemon.Daemon, stop func()) web.Service {
	lent := r.wiring.accounts
	return web.Service{
		Daemon: d, Now: r.app.now, Version: thisVersion().Version,
		Reload: func(_ context.Context, accept bool) (web.ConfigAnswer, error) {
			r.keeper.mu.Lock()
			defer r.keeper.mu.Unlock()
			v, again := r.reload(d, r.keeper.read(), accept)
			if again {
				stop()
			}
			return r.keeper.answer("fika.reload/v1", r.keeper.path, v), nil
		},
		Compare: func(ctx context.Context, draft *web.Draft) (web.ConfigAnswer, error) {
			r.keeper.mu.Lock()
			v, path := r.keeper.draft(draft)
			before := r.keeper.force
			r.keeper.mu.Unlock()
			answer := r.keeper.answer("fika.config-diff/v1", path, v)
			var err error
			if v.err == nil && len(v.changes) > 0 {
				answer.Effect, err = r.app.effect(ctx, r.store, r.paths.State, before, v.next, lent)
			}
			return answer, err
		},
	}
}

// watch puts what the file says in force whenever it changed, until ctx ends or
// a new generation must begin.
func (r *runner) watch(ctx context.Context, d *daemon.Daemon) {
	var nudges <-chan struct{} // nil: the file is only polled
	if w, err := watch(r.paths.Config); err == nil {
		defer w.close()
		nudges = w.nudges
	} else {
		r.app.say("fika: changes of the configuration are seen late: %v", err)
	}
	known := func() reading {
		r.keeper.mu.Lock()
		defer r.keeper.mu.Unlock()
		return r.keeper.last.reading
	}
	settle(ctx, nudges, r.keeper.read, known, func(now reading) bool {
		r.keeper.mu.Lock()
		defer r.keeper.mu.Unlock()
		if now.same(r.keeper.last.reading) {
			return false // somebody asked before it had settled
		}
		_, again := r.reload(d, now, false)
		return again
	})
}

// hear reads the file at once when SIGHUP asks, until ctx ends or a new
// generation must begin.
func (r *runner) hear(ctx context.Context, hangup <-chan os.Signal, d *daemon.Daemon) {
	for again := false; !again; {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			r.keeper.mu.Lock()
			_, again = r.reload(d, r.keeper.read(), false)
			r.keeper.mu.Unlock()
		}
	}
}

// reload puts a reading in force, or holds everything if it cannot be used. It
// reports whether a new generation must begin, which will be ready by itself.
// The caller holds the keeper.
func (r *runner) reload(d *daemon.Daemon, now reading, accept bool) (v verdict, again bool) {
	r.signal(r.manager.Reloading())
	defer func() {
		if !again {
			r.ready()
		}
	}()
	old := r.keeper.force
	v = r.keeper.take(now, accept)
	if v.taken() {
		r.sayKept(r.keeper.save())
		again = otherParts(old, v.next)
	}
	if !again {
		// In this order, and for other parts with the next generation: a pass that is
		// on its way must not judge other people by the rules of before.
		d.Configure(r.keeper.settings())
		r.wiring.current.Store(r.keeper.force)
	}
	switch {
	case v.err != nil:
		r.app.report(explain(v.err)) // without the lines of the file: others read journals
	case !v.taken():
		r.app.say("fika: the configuration lost something and is not believed: %s", inWords(v.lost))
		r.app.say("fika: hint: if that is right: fika config accept")
	default:
		r.app.say("fika: the configuration was read again: %s", inWords(v.changes))
	}
	return v, again
}

// otherParts reports whether a daemon after the configuration b has other parts
// than one after a, beside its settings.
func otherParts(a, b *config.Config) bool {
	return !reflect.DeepEqual(a.Calendars, b.Calendars) || a.Me.Zone.String() != b.Me.Zone.String() ||
		a.Daemon.Metrics != b.Daemon.Metrics || a.Daemon.MetricsTokenFile != b.Daemon.MetricsTokenFile
}

// sayKept tells if the text in force could not be kept. That is no reason to
// stop: only the next start knows less.
func (r *runner) sayKept(err error) {
	if err != nil {
		r.app.say("fika: the configuration in force was not kept for the next start: %v", err)
	}
}
