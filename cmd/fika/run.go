package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"reflect"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/daemon"
	"fika/store"
	"fika/systemd"
	"fika/web"
)

func newRunCommand(a *app) *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:     "run",
		GroupID: running,
		Short:   "Do it: look every few minutes, until stopped",
		Long: `Runs fika in the foreground: a pass every few minutes, and at once when the
configuration changes or a command asks. Prints one line for each thing that
happened. The first SIGINT or SIGTERM lets a pass that is on its way end, and
fika ends with 0; the second ends it at once. SIGHUP reads the configuration
again. A configuration that turns bad, while fika runs or between two runs, does not
end it: the last good one stays, and nothing is sent until the file is mended.

With --once it makes one pass and ends: with 3 if something stands in the way or
could not be read.`,
		Example: "  fika run\n  fika run --once",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := newRunner(cmd.Context(), a)
			if err != nil {
				return err
			}
			if once {
				return errors.Join(r.once(cmd.Context()), r.store.Close())
			}
			return errors.Join(r.run(cmd.Context()), r.store.Close())
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "make one pass and end")
	return cmd
}

// runner is fika in the foreground. It owns the store, and while it runs the
// goroutines that serve the socket and the metrics, watch the file and hear
// SIGHUP; generation waits for all.
type runner struct {
	app    *app
	paths  paths
	store  *store.Store
	wiring *wiring
	keeper *keeper

	manager systemd.Manager // that started fika, if one did

	trouble string // why the last pass failed; "" if it did not
}

func newRunner(ctx context.Context, a *app) (*runner, error) {
	r := &runner{app: a, manager: systemd.Find(a.getenv, os.Getpid())}
	var err error
	if r.paths, err = a.paths(); err != nil {
		return nil, err
	}
	if r.keeper, err = keep(r.paths.Config, r.paths.State); err != nil {
		return nil, err
	}
	r.wiring = &wiring{app: a, state: r.paths.State}
	r.wiring.current.Store(r.keeper.force)
	if r.store, err = store.Open(ctx, r.paths.State); err != nil {
		return nil, r.alreadyRuns(err)
	}
	r.sayKept(r.keeper.save())
	r.keeper.usable = func(c *config.Config) error {
		_, done, err := a.daemon(c, r.store, r.paths.State)
		if err == nil {
			done()
		}
		return err
	}
	return r, nil
}

// daemon is a daemon after the configuration in force. It holds from its first
// pass on if the file says something else.
func (r *runner) daemon() (*daemon.Daemon, error) {
	d, err := r.wiring.daemon(r.store)
	if err != nil {
		return nil, err
	}
	r.keeper.mu.Lock()
	defer r.keeper.mu.Unlock()
	if !r.keeper.last.taken() {
		d.Configure(r.keeper.settings())
	}
	return d, nil
}

// alreadyRuns says more about a lock that is taken.
func (r *runner) alreadyRuns(err error) error {
	var locked *store.LockedError
	if !errors.As(err, &locked) {
		return err
	}
	hint := "it is another command, or does not answer; try again in a moment"
	if answers(r.paths.Socket) {
		hint = "it answers: fika status asks it, fika sync makes it look now"
	}
	return &failure{"locked", exitLocked, err.Error(), hint}
}

// run makes passes until ctx ends. Where a change of the file needs other
// calendars or another port, one generation ends and the next begins.
func (r *runner) run(ctx context.Context) error {
	// A daemon that idles all day should be small, and may be slow to read.
	// A pass over very many events works harder rather than to grow on; the limit
	// is a soft one.
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(64 << 20)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	defer context.AfterFunc(ctx, func() { r.signal(r.manager.Stopping()) })()
	if err := r.keeper.last.err; err != nil {
		r.app.report(err)
		r.app.say("fika: going on with the configuration of the last run; nothing is sent until the file is mended")
	}
	for ctx.Err() == nil {
		if err := r.generation(ctx, hangup); err != nil {
			return err
		}
	}
	r.app.say("fika: stopped")
	return nil
}

// generation is the life of one daemon: until ctx ends, or its parts changed.
func (r *runner) generation(ctx context.Context, hangup <-chan os.Signal) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d, err := r.daemon()
	if err != nil {
		return err
	}
	defer r.wiring.close()
	socket, err := web.Listen(r.paths.Socket)
	if err != nil {
		return &failure{"socket", exitDisk, err.Error(), "another path may be named with --socket"}
	}
	c := r.wiring.current.Load()
	r.app.say("fika: running on %s; %s, %s, a pass every %s", c.Path,
		count(len(c.Calendars), "calendar"), count(len(c.Goals), "goal"), short(c.Daemon.Every))
	r.ready()

	var served error
	var all sync.WaitGroup
	all.Go(func() {
		served = web.Serve(ctx, socket, r.service(d, stop))
		stop()
	})
	all.Go(func() {
		r.watch(ctx, d)
		stop()
	})
	all.Go(func() {
		r.hear(ctx, hangup, d)
		stop()
	})
	all.Go(func() { newExporter(r.app, d, c.Daemon).run(ctx) })
	d.Run(ctx, r.app.clocks(time.Now()), r.told)
	stop()
	all.Wait()
	if served != nil {
		return fmt.Errorf("serve the socket: %w", served)
	}
	return nil
}

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
			return r.keeper.answer("fika.reload/v1", v), nil
		},
		Compare: func(ctx context.Context) (web.ConfigAnswer, error) {
			r.keeper.mu.Lock()
			v, before := r.keeper.judge(r.keeper.read()), r.keeper.force
			r.keeper.mu.Unlock()
			answer := r.keeper.answer("fika.config-diff/v1", v)
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
	r.keeper.mu.Lock()
	known := r.keeper.last.reading
	r.keeper.mu.Unlock()
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
		r.wiring.current.Store(v.next)
		r.sayKept(r.keeper.save())
		again = otherParts(old, v.next)
	}
	if !again {
		d.Configure(r.keeper.settings())
	}
	switch {
	case v.err != nil:
		r.app.report(v.err)
	case !v.taken():
		r.app.say("fika: the configuration became shorter and is not believed: %s", inWords(v.lost))
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

// told prints what a pass did, and once what keeps passes from ending well.
func (r *runner) told(report daemon.Report, err error) {
	r.alive(report, err)
	trouble := ""
	if err != nil {
		trouble = err.Error()
	}
	if trouble != r.trouble {
		if trouble == "" {
			r.app.say("fika: passes end well again")
		} else {
			r.app.report(err)
		}
	}
	r.trouble = trouble
	for _, e := range report.Entries {
		// A closed stdout must not end a daemon.
		r.app.entry(e) //nolint:errcheck
	}
	// A pass needs twice what stays of it, and the next one is minutes away:
	// meanwhile the memory is for others.
	debug.FreeOSMemory()
}
