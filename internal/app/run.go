package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/english"
	"fika/internal/store"
	"fika/internal/web"
)

// App is fika that has its state to itself. It owns the store, and while it runs
// the goroutines that serve the socket and the metrics, watch the file and hear
// that it shall be read.
type App struct {
	o      Options
	store  *store.Store
	wiring *Wiring
	keeper *keeper

	trouble string // why the last pass failed; "" if it did not
}

// New takes the lock of the state. The caller closes what it returns.
func New(ctx context.Context, o Options) (*App, error) {
	k, err := keep(o.Paths.Config, o.Paths.State)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, o.Paths.State)
	if err != nil {
		return nil, alreadyRuns(o.Paths, err)
	}
	a := &App{o: o, store: st, wiring: Wire(o, k.force), keeper: k}
	a.sayKept(k.save())
	return a, nil
}

// Close gives the state back.
func (a *App) Close() error { return a.store.Close() }

// alreadyRuns says more about a lock that is taken.
func alreadyRuns(p Paths, err error) error {
	var locked *store.LockedError
	if !errors.As(err, &locked) {
		return err
	}
	hint := "it is another command, or does not answer; try again in a moment"
	if Answers(p.Socket) {
		hint = "it answers: fika status asks it, fika sync makes it look now"
	}
	return &api.Fault{Code: api.CodeLocked, Text: err.Error(), Hint: hint}
}

// Run makes passes and answers on the socket until ctx ends. A value of asked lets
// it read the configuration at once.
//
// A configuration that turned bad, before or meanwhile, does not end it: the last
// good one stays, and nothing is sent until the file is mended.
func (a *App) Run(ctx context.Context, asked <-chan os.Signal) error {
	defer context.AfterFunc(ctx, func() { a.signal(a.o.Manager.Stopping()) })()
	if err := a.keeper.last.err; err != nil {
		a.o.complain(Explain(err))
		a.o.say("fika: going on with the configuration of the last run; nothing is sent until the file is mended")
	}
	for ctx.Err() == nil {
		if err := a.generation(ctx, asked); err != nil {
			return err
		}
	}
	a.o.say("fika: stopped")
	return nil
}

// lastWords is how long questions are answered after fika was told to end.
const lastWords = 2 * time.Second

// generation lets one daemon live until ctx ends or it needs other parts.
func (a *App) generation(ctx context.Context, asked <-chan os.Signal) error {
	answering, silence := context.WithCancel(context.WithoutCancel(ctx))
	defer silence()
	// A question that waits for a far end which hangs holds up the end no longer
	// than a pass does.
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, silence) })()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d, err := a.daemon()
	if err != nil {
		return err
	}
	defer a.wiring.Close()
	socket, err := web.Listen(a.o.Paths.Socket)
	if err != nil {
		return api.NewFault(api.CodeSocket, err.Error())
	}
	c := a.wiring.config.Load()
	a.o.say("fika: running on %s; %s, %s, a pass every %s", c.Path,
		english.Count(len(c.Calendars), "calendar"), english.Count(len(c.Goals), "goal"), english.Length(c.Daemon.Every))
	a.ready()

	g := &generation{App: a, daemon: d, end: stop}
	var served error
	var all sync.WaitGroup
	all.Go(func() {
		served = web.Serve(answering, socket, g.service())
		stop()
	})
	all.Go(func() { g.watch(ctx) })
	all.Go(func() { g.hear(ctx, asked) })
	all.Go(func() { newExporter(a.o, d, c.Daemon).run(ctx) })
	d.Run(ctx, a.o.clocks(time.Now()), a.told)
	stop()
	silence()
	all.Wait()
	if served != nil {
		return fmt.Errorf("serve the socket: %w", served)
	}
	return nil
}

// daemon is a daemon after the configuration in force. It holds from its first
// pass on if the file says something else.
func (a *App) daemon() (*daemon.Daemon, error) {
	a.keeper.mu.Lock()
	defer a.keeper.mu.Unlock()
	a.wiring.config.Store(a.keeper.force)
	d, err := a.wiring.Daemon(a.store)
	if err != nil {
		return nil, err
	}
	if !a.keeper.last.taken() {
		d.Configure(a.keeper.settings())
	}
	return d, nil
}

// told prints what a pass did, and once what keeps passes from ending well.
func (a *App) told(report daemon.Report, err error) {
	a.alive(report, err)
	trouble := ""
	if err != nil {
		trouble = err.Error()
	}
	if trouble != a.trouble {
		if trouble == "" {
			a.o.say("fika: passes end well again")
		} else {
			a.o.complain(Explain(err))
		}
	}
	a.trouble = trouble
	for _, e := range report.Entries {
		a.o.tell(e)
	}
	// A pass needs twice what stays of it, and the next one is minutes away:
	// meanwhile the memory is for others.
	debug.FreeOSMemory()
}

// Once makes one pass. It needs a configuration that can be used.
func (a *App) Once(ctx context.Context) (api.Pass, error) {
	if err := a.keeper.last.err; err != nil {
		return api.Pass{}, err
	}
	d, err := a.daemon()
	if err != nil {
		return api.Pass{}, err
	}
	defer a.wiring.Close()
	defer a.o.wait("making a pass")()
	report, err := d.Pass(ctx, a.o.Now())
	if err != nil {
		return api.Pass{}, err
	}
	zone := a.wiring.config.Load().Me.Zone
	pass := api.Pass{Now: report.Now.In(zone), Entries: report.Entries,
		Holds: []api.Hold{}, Problems: append([]string{}, report.Problems...)}
	for _, h := range report.Holds {
		pass.Holds = append(pass.Holds, api.Hold{Code: api.Code(h.Code), Since: h.Since.In(zone), Text: h.Text, Hint: h.Hint})
	}
	return pass, nil
}
