package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/store"
)

// staleness is how long a calendar may go unread before that gets its own hold.
const staleness = 24 * time.Hour

// checkClock holds if now is before the last pass: with a wrong clock everything that is
// due is a guess.
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

// checkStops holds while the user has paused fika, and while the newest configuration is
// not in force.
func (d *Daemon) checkStops(s *scene) { s.stop(d.stops(s.basis, s.now)) }

// stops returns the holds from the user's own files at now: the pause, and the newest
// configuration if it is not in force. parting means that the pause lets events of
// cancelled coffees be removed.
func (d *Daemon) stops(by basis, now time.Time) (holds []store.Hold, parting bool) {
	add := func(code api.Code, text string) { holds = append(holds, newHold(code, time.Time{}, text)) }
	pause, paused, err := d.options.Paused(now)
	switch {
	case err != nil:
		add(api.CodePaused, "the pause file cannot be read, which counts as paused: "+err.Error())
	case paused && !pause.Until.IsZero():
		add(api.CodePaused, "paused until "+pause.Until.In(by.zone()).Format("2 January 2006 15:04")+because(pause.Why))
	case paused:
		add(api.CodePaused, "paused until you resume"+because(pause.Why))
	}
	if by.set.Problem != "" {
		add(api.CodeConfigInvalid, "the newest configuration is not used, the last good one is: "+by.set.Problem)
	}
	if lost := by.set.Lost; len(lost) > 0 {
		const most = 3 // a file that broke off early lost everything below
		if len(lost) > most {
			lost = append(lost[:most:most], fmt.Sprintf("and %d more", len(lost)-most))
		}
		add(api.CodeConfigShrunk, "the newest configuration lost something and is not used: "+strings.Join(lost, "; "))
	}
	return holds, err == nil && paused && pause.Cancelled
}

// isStop reports whether h is one of [Daemon.stops].
func isStop(h store.Hold) bool {
	return h.Code == api.CodePaused || h.Code == api.CodeConfigInvalid || h.Code == api.CodeConfigShrunk
}

// stop replaces the holds from the user's files in s.
func (s *scene) stop(stops []store.Hold, parting bool) {
	s.parting = parting
	var blindFor store.Hold
	if s.blind {
		blindFor = s.holds[s.blindBy]
	}
	at := slices.IndexFunc(s.holds, isStop)
	s.holds = slices.DeleteFunc(slices.Clone(s.holds), isStop)
	switch {
	case at >= 0:
	case s.plan != nil: // they are the first thing the plan must show
		at = 0
	default:
		at = len(s.holds)
	}
	s.holds = slices.Insert(s.holds, at, stops...)
	if s.blind {
		s.blindBy = slices.IndexFunc(s.holds, func(h store.Hold) bool { return h == blindFor })
	}
}

// holdCalendar holds because a calendar cannot be read or written, for a reason that its
// kind gives.
func (s *scene) holdCalendar(name, what string, err error) {
	code, hint := remedy(name, err)
	s.holdWith(code, fmt.Sprintf("calendar %q cannot be %s: %v", name, what, err), hint)
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// checkStale says how long a calendar could not be read: a hiccup for an hour is a fault
// after a day.
func (s *scene) checkStale(was store.Sync) {
	switch age := s.now.Sub(was.At); {
	case was.At.IsZero():
		s.hold(api.CodeFirstSync, fmt.Sprintf("calendar %q was never read", was.Calendar))
	case age >= staleness:
		s.hold(api.CodeSyncStale, fmt.Sprintf("calendar %q was last read %s ago", was.Calendar, prose.RoundDuration(age)))
	}
}

// Sync asks for a pass. With full it first forgets what was seen before: it accepts a
// calendar that lost most of its events, and the clock, which may have been ahead for a
// while; and it retries what was refused, except what a server asked to delay.
func (d *Daemon) Sync(ctx context.Context, full bool) error {
	defer d.Wake()
	if !full {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
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

// holdAnswers returns the current holds with the time they began: those found while
// reading, those from sending, and the caps. A hold from sending stays until the next
// pass, because only a pass sends.
func (v *View) holdAnswers() []api.Hold {
	answers := []api.Hold{}
	add := func(h store.Hold) {
		same := func(a api.Hold) bool { return a.Code == h.Code && a.Text == h.Text }
		if !slices.ContainsFunc(answers, same) {
			answers = append(answers, api.Hold{Code: h.Code, Since: h.Since.In(v.zone()), Text: h.Text, Hint: h.Hint})
		}
	}
	if h := v.storeHold; h != nil {
		add(*h)
	}
	for _, h := range v.holds {
		h.Since = since(v.stood, h.Code, v.now)
		add(h)
	}
	for _, h := range v.stood {
		if h.Acting && h.Code != api.CodeCaps {
			add(h)
		}
	}
	if len(v.waiting) > 0 {
		text, until := v.capped(v.waiting)
		add(newHold(api.CodeCaps, since(v.stood, api.CodeCaps, v.now), text))
		if last := &answers[len(answers)-1]; !until.IsZero() {
			last.Until = &until
		}
	}
	return answers
}

// since returns when the hold with that code began; now if it is new.
func since(stood []store.Hold, code api.Code, now time.Time) time.Time {
	for _, h := range stood {
		if h.Code == code {
			return h.Since
		}
	}
	return now
}
