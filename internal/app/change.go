package app

import (
	"context"
	"errors"
	"time"

	"fika/config"
	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/store"
)

// ReadDraft reads a file that may replace the configuration.
func ReadDraft(path string) (*api.Draft, error) {
	text, err := config.Read(path)
	if errors.Is(err, config.ErrWritableByOthers) {
		return nil, err
	}
	if err != nil {
		return nil, &api.Fault{Code: api.CodeConfigUnreadable, Text: err.Error(), Hint: "choose a file that exists and that you can read"}
	}
	return &api.Draft{Path: path, Text: string(text)}, nil
}

// Reload makes the running fika reread the configuration now.
func Reload(ctx context.Context, o Options) (api.Reload, error) {
	c := client.New(o.Paths.Socket)
	answer, err := api.CallReload.Make(ctx, &Session{Remote: true, o: o, fika: c}, api.ReloadArgs{})
	if err != nil {
		return answer, err
	}
	o.sayVersion(c)
	return answer, waitForPass(ctx, o)
}

// lookTime is how long a command waits for a pass with a new configuration.
const lookTime = 30 * time.Second

// waitForPass waits until the running fika has made a pass with the configuration now in
// force. If that needs other calendars, a new daemon makes the pass, and the socket is
// missing for a moment.
func waitForPass(ctx context.Context, o Options) error {
	const pause = 100 * time.Millisecond
	defer o.wait("waiting for a pass with the new configuration")()
	within, stop := context.WithTimeout(ctx, lookTime)
	defer stop()
	for {
		_, err := api.CallFresh.Make(within, client.New(o.Paths.Socket), api.NoArgs{})
		var f *api.Fault
		switch {
		case within.Err() != nil:
			o.say("fika: it is still reading the calendars with the new configuration; fika status shows when it is done")
			return ctx.Err()
		case err == nil, errors.As(err, &f) && f.Code != api.CodeTemporary:
			return nil // fika status shows why a pass fails
		}
		select {
		case <-within.Done():
		case <-time.After(pause):
		}
	}
}

// Compare says what would change if draft came into force; nil means the file as it is.
// It asks the running fika, or locks the state and compares with the configuration of
// the last run.
func Compare(ctx context.Context, o Options, draft *api.Draft) (api.ConfigDiff, error) {
	defer o.wait("planning twice")()
	if Answers(o.Paths.Socket) {
		c := client.New(o.Paths.Socket)
		defer func() { o.sayVersion(c) }()
		return api.CallCompare.Make(ctx, c, api.CompareArgs{Draft: draft})
	}
	live := lastActive(o.Paths.Config, o.Paths.State)
	if live.active == nil {
		return api.ConfigDiff{}, api.NewFault(api.CodeNoRun, "no configuration has been used yet")
	}
	v, path := live.draft(draft)
	answer := live.answer(path, v)
	if v.err != nil || len(v.changes) == 0 {
		return answer, nil
	}
	st, err := store.Open(ctx, o.Paths.State)
	if err != nil {
		return answer, err
	}
	defer st.Close()
	answer.Effect, err = effect(ctx, o, st, live.active, v.next, nil)
	return answer, err
}

// Accept puts the file in force, in the running fika or for the next one, even if it
// lost something.
func Accept(ctx context.Context, o Options) (api.Reload, error) { return putInForce(ctx, o, true) }

// Use puts the file in force, in the running fika or for the next one, unless it lost
// something.
func Use(ctx context.Context, o Options) (api.Reload, error) { return putInForce(ctx, o, false) }

func putInForce(ctx context.Context, o Options, accept bool) (api.Reload, error) {
	st, err := openUnlessRunning(ctx, o.Paths)
	if err != nil {
		return api.Reload{}, err
	}
	if st == nil {
		answer, err := api.CallReload.Make(ctx, &Session{Remote: true, o: o, fika: client.New(o.Paths.Socket)}, api.ReloadArgs{Accept: accept})
		if err == nil {
			err = waitForPass(ctx, o)
		}
		return answer, err
	}
	defer st.Close()
	live := lastActive(o.Paths.Config, o.Paths.State)
	now := live.read()
	if live.active == nil {
		if err := live.begin(now); err != nil {
			return api.Reload{}, err
		}
	}
	v := live.apply(now, accept)
	if v.inForce() {
		err = live.save()
	}
	return api.Reload(live.answer(live.path, v)), err
}
