package daemon

import (
	"context"
	"fmt"
	"maps"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/store"
)

// What a calendar can refuse, as the store records it, besides the parts in package
// calendar.
const (
	everything = string(calendar.PartAll)
	reads      = "reading" // the calendar asked not to be read for a while
)

// refusalKey identifies what was refused: a part, by a calendar.
type refusalKey struct{ calendar, part string }

// How long something refused is not retried.
const (
	partRest     = 7 * 24 * time.Hour // a link, or the name of a zone: an administrator may allow it later
	longestPause = 24 * time.Hour
)

// pauseAfter returns how long a calendar takes no changes after the n-th failure in a
// row, from 1. What was refused will usually be refused again; what merely failed may
// work soon, so the next passes may retry.
func pauseAfter(code api.Code, n int) time.Duration {
	first, longest := time.Minute, time.Hour
	switch code {
	case api.CodeSignIn, api.CodeWrongAccount, api.CodeOffline, api.CodeCaptivePortal:
		return 0 // nothing reached the calendar
	case api.CodeRateLimited:
		first, longest = time.Hour, longestPause
	case api.CodeCalendarRefuses:
		first, longest = 15*time.Minute, longestPause
	case api.CodeCalendarAltered:
		first, longest = longestPause, longestPause
	default:
		if n -= 3; n < 1 {
			return 0
		}
	}
	return min(first<<min(n-1, 20), longest)
}

// readRefusals returns what calendars refused earlier.
func (t *tools) readRefusals(ctx context.Context) (map[refusalKey]store.Refusal, error) {
	all, err := t.store.Refusals(ctx)
	if err != nil {
		return nil, err
	}
	refusals := map[refusalKey]store.Refusal{}
	for _, f := range all {
		refusals[refusalKey{f.Calendar, f.Part}] = f
	}
	return refusals, nil
}

// checkRefusals holds for a calendar that takes no changes yet.
func (o *observer) checkRefusals(ctx context.Context) (err error) {
	if o.refusals, err = o.d.readRefusals(ctx); err != nil {
		return err
	}
	for _, src := range o.sources {
		if f, stands := o.refused(src, everything); stands {
			o.hold(store.Hold{Code: f.Code, Text: o.sayRefusal(f), Hint: f.Hint})
		}
	}
	return nil
}

// withRefusal returns o with another refusal.
func (o *observation) withRefusal(f store.Refusal) *observation {
	return o.with(func(o *observation) {
		o.refusals = maps.Clone(o.refusals)
		o.refusals[refusalKey{f.Calendar, f.Part}] = f
	})
}

// refused returns what src refused of that part, and whether it is too early to retry.
func (o *observation) refused(src Source, part string) (store.Refusal, bool) {
	f, ok := o.refusals[refusalKey{src.Name, part}]
	return f, ok && o.now.Before(f.Until)
}

// sayRefusal describes f, with the next attempt in the user's zone.
func (c configuration) sayRefusal(f store.Refusal) string {
	return f.Text + "; next try " + when(f.Until, c.settings.Rules.Zone)
}

// pauseCalendar records that a change of booking failed at src with err, leaves src
// alone for a time that grows with each failure, and holds.
func (p *pass) pauseCalendar(ctx context.Context, src Source, booking string, h store.Hold, err error) error {
	f, again := p.refusals[refusalKey{src.Name, everything}]
	if !again {
		f.Since = p.now
	}
	if f.Code != h.Code {
		f.Times = 0
	}
	f.Calendar, f.Part, f.Code, f.Text, f.Hint, f.Booking = src.Name, everything, h.Code, h.Text, h.Hint, booking
	f.Times++
	f.Until = p.now.Add(pauseAfter(f.Code, f.Times))
	if asked := calendar.NotBefore(err); asked.After(f.Until) {
		f.Until = asked
	}
	text := f.Text
	if f.Until.After(p.now) {
		text = p.sayRefusal(f)
	}
	p.hold(store.Hold{Code: f.Code, Text: text, Hint: f.Hint})
	return p.remember(ctx, f)
}

// remember keeps f for this pass and later ones.
func (p *pass) remember(ctx context.Context, f store.Refusal) error {
	p.observation = p.withRefusal(f)
	if err := p.store.SetRefusal(ctx, f); err != nil {
		return err
	}
	p.step("recorded a refusal")
	return nil
}

// resumeCalendar allows changes to src again.
func (p *pass) resumeCalendar(ctx context.Context, src Source) error {
	key := refusalKey{src.Name, everything}
	if _, was := p.refusals[key]; !was {
		return nil
	}
	p.observation = p.with(func(o *observation) {
		o.refusals = maps.Clone(o.refusals)
		delete(o.refusals, key)
	})
	return p.store.DropRefusal(ctx, src.Name, everything)
}

// holdForWrite returns the hold for a change that failed at src with err, in the
// calendar's own words if it gave any.
func holdForWrite(src Source, err error) store.Hold {
	code, hint := remedy(src.Name, err)
	text := fmt.Sprintf("calendar %q cannot be written: %v", src.Name, err)
	if refusal, ok := refusalIn(err); ok {
		if code == api.CodeCalendarUnreadable {
			hint = api.Holds.Of(api.CodeCalendarRefuses).Hint
		}
		code = api.CodeCalendarRefuses
		text = fmt.Sprintf("calendar %q refuses what fika sends: %v", src.Name, err)
		if refusal.Message != "" {
			text = fmt.Sprintf("calendar %q refuses what fika sends: %s", src.Name, prose.WithoutStop(refusal.Message))
		}
	}
	return store.Hold{Code: code, Text: text, Hint: hint}
}

// metRefusal is 1 if a calendar refused everything for the intent's booking last time,
// else 0.
func (o *observation) metRefusal(in store.Intent) int {
	for key, f := range o.refusals {
		if key.part == everything && f.Booking == in.Booking {
			return 1
		}
	}
	return 0
}

// forgetRefusals lets the next pass retry what was refused.
func (d *Daemon) forgetRefusals(ctx context.Context) error {
	all, err := d.store.Refusals(ctx)
	if err != nil {
		return err
	}
	for _, f := range all {
		if f.Code == api.CodeRateLimited {
			continue
		}
		if err := d.store.DropRefusal(ctx, f.Calendar, f.Part); err != nil {
			return err
		}
	}
	return nil
}
