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
func (o *observer) checkClock(ctx context.Context) error {
	last, err := o.d.store.LastPass(ctx)
	if err != nil {
		return err
	}
	o.first = last.IsZero()
	if o.clockWrong = o.now.Before(last.Add(-clockSlack)); o.clockWrong {
		o.hold(newHold(api.CodeClockBack, fmt.Sprintf("the clock says %s, but the last pass was at %s",
			o.now.Format(time.RFC3339), last.In(o.now.Location()).Format(time.RFC3339))))
	}
	o.checkJump()
	return nil
}

// checkStops holds while the user has paused fika, and while the newest configuration is
// not in force.
func (o *observer) checkStops(context.Context) error {
	stops, parting := o.d.stops(o.basis, o.now)
	o.holds, o.parting = append(o.holds, stops...), parting
	return nil
}

// stops returns the holds from the user's own files at now: the pause, and the newest
// configuration if it is not in force. parting means that the pause lets events of
// cancelled coffees be removed.
func (t *tools) stops(by basis, now time.Time) (holds []store.Hold, parting bool) {
	add := func(code api.Code, text string) { holds = append(holds, newHold(code, text)) }
	pause, paused, err := t.options.Paused(now)
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

// isStop reports whether h is one of [tools.stops].
func isStop(h store.Hold) bool {
	return h.Code == api.CodePaused || h.Code == api.CodeConfigInvalid || h.Code == api.CodeConfigShrunk
}

// newHold returns a hold with the hint of its code.
func newHold(code api.Code, text string) store.Hold {
	return store.Hold{Code: code, Text: text, Hint: api.Holds.Of(code).Hint}
}

// calendarHold is for a calendar that cannot be read or written, for a reason that its
// kind gives.
func calendarHold(name, what string, err error) store.Hold {
	code, hint := remedy(name, err)
	return store.Hold{Code: code, Text: fmt.Sprintf("calendar %q cannot be %s: %v", name, what, err), Hint: hint}
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// checkStale says how long a calendar could not be read: a hiccup for an hour is a fault
// after a day.
func (o *observer) checkStale(was store.Sync) {
	switch age := o.now.Sub(was.At); {
	case was.At.IsZero():
		o.hold(newHold(api.CodeFirstSync, fmt.Sprintf("calendar %q was never read", was.Calendar)))
	case age >= staleness:
		o.hold(newHold(api.CodeSyncStale, fmt.Sprintf("calendar %q was last read %s ago", was.Calendar, prose.RoundDuration(age))))
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
	done, err := d.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
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
		h := newHold(api.CodeCaps, text)
		h.Since = since(v.stood, h.Code, v.now)
		add(h)
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
