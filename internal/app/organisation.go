package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/simulation"
	"fika/internal/span"
	"fika/planner"
)

// How far back the user's own calendars count: half a year repeats in the coming weeks;
// older encounters matter only for dormant ties.
const (
	repeatedWeeks = 26
	rememberWeeks = 104
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
	s := newOwnCalendars(o, c)
	defer s.wiring.Close()
	if err := s.readMine(ctx); err != nil {
		return nil, nil, err
	}
	problems, err = s.readColleagues(ctx)
	return s.org, problems, err
}

// ownCalendars turns calendars into an organisation. Member 0 is the user.
type ownCalendars struct {
	wiring *Wiring
	config *config.Config
	org    *simulation.Organisation
	member map[mailbox.Address]int
	past   span.Span // the weeks that repeat
}

func newOwnCalendars(o Options, c *config.Config) *ownCalendars {
	start := planner.DateOf(o.Now(), c.Me.Zone).Monday()
	s := &ownCalendars{
		wiring: Wire(o, c), config: c, member: map[mailbox.Address]int{},
		org:  &simulation.Organisation{Zone: c.Me.Zone, Start: start, History: repeatedWeeks},
		past: span.Span{Start: start.AddDays(-7*repeatedWeeks).At(0, c.Me.Zone), End: start.At(0, c.Me.Zone)},
	}
	s.add(simulation.Member{
		Person: planner.Person{ID: c.Me.Email, Name: c.Me.Name, Department: c.Me.Department},
		Rules:  c.Rules, Goals: c.Goals,
	})
	return s
}

func (s *ownCalendars) add(m simulation.Member) {
	if _, known := s.member[m.Person.ID]; known {
		return
	}
	for _, a := range m.Person.Addresses() {
		s.member[a] = len(s.org.Members)
	}
	s.org.Members = append(s.org.Members, m)
}

// readMine reads the user's own calendars. All must succeed.
func (s *ownCalendars) readMine(ctx context.Context) error {
	people, _ := ReadPeople(s.config)
	for _, p := range people {
		s.add(simulation.Member{Person: p})
	}
	zone := s.config.Me.Zone
	owner := calendar.Owner{Addresses: s.config.Me.Addresses, Zone: zone}
	remembered := span.Span{Start: s.org.Start.AddDays(-7*rememberWeeks).At(0, zone), End: s.past.End}
	var read []calendar.Listing
	for _, c := range s.config.Calendars {
		a, err := s.wiring.account(c, nil)
		if err != nil {
			return err
		}
		listing, err := a.calendar.List(ctx, remembered)
		if err != nil {
			return daemon.Unread(c.Name, err)
		}
		if c.IgnoreAllDay {
			listing.Events = slices.DeleteFunc(listing.Events, func(e calendar.Event) bool { return e.AllDay })
		}
		read = append(read, listing)
	}
	events, _ := owner.Combine(read)
	for _, e := range events {
		s.repeat(0, owner, e)
	}
	return nil
}

// readColleagues reads the busy times of those whose calendars are known. One that
// cannot be read is only a problem.
func (s *ownCalendars) readColleagues(ctx context.Context) (problems []string, err error) {
	for i := 1; i < len(s.org.Members); i++ {
		p := &s.org.Members[i].Person
		if p.Calendar == "" {
			continue
		}
		opened, err := s.wiring.Colleague(*p)
		var listing calendar.Listing
		if err == nil {
			listing, err = opened.List(ctx, s.past)
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			problems = append(problems, fmt.Sprintf("calendar of %s: %v", p.ID, err))
			continue
		}
		owner := daemon.OwnerOf(*p, cmp.Or(p.Zone, s.config.Me.Zone))
		p.BusyKnown = true
		for _, busy := range owner.Busy(slices.Concat(listing.Events, listing.Doubts), s.past) {
			s.series([]int{i}, busy)
		}
	}
	return problems, nil
}

// repeat makes a series from an event that takes the owner's time, or records whom they
// met if it is too old to repeat.
func (s *ownCalendars) repeat(owner int, reader calendar.Owner, e calendar.Event) {
	if as, _ := reader.Availability(e); as == calendar.Free {
		return
	}
	met := daemon.Encounters(reader, []calendar.Event{e})
	for _, m := range met { // under their first address, whichever was invited
		for at, id := range m.With {
			if i, ok := s.member[id]; ok {
				m.With[at] = s.org.Members[i].Person.ID
			}
		}
	}
	if !s.past.Contains(e.Span.Start) {
		s.org.Members[owner].Past = append(s.org.Members[owner].Past, met...)
		return
	}
	members := []int{owner}
	for _, m := range met {
		for _, id := range m.With {
			if i, ok := s.member[id]; ok && i != owner && m.Size <= network.MaxEncounterSize {
				members = append(members, i)
			}
		}
	}
	s.series(members, e.Span)
}

// series adds an interval that repeats every repeatedWeeks.
func (s *ownCalendars) series(members []int, when span.Span) {
	zone := s.org.Zone
	day := planner.DateOf(when.Start, zone)
	monday := day.Monday()
	phase := 0
	for m := monday; m.Before(s.org.Start); m = m.AddDays(7) {
		phase--
	}
	local := when.Start.In(zone)
	s.org.Series = append(s.org.Series, simulation.Series{
		Members: members, Day: (int(day.Weekday()) + 6) % 7,
		At: planner.Clock(local.Hour()*60 + local.Minute()), Length: when.Len().Round(time.Minute),
		Every: repeatedWeeks, Phase: phase,
	})
}
