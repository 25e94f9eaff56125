package app

import (
	"context"
	"errors"
	"time"

	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/store"
)

// SetPause pauses fika from now on, as p says, whatever else is broken. cancelled says
// that coffees are cancelled with it, whose guests are still told. An error says whether
// fika is paused anyway.
func SetPause(o Options, p api.Pause, cancelled bool) error {
	pause := store.Pause{Since: o.Now(), Why: p.Why, Cancelled: cancelled}
	if p.Until != nil {
		pause.Until = *p.Until
	}
	err := store.SetPause(o.Paths.State, pause)
	if err == nil {
		return nil
	}
	f := Explain(err)
	if _, paused, _ := store.ReadPause(o.Paths.State, o.Now()); paused {
		f.Text += "; even so, nothing is sent until you resume"
	}
	return f
}

// Resume ends the pause, and reports whether there was one.
func Resume(ctx context.Context, o Options) (wasPaused bool, err error) {
	_, wasPaused, err = store.ReadPause(o.Paths.State, o.Now())
	wasPaused = wasPaused || err != nil // what cannot be read counts as a pause
	if err := store.ClearPause(o.Paths.State); err != nil {
		return wasPaused, err
	}
	Nudge(ctx, o)
	return wasPaused, nil
}

// AtLeast returns the end of a pause until the given time, or later if the current pause
// is longer; zero if that has no end.
func AtLeast(p api.Paths, until, now time.Time) time.Time {
	stood, paused, err := store.ReadPause(p.State, now)
	switch {
	case paused && (err != nil || stood.Until.IsZero()):
		return time.Time{}
	case paused && stood.Until.After(until):
		return stood.Until.In(until.Location())
	}
	return until
}

// Nudge asks a running daemon for a pass, so that it notices a pause or its end at once.
// It is fine if none is running: the next one reads the same file. It does not wait
// long, because pausing must not hang with fika.
func Nudge(ctx context.Context, o Options) {
	ctx, stop := context.WithTimeout(ctx, 3*time.Second)
	defer stop()
	if _, err := api.CallSync.Make(ctx, client.New(o.Paths.Socket), api.SyncArgs{}); err != nil && !errors.Is(err, client.ErrNoDaemon) {
		o.say("fika: the running fika will notice in its next pass: %v", err)
	}
}
