package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/span"
	"fika/internal/store"
)

// staleness is how long a calendar may not be read before it has its own hold.
const staleness = 24 * time.Hour

// checkClock holds when now lies before the last pass: with a wrong clock
// everything that is due is guessed.
func (d *Daemon) checkClock(ctx context.Context, s *scene) error {
	last, err := d.store.LastPass(ctx)
	if err != nil {
		return err
	}
	s.first = last.IsZero()
	if s.clockWrong = s.now.Before(last.Add(-clockSlack)); s.clockWrong {
		s.hold(api.CodeClockBack, fmt.Sprintf("the clock says %s, but the last pass was at %s",
			s.now.Format(time.RFC3339), last.In(s.now.Location()).Format(time.RFC3339)))
	}
	d.checkJump(s)
	return nil
}

// checkPause holds while the user says so, and while the newest configuration
// is not in force.
func (d *Daemon) checkPause(s *scene) {
	pause, paused, err := d.options.Paused(s.now)
	s.parting = err == nil && paused && pause.Cancelled
	switch {
	case err != nil:
		s.hold(api.CodePaused, "the pause file cannot be read, which counts as paused: "+err.Error())
	case paused && !pause.Until.IsZero():
		s.hold(api.CodePaused, "paused until "+pause.Until.In(s.set.Rules.Zone).Format("2 January 2006 15:04")+because(pause.Why))
	case paused:
		s.hold(api.CodePaused, "paused until you resume"+because(pause.Why))
	}
	if s.set.Problem != "" {
		s.hold(api.CodeConfigInvalid, "the newest configuration is not used, the last good one is: "+s.set.Problem)
	}
	if lost := s.set.Lost; len(lost) > 0 {
		const most = 3 // a file that broke off early lost everything below
		if len(lost) > most {
			lost = append(lost[:most:most], fmt.Sprintf("and %d more", len(lost)-most))
		}
		s.hold(api.CodeConfigShrunk, "the newest configuration lost something and is not used: "+strings.Join(lost, "; "))
	}
}

// trouble holds because the calendar of that name cannot be read, or written,
// for a reason that its kind tells.
func (s *scene) trouble(name, what string, err error) {
	code, hint := remedy(name, err)
	s.holdWith(code, fmt.Sprintf("calendar %q cannot be %s: %v", name, what, err), hint)
}

// remedy is the code of what keeps the calendar of that name away, and what the
// user can do.
func remedy(name string, err error) (code api.Code, hint string) {
	for _, t := range []struct {
		is   error
		code api.Code
		hint string // "" is that of the code
	}{
		{calendar.ErrScope, api.CodeScopeMissing, "fika login " + name + ", and tick every box"},
		{calendar.ErrOther, api.CodeWrongAccount, "add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika logout " + name + ", then fika login " + name},
		{calendar.ErrSignIn, api.CodeSignIn, "fika login " + name},
		{calendar.ErrCaptive, api.CodeCaptivePortal, ""},
		{calendar.ErrLimited, api.CodeRateLimited, ""},
		{calendar.ErrOffline, api.CodeOffline, ""},
		{calendar.ErrReadOnly, api.CodeCalendarReadOnly, ""},
		{syscall.ENOSPC, api.CodeCalendarDisk, ""},
	} {
		if errors.Is(err, t.is) {
			return t.code, cmp.Or(t.hint, api.Holds.Of(t.code).Hint)
		}
	}
	return api.CodeCalendarUnreadable, api.Holds.Of(api.CodeCalendarUnreadable).Hint
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// checkStale says of a calendar that cannot be read how long that has been so:
// what is a hiccup for an hour is a fault after a day.
func (s *scene) checkStale(was store.Sync) {
	switch age := s.now.Sub(was.At); {
	case was.At.IsZero():
		s.hold(api.CodeFirstSync, fmt.Sprintf("calendar %q was never read", was.Calendar))
	case age >= staleness:
		s.hold(api.CodeSyncStale, fmt.Sprintf("calendar %q was last read %s ago", was.Calendar, span.Words(age)))
	}
}

// Sync asks for a pass. With full it first forgets what was seen before: a
// calendar that lost most of its events is believed, and so is the clock, which
// may have run ahead for a while; and what was refused is tried again, but for
// what the far side asked to wait with.
func (d *Daemon) Sync(ctx context.Context, full bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.Wake()
	if !full {
		return nil
	}
	if err := d.forgetRefusals(ctx); err != nil {
		return err
	}
	known, err := d.store.Syncs(ctx)
	if err != nil {
		return err
	}
	for _, y := range known {
		y.Ahead, y.Doubted = nil, false
		if err := d.store.SetSync(ctx, y); err != nil {
			return err
		}
	}
	d.memory, d.trust = memory{}, trust{}
	if err := d.options.Reread(ctx); err != nil {
		return err
	}
	return d.store.SetLastPass(ctx, time.Time{})
}

// holdAnswers are the holds that stand, with the moment since when they do: what
// was seen just now, what the last pass met while it sent, which only another
// pass can meet again, and the caps.
func (d *Daemon) holdAnswers(ctx context.Context, s *scene) ([]api.Hold, error) {
	stood, err := d.store.Holds(ctx)
	if err != nil {
		return nil, err
	}
	answers := []api.Hold{}
	add := func(h store.Hold) {
		same := func(a api.Hold) bool { return string(a.Code) == h.Code && a.Text == h.Text }
		if !slices.ContainsFunc(answers, same) {
			answers = append(answers, api.Hold{Code: api.Code(h.Code), Since: h.Since.In(s.zone()), Text: h.Text, Hint: h.Hint})
		}
	}
	if h := d.refusal; h != nil {
		add(*h)
	}
	for _, h := range s.holds {
		h.Since = since(stood, h.Code, s.now)
		add(h)
	}
	for _, h := range stood {
		if h.Acting && api.Code(h.Code) != api.CodeCaps {
			add(h)
		}
	}
	if len(s.waiting) > 0 {
		text, until := s.capped(s.waiting)
		add(newHold(api.CodeCaps, since(stood, string(api.CodeCaps), s.now), text))
		if last := &answers[len(answers)-1]; !until.IsZero() {
			last.Until = &until
		}
	}
	return answers, nil
}

// since is when the hold with that code began to stand, now if it did not.
func since(stood []store.Hold, code string, now time.Time) time.Time {
	for _, h := range stood {
		if h.Code == code {
			return h.Since
		}
	}
	return now
}
