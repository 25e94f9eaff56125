package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"fika/calendar"
	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/holiday"
	"fika/internal/simulation"
	"fika/planner"
)

// organisation returns the user, their goals and the people they know, for a simulation.
// It reads the busy times of colleagues if a source names their calendars, and reports
// those that cannot be read.
func organisation(ctx context.Context, o Options) (org *simulation.Organisation, problems []string, err error) {
	c, err := Load(o.Paths.Config)
	if err != nil {
		return nil, nil, err
	}
	if len(c.Goals) == 0 {
		return nil, nil, api.NewFault(api.CodeNoGoals, "there are no goals to simulate in "+o.Paths.Config)
	}
	rules := c.Rules
	lists, _, err := ReadHolidays(ctx, c, o.Now())
	if err != nil {
		return nil, nil, err
	}
	rules.Holidays = holiday.Calendar{Lists: lists}
	own := simulation.NewOwn(simulation.Member{
		Person: planner.Person{ID: c.Me.Email, Name: c.Me.Name, Department: c.Me.Department},
		Rules:  rules, Goals: c.Goals,
	}, c.Me.Zone, o.Now())
	everybody, _ := ReadPeople(c)
	for _, p := range everybody.Colleagues {
		own.AddPerson(p)
	}
	w := Wire(o, c)
	defer w.Close()
	if err := w.readMine(ctx, c, own); err != nil {
		return nil, nil, err
	}
	problems, err = w.readColleagues(ctx, c, own)
	return own.Organisation(), problems, err
}

// readMine reads the user's own calendars. All must succeed.
func (w *Wiring) readMine(ctx context.Context, c *config.Config, own *simulation.Own) error {
	owner := calendar.Owner{Addresses: c.Me.Addresses, Zone: c.Me.Zone}
	var read []calendar.Listing
	for _, cal := range c.Calendars {
		a, err := w.account(cal, nil)
		if err != nil {
			return err
		}
		listing, err := a.calendar.List(ctx, own.Remembered())
		if err != nil {
			return daemon.Unread(cal.Name, err)
		}
		if cal.IgnoreAllDay {
			listing.Events = slices.DeleteFunc(listing.Events, func(e calendar.Event) bool { return e.AllDay })
		}
		read = append(read, listing)
	}
	events, _ := owner.Combine(read)
	for _, e := range events {
		if as, _ := owner.Availability(e); as != calendar.Free {
			with, size := owner.Met(e)
			own.AddEvent(e.Span, with, size)
		}
	}
	return nil
}

// readColleagues reads the busy times of those whose calendars are known. One that
// cannot be read is only a problem.
func (w *Wiring) readColleagues(ctx context.Context, c *config.Config, own *simulation.Own) (problems []string, err error) {
	for i, m := range own.Organisation().Members {
		p := m.Person
		if p.Calendar == "" {
			continue
		}
		opened, err := w.Colleague(p)
		var listing calendar.Listing
		if err == nil {
			listing, err = opened.List(ctx, own.Repeated())
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			problems = append(problems, fmt.Sprintf("calendar of %s: %v", p.ID, err))
			continue
		}
		owner := calendar.Owner{Addresses: p.Addresses(), Zone: cmp.Or(p.Zone, c.Me.Zone)}
		own.SetBusy(i, owner.Busy(slices.Concat(listing.Events, listing.Doubts), own.Repeated()))
	}
	return problems, nil
}
