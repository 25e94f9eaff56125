package app

import (
	"context"
	"slices"
	"time"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/store"
)

// effect plans with the configurations before and after, on the same state, and counts
// the differences; nil if fika cannot see enough. It changes nothing. shared are the
// accounts of the running daemon, if any.
func effect(ctx context.Context, o Options, st *store.Store, before, after *config.Config, shared []*account) (*api.ConfigEffect, error) {
	now := o.Now()
	with := func(c *config.Config) (map[meeting]bool, bool, error) {
		w := Wire(o, c)
		w.shared = shared
		defer w.Close()
		d, err := w.Daemon(st)
		if err != nil {
			return nil, false, err
		}
		return proposals(ctx, d, now)
	}
	was, seen, err := with(before)
	if err != nil || !seen {
		return nil, err
	}
	is, seen, err := with(after)
	if err != nil || !seen {
		return nil, err
	}
	booked, err := coffeesLost(ctx, st, now, before, after)
	return &api.ConfigEffect{Proposals: max(without(was, is), without(is, was)), Booked: booked}, err
}

// meeting identifies a proposal.
type meeting struct {
	person string
	goal   string
	start  time.Time
}

// proposals returns the meetings that d has proposed or would propose and that its rules
// allow. It also reports whether d sees enough to plan.
func proposals(ctx context.Context, d *daemon.Daemon, now time.Time) (map[meeting]bool, bool, error) {
	plan, err := daemon.Ask(ctx, d, now, (*daemon.View).Plan)
	if err != nil {
		return nil, false, err
	}
	all := map[meeting]bool{}
	for _, m := range plan.Meetings {
		ok := true
		if m.State != api.StatePlanned {
			why, err := d.Why(ctx, now, m.ID)
			if err != nil {
				return nil, false, err
			}
			for _, check := range why.Checks {
				ok = ok && check.OK
			}
		}
		if ok {
			all[meeting{m.Person, m.Goal, m.Start.UTC()}] = true
		}
	}
	return all, !plan.Blind, nil
}

// without counts the meetings that are not in other.
func without(all, other map[meeting]bool) int {
	n := 0
	for m := range all {
		if !other[m] {
			n++
		}
	}
	return n
}

// coffeesLost counts the booked meetings that after would cancel, because their guest
// has less time to answer, or lose track of with their calendar. No other change of the
// configuration affects booked meetings.
func coffeesLost(ctx context.Context, st *store.Store, now time.Time, before, after *config.Config) (int, error) {
	list, err := st.Bookings(ctx, now)
	n := 0
	for _, b := range list {
		if b.State != store.Booked {
			continue
		}
		released := func(c *config.Config) bool { return Settings(c).Overdue(now, b) }
		if released(after) && !released(before) || has(before, b.Calendar) && !has(after, b.Calendar) {
			n++
		}
	}
	return n, err
}

// has reports whether c has a calendar with that name.
func has(c *config.Config, name string) bool {
	return slices.ContainsFunc(c.Calendars, func(cal config.Calendar) bool { return cal.Name == name })
}
