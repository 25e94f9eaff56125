package main

import (
	"context"
	"errors"
	"net"
	"time"

	"fika/config"
	"fika/daemon"
	"fika/internal/span"
	"fika/internal/store"
	"fika/internal/web"
)

// engine is what answers: a running daemon over its socket, or one made for
// this command alone. The contracts are those of [daemon.Daemon].
type engine interface {
	Plan(ctx context.Context, now time.Time) (daemon.PlanAnswer, error)
	LP(ctx context.Context, now time.Time) (daemon.LPAnswer, error)
	Why(ctx context.Context, now time.Time, id string) (daemon.WhyAnswer, error)
	WhyNot(ctx context.Context, now time.Time, who string, at time.Time) (daemon.WhyNotAnswer, error)

	Bookings(ctx context.Context, now time.Time, all bool) (daemon.BookingsAnswer, error)
	Approve(ctx context.Context, now time.Time, id string) (daemon.ChangeAnswer, error)
	Skip(ctx context.Context, now time.Time, id string) (daemon.ChangeAnswer, error)
	Cancel(ctx context.Context, now time.Time, id string) (daemon.ChangeAnswer, error)
	Cancelling(ctx context.Context, now time.Time, what string, until time.Time) (daemon.CancelAnswer, error)
	CancelAll(ctx context.Context, now time.Time, ids []string) (daemon.CancelAnswer, error)
	Undo(ctx context.Context, now time.Time) (daemon.ChangeAnswer, error)
	Met(ctx context.Context, now time.Time, what string) (daemon.ChangeAnswer, error)

	Busy(ctx context.Context, now time.Time, window span.Span, who string) (daemon.BusyAnswer, error)
	Free(ctx context.Context, now time.Time, window span.Span, length time.Duration, who string) (daemon.FreeAnswer, error)
	Events(ctx context.Context, window span.Span) (daemon.EventsAnswer, error)

	People(ctx context.Context, now time.Time) (daemon.PeopleAnswer, error)
	Colleague(ctx context.Context, now time.Time, who string) (daemon.ColleagueAnswer, error)
	Guarding(ctx context.Context, now time.Time, who string, g daemon.Guard, until time.Time) (daemon.ColleagueAnswer, error)
	Forget(ctx context.Context, now time.Time, who string) (daemon.ForgetAnswer, error)
	Forgetting(ctx context.Context, now time.Time, who string) (daemon.ForgetAnswer, error)

	Goals(ctx context.Context, now time.Time) (daemon.GoalsAnswer, error)
	History(ctx context.Context, after int64, limit int) (daemon.LogAnswer, error)
	Status(ctx context.Context, now time.Time) (daemon.StatusAnswer, error)
	Sync(ctx context.Context, full bool) error
	Backup(ctx context.Context, path string) (daemon.BackupAnswer, error)
	Export(ctx context.Context) (daemon.ExportAnswer, error)
}

var (
	_ engine = (*daemon.Daemon)(nil)
	_ engine = (*web.Client)(nil)
)

// session is an engine for one command.
type session struct {
	engine
	remote bool // a running daemon answers
	close  func() error
}

// open finds who answers.
func (a *cli) open(ctx context.Context) (*session, error) {
	p, err := a.paths()
	if err != nil {
		return nil, err
	}
	if answers(p.Socket) {
		return a.remote(ctx, p), nil
	}
	c, err := load(p.Config)
	if err != nil {
		return nil, err
	}
	st, err := a.reach(ctx, p)
	switch {
	case err != nil:
		return nil, err
	case st == nil:
		return a.remote(ctx, p), nil
	}
	return a.local(c, st, p)
}

// reach opens the store for a command, or returns none where a running daemon
// has it and answers. A daemon that was just started, or takes other calendars,
// has the lock before it has the socket, so that it is asked a few times more.
func (a *cli) reach(ctx context.Context, p paths) (*store.Store, error) {
	const tries, pause = 10, 100 * time.Millisecond
	for try := 0; ; try++ {
		if answers(p.Socket) {
			return nil, nil
		}
		st, err := store.Open(ctx, p.State)
		var locked *store.LockedError
		if try == tries || !errors.As(err, &locked) {
			return st, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// answers reports whether somebody listens on the socket at path.
func answers(path string) bool {
	conn, err := net.Dial("unix", path)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// remote is the running daemon. Whoever names a configuration is told if it runs
// on another.
func (a *cli) remote(ctx context.Context, p paths) *session {
	client := web.NewClient(p.Socket)
	if a.flags.config != "" {
		if status, err := client.Status(ctx, a.now()); err == nil && status.Config != p.Config {
			a.say("fika: the running fika answers, with the configuration %s", status.Config)
		}
	}
	return &session{client, true, func() error { a.sayVersion(client); return nil }}
}

// sayVersion tells if the daemon that answered c is another fika than this one,
// as it is after an update until it is started again.
func (a *cli) sayVersion(c *web.Client) {
	if theirs, own := c.Version(), thisVersion().Version; theirs != "" && theirs != own {
		a.say("fika: the running fika is %s, this command is %s; start it again to have one", theirs, own)
	}
}

// local is a daemon for this command, which has the store to itself.
func (a *cli) local(c *config.Config, st *store.Store, p paths) (*session, error) {
	d, done, err := a.daemon(c, st, p.State)
	if err != nil {
		st.Close()
		return nil, err
	}
	return &session{d, false, func() error { done(); return st.Close() }}, nil
}

// ask opens a session, asks it one question, and closes it.
func ask[A any](ctx context.Context, a *cli, question func(*session) (A, error)) (answer A, err error) {
	done := a.waiting("reading the calendars")
	defer done()
	s, err := a.open(ctx)
	if err != nil {
		return answer, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	return question(s)
}

// zone is the user's, as whoever answers knows it: a running daemon may know
// it where the file is broken by now.
func (s *session) zone(ctx context.Context, now time.Time) (*time.Location, error) {
	known, err := s.Events(ctx, span.Span{Start: now, End: now.Add(time.Minute)})
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(known.Zone)
}
