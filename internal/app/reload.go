package app

import (
	"context"
	"os"
	"reflect"
	"sync"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/web"
)

// generation is the lifetime of one daemon. If a change of the file needs other
// calendars or another port, end ends it, and the next one begins.
type generation struct {
	*App
	daemon *daemon.Daemon
	end    func()
	turn   sync.Mutex // one file after the other is put in force
}

// service is what the socket serves.
func (g *generation) service() web.Service {
	calls := g.daemon.Calls(g.o.Now)
	// The answer to a reload that ends the generation is still delivered.
	api.CallReload.Handle(calls, func(_ context.Context, a api.ReloadArgs) (api.Reload, error) {
		return api.Reload(g.keeper.answer(g.keeper.path, g.reload(a.Accept))), nil
	})
	shared := g.wiring.mine
	api.CallCompare.Handle(calls, func(ctx context.Context, a api.CompareArgs) (api.ConfigDiff, error) {
		return g.compare(ctx, a.Draft, shared)
	})
	return web.Service{Calls: calls, Daemon: g.daemon, Now: g.o.Now, Version: g.o.Version}
}

// compare says what would change if draft came into force; nil means the file as it is.
func (g *generation) compare(ctx context.Context, draft *api.Draft, shared []*account) (api.ConfigDiff, error) {
	g.keeper.mu.Lock()
	v, path := g.keeper.draft(draft)
	before := g.keeper.active
	g.keeper.mu.Unlock()
	answer := g.keeper.answer(path, v)
	var err error
	if v.err == nil && len(v.changes) > 0 {
		answer.Effect, err = effect(ctx, g.o, g.store, before, v.next, shared)
	}
	return answer, err
}

// watch puts the file in force whenever it changes, until ctx ends.
func (g *generation) watch(ctx context.Context) {
	var nudges <-chan struct{} // nil: the file is only polled
	if w, err := watch(g.o.Paths.Config); err == nil {
		defer w.close()
		nudges = w.nudges
	} else {
		g.o.say("fika: changes of the configuration are noticed late: %v", err)
	}
	settle(ctx, nudges, g.keeper.read, g.known, g.notice)
}

// reloadOnSignal rereads the file whenever asked, until ctx ends.
func (g *generation) reloadOnSignal(ctx context.Context, asked <-chan os.Signal) {
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
func (g *generation) notice(now reading) {
	g.turn.Lock()
	defer g.turn.Unlock()
	if !now.same(g.known()) {
		g.put(now, false)
	}
}

// known is the reading that was judged last.
func (g *generation) known() reading {
	g.keeper.mu.Lock()
	defer g.keeper.mu.Unlock()
	return g.keeper.last.reading
}

// reload rereads the file and puts it in force; with accept even if it lost something.
func (g *generation) reload(accept bool) verdict {
	g.turn.Lock()
	defer g.turn.Unlock()
	return g.put(g.keeper.read(), accept)
}

// put puts a reading in force, or holds everything if it cannot be used. It ends
// the generation if the daemon needs other parts. The caller has the turn. It may wait
// for a pass, and so does not hold the keeper meanwhile, which questions need.
func (g *generation) put(now reading, accept bool) verdict {
	g.signal(g.o.Manager.Reloading())
	g.keeper.mu.Lock()
	old := g.keeper.active
	v := g.keeper.take(now, accept)
	if v.taken() {
		g.sayKept(g.keeper.save())
	}
	active, settings := g.keeper.active, g.keeper.settings()
	g.keeper.mu.Unlock()
	if v.taken() && needsRestart(old, v.next) {
		g.sayVerdict(v)
		g.end() // the next generation reports when it is ready
		return v
	}
	// In this order, and for other parts only with the next generation: a pass in
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
	case !v.taken():
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
