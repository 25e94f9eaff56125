package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/prose"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

func (d *Daemon) caps(ctx context.Context, c configuration, now time.Time) (api.Caps, error) {
	r := c.settings.Rules
	today := date.Of(now, r.Zone)
	upward := c.upwardLimit(now, 1)
	a := api.Caps{}
	for _, c := range []struct {
		into  *api.Cap
		max   int
		limit store.Limit
	}{
		{&a.Day, r.PerDay, store.Limit{Start: days(today, 1, r.Zone)}},
		{&a.Week, r.PerWeek, store.Limit{Start: days(today.Monday(), 7, r.Zone)}},
		{&a.Open, r.Open, store.Limit{Open: true}},
		{&a.SentDay, planner.CeilingPerDay, store.Limit{Sent: days(today, 1, r.Zone)}},
		{&a.SentWeek, planner.CeilingPerWeek, store.Limit{Sent: days(today.Monday(), 7, r.Zone)}},
		{&a.Upward.Cap, upward.Max, upward},
		{&a.First, r.ApproveFirst, store.Limit{}},
	} {
		used, err := d.store.Used(ctx, c.limit)
		if err != nil {
			return a, err
		}
		*c.into = api.Cap{Used: used, Limit: c.max}
	}
	a.First.Used = min(a.First.Used, a.First.Limit)
	var full *store.CapError
	if err := d.store.Room(ctx, []store.Limit{upward}); errors.As(err, &full) {
		until := c.roomAgainAt(full)
		a.Upward.Until = &until
	} else if err != nil {
		return a, err
	}
	return a, nil
}

// firstContactsUp says of each guest of b whether an invitation would be a first contact
// with somebody far above the user, by what is known now.
func (o *observation) firstContactsUp(b store.Booking) (up []bool) {
	for _, one := range plannerBookings([]store.Booking{b}) {
		up = append(up, planner.IsFirstContactUp(o.now, o.settings.Rules, o.world, one))
	}
	return up
}

// limits returns the caps that one more invitation must respect, which is a first contact
// with the guests in up. The store counts them in the transaction that records it. The
// planner respects them too; this check guards against restarts, clocks and planner bugs.
func (c configuration) limits(now time.Time, b store.Booking, up []bool) []store.Limit {
	r := c.settings.Rules
	today, day := date.Of(now, r.Zone), date.Of(b.Span.Start, r.Zone)
	month := planner.PerMonth.Start(day)
	guests := b.Guests()
	limits := []store.Limit{
		{Code: store.CeilingDay, Max: planner.CeilingPerDay, Sent: days(today, 1, r.Zone), Adds: len(guests)},
		{Code: store.CeilingWeek, Max: planner.CeilingPerWeek, Sent: days(today.Monday(), 7, r.Zone), Adds: len(guests)},
		{Code: store.CapDay, Max: r.PerDay, Start: days(day, 1, r.Zone), Adds: len(guests)},
		{Code: store.CapWeek, Max: r.PerWeek, Start: days(day.Monday(), 7, r.Zone), Adds: len(guests)},
		{Code: store.CapOpen, Max: r.Open, Open: true, Adds: len(guests)},
	}
	if upward := len(slices.DeleteFunc(slices.Clone(up), func(first bool) bool { return !first })); upward > 0 {
		limits = append(limits, c.upwardLimit(now, upward))
	}
	next := planner.PerMonth.Start(month.AddDays(31))
	for _, g := range guests {
		limits = append(limits, store.Limit{Code: store.CapPerson, Max: 1, Open: true, Person: g.Person})
		if r.Guards.PerTeam > 0 && g.Team != "" {
			ofTeam := slices.DeleteFunc(b.Guests(), func(other store.Guest) bool { return other.Team != g.Team })
			limits = append(limits, store.Limit{Code: store.CapTeam, Max: r.Guards.PerTeam, Team: g.Team, Adds: len(ofTeam),
				Month: span.Span{Start: month.At(0, r.Zone), End: next.At(0, r.Zone)}})
		}
	}
	return limits
}

// upwardLimit is the ceiling on first contacts with people far above the user, for an
// invitation that adds some.
func (c configuration) upwardLimit(now time.Time, adds int) store.Limit {
	zone := c.settings.Rules.Zone
	since := date.Of(now, zone).AddDays(1 - planner.UpwardRestDays)
	return store.Limit{Code: store.CeilingUpward, Max: 1, Upward: since.At(0, zone), Adds: adds}
}

// waiting is an approved booking that is due, and the cap that has no room.
type waiting struct {
	id   string
	full *store.CapError
}

// readWaiting returns the bookings that a cap currently delays.
func (t *tools) readWaiting(ctx context.Context, seen *observation) (list []waiting, err error) {
	for _, b := range seen.bookings {
		if b.State != store.Approved || b.Due.After(seen.now) {
			continue
		}
		var full *store.CapError
		switch err := t.store.Room(ctx, seen.limits(seen.now, b, seen.firstContactsUp(b))); {
		case errors.As(err, &full):
			list = append(list, waiting{b.ID, full})
		case err != nil:
			return nil, err
		}
	}
	return list, nil
}

// capText says how many bookings wait for which cap, and when the first can go; zero if
// that does not depend on a clock.
func (c configuration) capText(list []waiting) (text string, until time.Time) {
	var codes []store.CapCode
	counts, full := map[store.CapCode]int{}, map[store.CapCode]*store.CapError{}
	for _, w := range list {
		code := w.full.Limit.Code
		if counts[code]++; counts[code] == 1 {
			codes, full[code] = append(codes, code), w.full
		}
	}
	var parts []string
	for _, code := range codes {
		who := "1 approved coffee waits"
		if counts[code] > 1 {
			who = fmt.Sprintf("%d approved coffees wait", counts[code])
		}
		parts = append(parts, who+": "+c.fullText(full[code]))
		if ends := c.roomAgainAt(full[code]); !ends.IsZero() && (until.IsZero() || ends.Before(until)) {
			until = ends.In(c.zone())
		}
	}
	return strings.Join(parts, "; "), until
}

// waitText says what delays b, if it is approved: the day, or a cap; "" if nothing does.
func (v *View) waitText(b store.Booking) string {
	if b.State == store.Approved {
		if w, waits := v.sendWait(b); waits {
			return w.Text
		}
	}
	for _, w := range v.waiting {
		if w.id == b.ID {
			return v.fullText(w.full)
		}
	}
	return ""
}

// fullText describes a limit that is used up, with its number, and when there is room
// again.
func (c configuration) fullText(full *store.CapError) string {
	l, zone := full.Limit, c.zone()
	switch l.Code {
	case store.CeilingDay:
		return fmt.Sprintf("fika sends at most %d invitations a day, whatever the settings say, and has sent them today; it continues at %s", l.Max, when(l.Sent.End, zone))
	case store.CeilingWeek:
		return fmt.Sprintf("fika sends at most %d invitations a week, whatever the settings say, and has sent them this week; it continues at %s", l.Max, when(l.Sent.End, zone))
	case store.CapDay:
		return fmt.Sprintf("%s already has its coffees (per_day = %d); it continues when one of them is cancelled", formatDay(l.Start.Start, zone), l.Max)
	case store.CapWeek:
		return fmt.Sprintf("the week of %s already has its coffees (per_week = %d); it continues when one of them is cancelled", formatDay(l.Start.Start, zone), l.Max)
	case store.CapOpen:
		return fmt.Sprintf("%d invitations have no answer yet, and open = %d allows no more; it continues with the next answer", l.Max, l.Max)
	case store.CapPerson:
		return "an earlier invitation to the same person has no answer yet; it continues with that answer"
	case store.CapTeam:
		return fmt.Sprintf("%s already has its coffees (per_team = %d) in %s; it continues when one of them is cancelled", cmp.Or(l.Team, "the team"), l.Max, l.Month.Start.In(zone).Format("January"))
	case store.CeilingUpward:
		return fmt.Sprintf("fika makes at most %s in %d days with people %d or more levels above you, whatever the settings say, and made one on %s; it continues on %s",
			prose.Count(l.Max, "first contact"), planner.UpwardRestDays, planner.FarAbove, formatDay(full.Last, zone), formatDay(c.roomAgainAt(full), zone))
	}
	return fmt.Sprintf("%s allows %d", l.Code, l.Max)
}

// roomAgainAt returns when a limit has room again by the clock alone; zero if it waits for
// somebody.
func (c configuration) roomAgainAt(full *store.CapError) time.Time {
	if full.Limit.Code == store.CeilingUpward {
		return date.Of(full.Last, c.zone()).AddDays(planner.UpwardRestDays).At(0, c.zone())
	}
	return full.Limit.Sent.End
}

// formatDay formats the day of t in zone.
func formatDay(t time.Time, zone *time.Location) string { return t.In(zone).Format("Mon 2 Jan") }
