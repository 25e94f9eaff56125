package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/store"
)

// Session answers the calls of one command: through the running daemon, or one in this
// process.
type Session struct {
	Remote bool // a running daemon answers

	o     Options
	fika  api.Caller
	zone  *time.Location // the user's; nil where a running daemon knows it
	close func() error
}

// Call implements [api.Caller], and tells the user what takes so long.
func (s *Session) Call(ctx context.Context, r api.Request) ([]byte, error) {
	if s.Remote && r.Wait > 0 {
		defer s.o.waitFor(func(ctx context.Context) string { return waiting(ctx, s.fika) })()
	} else {
		defer s.o.wait("reading the calendars")()
	}
	return s.fika.Call(ctx, r)
}

// waiting says what a call waits for, as the running fika tells.
func waiting(ctx context.Context, fika api.Caller) string {
	ctx, stop := context.WithTimeout(ctx, time.Second)
	defer stop()
	status, err := api.CallStatus.Make(ctx, fika, api.NoArgs{})
	if err != nil || status.Pass == nil {
		return "waiting for the running fika"
	}
	return fmt.Sprintf("waiting for a pass that %s, since %s", status.Pass.Does, status.Pass.Since.Format("15:04"))
}

// Close releases what the session had to itself.
func (s *Session) Close() error { return s.close() }

// Open returns a session with the running fika, or with a daemon in this process, which
// holds the store until the session is closed.
func Open(ctx context.Context, o Options) (*Session, error) {
	if Answers(o.Paths.Socket) {
		return running(ctx, o), nil
	}
	c, err := Load(o.Paths.Config)
	if err != nil {
		return nil, err
	}
	st, err := openUnlessRunning(ctx, o.Paths)
	switch {
	case err != nil:
		return nil, err
	case st == nil:
		return running(ctx, o), nil
	}
	w := Wire(o, c)
	d, err := w.Daemon(st)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &Session{o: o, fika: d.Calls(o.Now), zone: c.Me.Zone, close: func() error { w.Close(); return st.Close() }}, nil
}

// openUnlessRunning opens the store for a command, or returns nil if a running daemon has it and
// answers.
func openUnlessRunning(ctx context.Context, p api.Paths) (*store.Store, error) {
	st, err := openStore(ctx, p)
	if locked(err) && Answers(p.Socket) {
		return nil, nil
	}
	return st, err
}

// openStore opens the store. If another fika has it and does not answer, openStore
// retries for three seconds: a command soon releases it, and a daemon that has just
// started or is changing calendars has the lock before the socket.
func openStore(ctx context.Context, p api.Paths) (*store.Store, error) {
	const tries, pause = 30, 100 * time.Millisecond
	for try := 0; ; try++ {
		st, err := store.Open(ctx, p.State)
		if try == tries || !locked(err) || Answers(p.Socket) {
			return st, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// locked reports whether err says that another fika has the store.
func locked(err error) bool {
	var l *store.LockedError
	return errors.As(err, &l)
}

// Answers reports whether somebody listens on the socket at path.
func Answers(path string) bool {
	conn, err := net.Dial("unix", path)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// running returns a session with the running daemon.
func running(ctx context.Context, o Options) *Session {
	c := client.New(o.Paths.Socket)
	if o.ConfigChosen {
		if status, err := api.CallStatus.Make(ctx, c, api.NoArgs{}); err == nil && status.Config != o.Paths.Config {
			o.say("fika: the running fika answers, with the configuration %s", status.Config)
		}
	}
	return &Session{Remote: true, o: o, fika: c, close: func() error { o.sayVersion(c); return nil }}
}

// sayVersion warns if the daemon that answered c has another version, as after an update
// until it is restarted.
func (o Options) sayVersion(c *client.Client) {
	if theirs := c.Version(); theirs != "" && theirs != o.Version {
		o.say("fika: the running fika is %s, this command is %s; restart it to use the same version", theirs, o.Version)
	}
}

// Zone returns the user's time zone. A running daemon knows it even if the file is
// broken by now or no calendar can be read.
func (s *Session) Zone(ctx context.Context, now time.Time) (*time.Location, error) {
	if s.zone != nil {
		return s.zone, nil
	}
	status, err := api.CallStatus.Make(ctx, s, api.NoArgs{})
	if err != nil {
		return nil, err
	}
	if status.Zone != "" {
		return time.LoadLocation(status.Zone)
	}
	// An older daemon gives it only with events.
	known, err := api.CallEvents.Make(ctx, s, api.EventsArgs{Window: api.Span{Start: now, End: now.Add(time.Minute)}})
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(known.Zone)
}
