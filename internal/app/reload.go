package app

import (
	"context"
	"os"
	"reflect"
	"sync"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/store"
	"fika/internal/web"
)

// daemonRun is the run of one daemon. If a change of the file needs other
// calendars or another port, end ends it, and the next one begins.
type daemonRun struct {
	*App
	daemon   *daemon.Daemon
	end      func()
	applying sync.Mutex // held while a reading is put in force
}

// service is what the socket serves.
func (g *daemonRun) service() web.Service {
	calls := g.daemon.Calls(g.o.Now)
	// The answer to a reload that ends the daemon is still delivered.
	api.CallReload.Handle(calls, func(_ context.Context, a api.ReloadArgs) (api.Reload, error) {
		return api.Reload(g.live.answer(g.live.path, g.reload(a.Accept))), nil
	})
	shared := g.wiring.mine
	api.CallCompare.Handle(calls, func(ctx context.Context, a api.CompareArgs) (api.ConfigDiff, error) {
		return g.compare(ctx, a.Draft, shared)
	})
	api.CallPause.Handle(calls, func(_ context.Context, a api.PauseArgs) (api.Pause, error) { return g.pause(a) })
	return web.Service{Calls: calls, Daemon: g.daemon, Now: g.o.Now, Version: g.o.Version,
		Shared: func() []string { return g.wiring.config.Load().Share }}
}

// pause stops fika, for callers that cannot write the file of the pause. It never makes a
// pause shorter.
func (g *daemonRun) pause(a api.PauseArgs) (api.Pause, error) {
	now := g.o.Now()
	stood, paused, _ := store.ReadPause(g.o.Paths.State, now) // one that cannot be read has no end
	p := api.Pause{Paused: true, Why: a.Why}
	if paused && stood.Why != "" {
		p.Why = stood.Why
	}
	if !a.Until.IsZero() {
		if until := AtLeast(g.o.Paths, a.Until, now); !until.IsZero() {
			p.Until = &until
		}
	}
	if err := SetPause(g.o, p, paused && stood.Cancelled); err != nil {
		return p, err
	}
	g.daemon.Wake()
	return p, nil
}

// compare says what would change if draft came into force; nil means the file as it is.
func (g *daemonRun) compare(ctx context.Context, draft *api.Draft, shared []*account) (api.ConfigDiff, error) {
	g.live.mu.Lock()
	v, path := g.live.draft(draft)
	before := g.live.active
	g.live.mu.Unlock()
	answer := g.live.answer(path, v)
	var err error
	if v.err == nil && len(v.changes) > 0 {
		answer.Effect, err = effect(ctx, g.o, g.store, before, v.next, shared)
	}
	return answer, err
}

// watch puts the file in force whenever it changes, until ctx ends.
func (g *daemonRun) watch(ctx context.Context) {
	var nudges <-chan struct{} // nil: the file is only polled
	if w, err := watch(g.o.Paths.Config); err == nil {
		defer w.close()
		nudges = w.nudges
	} else {
		g.o.say("fika: changes of the configuration are noticed late: %v", err)
	}
	followReadings(ctx, nudges, g.live.read, g.lastJudged, g.notice)
}

// reloadOnSignal rereads the file whenever asked, until ctx ends.
func (g *daemonRun) reloadOnSignal(ctx context.Context, asked <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-asked:
			g.reload(false)
		}
	}
}

// notice puts a new reading in force, unless somebody asked for a reload before it had
// settled.
func (g *daemonRun) notice(now reading) {
	g.applying.Lock()
	defer g.applying.Unlock()
	if !now.same(g.lastJudged()) {
		g.apply(now, false)
	}
}

// lastJudged returns the reading that was judged last.
func (g *daemonRun) lastJudged() reading {
	g.live.mu.Lock()
	defer g.live.mu.Unlock()
	return g.live.last.reading
}

// reload rereads the file and puts it in force; with accept even if it lost something.
func (g *daemonRun) reload(accept bool) verdict {
	g.applying.Lock()
	defer g.applying.Unlock()
	return g.apply(g.live.read(), accept)
}

// apply puts a reading in force, or holds everything if it cannot be used. It ends the
// run if the daemon needs other calendars or another port. The caller holds applying.
// Since apply may wait for a pass, it does not lock the live configuration meanwhile:
// questions need it.
func (g *daemonRun) apply(now reading, accept bool) verdict {
	g.signal(g.o.Manager.Reloading())
	g.live.mu.Lock()
	old := g.live.active
	v := g.live.apply(now, accept)
	if v.inForce() {
		g.sayKept(g.live.save())
	}
	active, settings := g.live.active, g.live.settings()
	g.live.mu.Unlock()
	if v.inForce() && needsRestart(old, v.next) {
		g.sayVerdict(v)
		g.end() // the next run reports when it is ready
		return v
	}
	// In this order, and for other calendars only with the next run: a pass in
	// progress must not judge new people by old rules.
	g.daemon.Configure(settings)
	g.wiring.config.Store(active)
	g.sayVerdict(v)
	g.ready()
	return v
}

func (a *App) sayVerdict(v verdict) {
	switch {
	case v.err != nil:
		a.o.complain(Explain(v.err)) // without the lines of the file, because others read journals
	case !v.inForce():
		a.o.say("fika: the configuration lost something and is not used: %s", inWords(v.lost))
		a.o.say("fika: hint: if that is right: fika config accept")
	default:
		a.o.say("fika: the configuration was reread: %s", inWords(v.changes))
	}
}

// needsRestart reports whether configuration b needs other parts of the daemon than a,
// besides its settings.
func needsRestart(a, b *config.Config) bool {
	return !reflect.DeepEqual(a.Calendars, b.Calendars) || a.Me.Zone.String() != b.Me.Zone.String() ||
		a.Daemon.Metrics != b.Daemon.Metrics || a.Daemon.MetricsTokenFile != b.Daemon.MetricsTokenFile
}

// sayKept reports that the text in force could not be kept. Fika continues: only the
// next start is affected.
func (a *App) sayKept(err error) {
	if err != nil {
		a.o.say("fika: the configuration in force was not kept for the next start: %v", err)
	}
}
