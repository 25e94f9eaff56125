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
	"fika/internal/prose"
	"fika/internal/store"
	"fika/internal/web"
)

// App is a fika that has the state to itself. It owns the store and, while running, the
// goroutines that serve the socket and the metrics, watch the file and listen for
// reloads.
type App struct {
	o      Options
	store  *store.Store
	wiring *Wiring
	live   *liveConfig

	problem       string // why the last pass failed; "" if it did not
	socketProblem string // why the socket could not be made again; "" if it is there
}

// New locks the state. The caller must close the result.
func New(ctx context.Context, o Options) (*App, error) {
	live, err := openLiveConfig(o.Paths.Config, o.Paths.State)
	if err != nil {
		return nil, err
	}
	st, err := openStore(ctx, o.Paths)
	if err != nil {
		return nil, alreadyRuns(o.Paths, err)
	}
	a := &App{o: o, store: st, wiring: Wire(o, live.active), live: live}
	a.sayKept(live.save())
	return a, nil
}

// Close releases the state.
func (a *App) Close() error { return a.store.Close() }

// alreadyRuns explains a lock that is taken.
func alreadyRuns(p api.Paths, err error) error {
	var locked *store.LockedError
	if !errors.As(err, &locked) {
		return err
	}
	hint := "it is another command, or does not answer; try again in a moment"
	if Answers(p.Socket) {
		hint = "it answers: see fika status, or fika sync for a pass now"
	}
	return &api.Fault{Code: api.CodeLocked, Text: err.Error(), Hint: hint}
}

// Run makes passes and serves the socket until ctx ends. A value from asked makes it
// reread the configuration.
//
// A configuration that becomes invalid does not end it: it keeps the last good one, and
// sends nothing until the file is fixed.
func (a *App) Run(ctx context.Context, asked <-chan os.Signal) error {
	defer context.AfterFunc(ctx, func() { a.signal(a.o.Manager.Stopping()) })()
	if err := a.live.last.err; err != nil {
		a.o.complain(Explain(err))
		a.o.say("fika: continuing with the configuration of the last run; nothing is sent until the file is fixed")
	}
	for ctx.Err() == nil {
		if err := a.runDaemon(ctx, asked); err != nil {
			return err
		}
	}
	a.o.say("fika: stopped")
	return nil
}

// answerGrace is how long questions are answered after fika was asked to stop. A question
// that waits for a hanging server delays the end no longer than a pass does.
const answerGrace = 2 * time.Second

// runDaemon runs one daemon until ctx ends or the daemon needs other parts. Then it ends,
// in this order:
//
//  1. The pass in progress, as [daemon.Daemon.Run] says.
//  2. What serves that daemon from outside: the watcher of the file, the reloads and the
//     metrics. They are told together with the pass, and waited for after it.
//  3. The socket, after the pass, or answerGrace after ctx ended if that is earlier. The
//     answers in progress are delivered.
//  4. The calendars, which passes and answers use.
//
// The store stays open for the next daemon; [App.Close] closes it.
func (a *App) runDaemon(ctx context.Context, asked <-chan os.Signal) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	answering, stopAnswering := context.WithCancel(context.WithoutCancel(ctx))
	defer stopAnswering()
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
		prose.Count(len(c.Calendars), "calendar"), prose.Count(len(c.Goals), "goal"), prose.FormatDuration(c.Daemon.Every))
	a.ready()

	g := &daemonRun{App: a, daemon: d, end: stop}
	var served error
	var all sync.WaitGroup
	all.Go(func() {
		served = web.Serve(answering, socket, g.service())
		stop()
	})
	all.Go(func() { limitAnswers(ctx, answering, stopAnswering) })
	all.Go(func() { g.watch(running) })
	all.Go(func() { g.reloadOnSignal(running, asked) })
	all.Go(func() { newExporter(a.o, d, c.Daemon).run(running) })
	d.Run(running, a.o.clocks(time.Now()), func(report daemon.Report, err error) {
		a.passEnded(report, err)
		a.keepOpen(socket)
	})
	stop()
	stopAnswering()
	all.Wait()
	if served != nil {
		return fmt.Errorf("serve the socket: %w", served)
	}
	return nil
}

// limitAnswers calls stopAnswering answerGrace after ctx ends, unless answering ends
// before that.
func limitAnswers(ctx, answering context.Context, stopAnswering func()) {
	select {
	case <-ctx.Done():
	case <-answering.Done():
		return
	}
	select {
	case <-time.After(answerGrace):
		stopAnswering()
	case <-answering.Done():
	}
}

// keepOpen makes the socket again if somebody removed it.
func (a *App) keepOpen(socket *web.Socket) {
	reopened, err := socket.Reopen()
	problem := ""
	switch {
	case err != nil:
		problem = err.Error()
	case reopened:
		a.o.say("fika: somebody removed the socket; it is there again")
	}
	if problem != "" && problem != a.socketProblem {
		a.o.say("fika: somebody removed the socket; fika keeps trying to make it again: %s", problem)
	}
	a.socketProblem = problem
}

// daemon returns a daemon with the configuration in force. If the file differs, it holds
// from its first pass.
func (a *App) daemon() (*daemon.Daemon, error) {
	a.live.mu.Lock()
	defer a.live.mu.Unlock()
	a.wiring.config.Store(a.live.active)
	d, err := a.wiring.Daemon(a.store)
	if err != nil {
		return nil, err
	}
	if !a.live.last.inForce() {
		d.Configure(a.live.settings())
	}
	return d, nil
}

// passEnded prints what a pass did, and once why passes fail.
func (a *App) passEnded(report daemon.Report, err error) {
	a.alive(report, err)
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	if problem != a.problem {
		if problem == "" {
			a.o.say("fika: passes work again")
		} else {
			a.o.complain(Explain(err))
		}
	}
	a.problem = problem
	for _, e := range report.Entries {
		a.o.tell(e)
	}
	// A pass needs twice the memory that stays in use, and the next one is minutes away.
	debug.FreeOSMemory()
}

// Once makes one pass. It needs a valid configuration.
func (a *App) Once(ctx context.Context) (api.Pass, error) {
	if err := a.live.last.err; err != nil {
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
	if err := d.Tell(ctx, report.Now); err != nil {
		return api.Pass{}, err
	}
	zone := a.wiring.config.Load().Me.Zone
	pass := api.Pass{Now: report.Now.In(zone), Entries: report.Entries,
		Holds: []api.Hold{}, Problems: append([]string{}, report.Problems...)}
	for _, h := range report.Holds {
		pass.Holds = append(pass.Holds, api.Hold{Code: h.Code, Since: h.Since.In(zone), Text: h.Text, Hint: h.Hint.Text, Command: h.Hint.Command})
	}
	return pass, nil
}
