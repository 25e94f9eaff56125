package app

import (
	"context"
	"os"
	"reflect"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/web"
)

// generation is the life of one daemon. Where a change of the file needs other
// calendars or another port, end ends it, and the next one begins.
type generation struct {
	*App
	daemon *daemon.Daemon
	end    func()
}

// service is what answers on the socket. The answer to a reload that ends the
// generation still gets out.
func (g *generation) service() web.Service {
	lent := g.wiring.mine
	return web.Service{
		Daemon: g.daemon, Now: g.o.Now, Version: g.o.Version,
		Reload: func(_ context.Context, accept bool) (api.Reload, error) {
			return api.Reload(g.keeper.answer(g.keeper.path, g.reload(accept))), nil
		},
		Compare: func(ctx context.Context, draft *api.Draft) (api.ConfigDiff, error) {
			g.keeper.mu.Lock()
			v, path := g.keeper.draft(draft)
			before := g.keeper.force
			g.keeper.mu.Unlock()
			answer := g.keeper.answer(path, v)
			var err error
			if v.err == nil && len(v.changes) > 0 {
				answer.Effect, err = effect(ctx, g.o, g.store, before, v.next, lent)
			}
			return answer, err
		},
	}
}

// watch puts what the file says in force whenever it changed, until ctx ends.
func (g *generation) watch(ctx context.Context) {
	var nudges <-chan struct{} // nil: the file is only polled
	if w, err := watch(g.o.Paths.Config); err == nil {
		defer w.close()
		nudges = w.nudges
	} else {
		g.o.say("fika: changes of the configuration are seen late: %v", err)
	}
	known := func() reading {
		g.keeper.mu.Lock()
		defer g.keeper.mu.Unlock()
		return g.keeper.last.reading
	}
	settle(ctx, nudges, g.keeper.read, known, g.notice)
}

// hear reads the file at once whenever that is asked for, until ctx ends.
func (g *generation) hear(ctx context.Context, asked <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-asked:
			g.reload(false)
		}
	}
}

// notice puts a reading in force that nobody asked for, unless somebody asked
// before it had settled.
func (g *generation) notice(now reading) {
	g.keeper.mu.Lock()
	defer g.keeper.mu.Unlock()
	if !now.same(g.keeper.last.reading) {
		g.put(now, false)
	}
}

// reload reads the file and puts it in force; with accept also if it lost
// something.
func (g *generation) reload(accept bool) verdict {
	g.keeper.mu.Lock()
	defer g.keeper.mu.Unlock()
	return g.put(g.keeper.read(), accept)
}

// put puts a reading in force, or holds everything if it cannot be used. It ends
// the generation if the daemon needs other parts. The caller holds the keeper.
func (g *generation) put(now reading, accept bool) verdict {
	g.signal(g.o.Manager.Reloading())
	old := g.keeper.force
	v := g.keeper.take(now, accept)
	if v.taken() {
		g.sayKept(g.keeper.save())
	}
	if v.taken() && otherParts(old, v.next) {
		g.sayVerdict(v)
		g.end() // the next generation will be ready by itself
		return v
	}
	// In this order, and for other parts with the next generation: a pass that is
	// on its way must not judge other people by the rules of before.
	g.daemon.Configure(g.keeper.settings())
	g.wiring.config.Store(g.keeper.force)
	g.sayVerdict(v)
	g.ready()
	return v
}

func (a *App) sayVerdict(v verdict) {
	switch {
	case v.err != nil:
		a.o.complain(Explain(v.err)) // without the lines of the file: others read journals
	case !v.taken():
		a.o.say("fika: the configuration lost something and is not believed: %s", inWords(v.lost))
		a.o.say("fika: hint: if that is right: fika config accept")
	default:
		a.o.say("fika: the configuration was read again: %s", inWords(v.changes))
	}
}

// otherParts reports whether a daemon after the configuration b has other parts
// than one after a, beside its settings.
func otherParts(a, b *config.Config) bool {
	return !reflect.DeepEqual(a.Calendars, b.Calendars) || a.Me.Zone.String() != b.Me.Zone.String() ||
		a.Daemon.Metrics != b.Daemon.Metrics || a.Daemon.MetricsTokenFile != b.Daemon.MetricsTokenFile
}

// sayKept tells if the text in force could not be kept. That is no reason to
// stop: only the next start knows less.
func (a *App) sayKept(err error) {
	if err != nil {
		a.o.say("fika: the configuration in force was not kept for the next start: %v", err)
	}
}
