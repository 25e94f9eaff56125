package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/english"
	"fika/internal/service"
	"fika/internal/store"
	"fika/internal/web"
)

func newRunCommand(a *cli) *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:     "run",
		GroupID: running,
		Short:   "Do it: look every few minutes, until stopped",
		Long: `Runs fika in the foreground: a pass every few minutes, and at once when the
configuration changes or a command asks. Prints one line for each thing that
happened. The first SIGINT or SIGTERM gives a pass that is on its way a few
seconds to end, and fika ends with 0; the second ends it at once. SIGHUP reads the configuration
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
	app    *cli
	paths  paths
	store  *store.Store
	wiring *wiring
	keeper *keeper

	manager service.Manager // that started fika, if one did

	trouble string // why the last pass failed; "" if it did not
}

func newRunner(ctx context.Context, a *cli) (*runner, error) {
	r := &runner{app: a, manager: service.Find(a.getenv, os.Getpid())}
	var err error
	if r.paths, err = a.paths(); err != nil {
		return nil, err
	}
	if r.keeper, err = keep(r.paths.Config, r.paths.State); err != nil {
		return nil, err
	}
	r.wiring = &wiring{app: a, state: r.paths.State}
	if r.store, err = store.Open(ctx, r.paths.State); err != nil {
		return nil, r.alreadyRuns(err)
	}
	r.sayKept(r.keeper.save())
	return r, nil
}

// daemon is a daemon after the configuration in force. It holds from its first
// pass on if the file says something else.
func (r *runner) daemon() (*daemon.Daemon, error) {
	r.keeper.mu.Lock()
	defer r.keeper.mu.Unlock()
	r.wiring.current.Store(r.keeper.force)
	d, err := r.wiring.daemon(r.store)
	if err != nil {
		return nil, err
	}
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
	return &api.Fault{Code: api.CodeLocked, Text: err.Error(), Hint: hint}
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
		r.app.report(explain(err))
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

// lastWords is how long questions are answered after fika was told to end.
const lastWords = 2 * time.Second

// generation is the life of one daemon: until ctx ends, or its parts changed.
func (r *runner) generation(ctx context.Context, hangup <-chan os.Signal) error {
	answering, silence := context.WithCancel(context.WithoutCancel(ctx))
	defer silence()
	// A question that waits for a far end which hangs holds up the end no longer
	// than a pass does.
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, silence) })()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d, err := r.daemon()
	if err != nil {
		return err
	}
	defer r.wiring.close()
	socket, err := web.Listen(r.paths.Socket)
	if err != nil {
		return &api.Fault{Code: api.CodeSocket, Text: err.Error(), Hint: "another path may be named with --socket"}
	}
	c := r.wiring.current.Load()
	r.app.say("fika: running on %s; %s, %s, a pass every %s", c.Path,
		english.Count(len(c.Calendars), "calendar"), english.Count(len(c.Goals), "goal"), english.Length(c.Daemon.Every))
	r.ready()

	var served error
	var all sync.WaitGroup
	all.Go(func() {
		served = web.Serve(answering, socket, r.service(d, stop))
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
	silence()
	all.Wait()
	if served != nil {
		return fmt.Errorf("serve the socket: %w", served)
	}
	return nil
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
