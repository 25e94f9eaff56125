package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// How far a pass looks.
const (
	PastDays = 2 * 366 // of history for ties, because dormant ones are old
	weekDays = 7       // after the horizon and, see [Settings.lookBack], before now
)

// observer makes one observation, from the top down. Nobody else has it until it is
// complete.
type observer struct {
	*observation
	d *Daemon
}

// observe reads everything a pass needs and changes nothing. Errors are from the store
// or the context; everything else becomes a hold or a problem.
func (d *Daemon) observe(ctx context.Context, now time.Time) (*observation, error) {
	seen, err := d.observeUser(ctx, now)
	if err != nil || seen.blind {
		return seen, err
	}
	return d.readGuests(ctx, seen)
}

// observeUser is observe without other people's busy times.
func (d *Daemon) observeUser(ctx context.Context, now time.Time) (*observation, error) {
	c := d.inForce()
	o := observer{&observation{configuration: c, now: now, read: now, window: c.around(now), guests: map[mailbox.Address]guestTimes{}}, d}
	for _, step := range []func(context.Context) error{
		o.checkClock, o.checkRestored, o.checkDamage, o.checkStops, o.checkRefusals, o.readHolidays, o.readCalendars, o.readPeople,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	o.marked = o.findMarked()
	o.checkDuplicateEvents()
	return d.reread(ctx, o.observation)
}

// hold adds a reason why nothing may be sent.
func (o *observer) hold(h store.Hold) { o.holds = append(o.holds, h) }

// holdBlind is hold for what could not be read.
func (o *observer) holdBlind(h store.Hold) {
	o.blind, o.blindFor = true, h
	o.hold(h)
}

// around returns the window that is read around now.
func (c configuration) around(now time.Time) span.Span {
	zone := c.settings.Rules.Zone
	monday := date.Of(now, zone).Monday()
	return span.Span{
		Start: monday.AddDays(-c.settings.lookBack()).At(0, zone),
		End:   monday.AddDays(c.settings.Rules.Horizon+3*weekDays).At(0, zone),
	}
}

// readCalendars lists the user's calendars. One that cannot be read makes the
// observation blind, because missing events do not mean free time.
func (o *observer) readCalendars(ctx context.Context) error {
	known, err := o.d.store.Syncs(ctx)
	if err != nil {
		return err
	}
	var read []comparison
	// Reading the first calendar may take minutes. This clock only measures how long: it
	// is monotonic, and now stays the time of the pass.
	began := time.Now()
	for _, src := range o.sources {
		listing, err := o.readCalendar(ctx, src)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		o.readings = append(o.readings, reading{src, listing, err, o.checksOf(ctx, src, err)})
		was := syncOf(known, src.Name)
		if err != nil {
			o.holdBlind(calendarHold(src.Name, "read", err))
			o.checkStale(was)
			was.Problem = err.Error()
			o.syncs = append(o.syncs, was)
			continue
		}
		for _, p := range listing.Problems {
			o.problems = append(o.problems, src.Name+": "+p.String())
		}
		o.checkSkew(src.Name, listing.ServerTime, o.now.Add(time.Since(began)))
		read = append(read, comparison{was, listing})
	}
	return o.checkEmptied(ctx, read)
}

// readCalendar lists src, unless it asked not to be read yet.
func (o *observer) readCalendar(ctx context.Context, src Source) (calendar.Listing, error) {
	if f, stands := o.refused(src, reads); stands {
		return calendar.Listing{}, fmt.Errorf("%w until %s", calendar.ErrRateLimited, when(f.Until, o.settings.Rules.Zone))
	}
	o.d.progress.step("reads " + src.Name)
	listing, err := o.d.calendar(src).List(ctx, o.window)
	if until := calendar.NotBefore(err); errors.Is(err, calendar.ErrRateLimited) && until.After(o.now) {
		o.limited = append(o.limited, store.Refusal{Calendar: src.Name, Part: reads, Since: o.now, Until: until, Times: 1, Code: api.CodeRateLimited, Text: "it asked to wait"})
		err = fmt.Errorf("%w; not before %s", err, when(until, o.settings.Rules.Zone))
	}
	return listing, err
}

func syncOf(known []store.Sync, name string) store.Sync {
	for _, y := range known {
		if y.Calendar == name {
			return y
		}
	}
	return store.Sync{Calendar: name}
}

// readHolidays reads the days off that the user states. Without them a holiday looks like
// any other day, so the observation is blind.
func (o *observer) readHolidays(ctx context.Context) error {
	if o.d.options.ReadHolidays == nil {
		return nil
	}
	lists, problems, err := o.d.options.ReadHolidays(ctx, o.now)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		o.holdBlind(newHold(api.CodeHolidaysUnreadable, "a file of days off cannot be read: "+err.Error()))
	}
	o.problems = append(o.problems, problems...)
	o.settings.Rules.Holidays = holiday.Calendar{Lists: lists} // the copy of this observation
	return nil
}

// readPeople reads the accepted people and adds the ties.
func (o *observer) readPeople(ctx context.Context) error {
	past, err := o.readPast(ctx)
	if err != nil {
		return err
	}
	o.d.progress.step("reads the people")
	everybody, faults := o.d.options.ReadPeople(ctx)
	list := everybody.Colleagues
	for _, f := range faults {
		if f.Note {
			continue // for config check: nobody was left out
		}
		o.problems = append(o.problems, f.String())
	}
	if i := slices.IndexFunc(faults, func(f people.Fault) bool { return f.Line == 0 }); i >= 0 {
		o.holdBlind(newHold(api.CodePeopleUnreadable, "a source of people cannot be read: "+faults[i].String()))
	}
	rules := &o.settings.Rules // the copy of this observation
	rules.Manager = cmp.Or(rules.Manager, everybody.Me.Manager)
	o.settings.Department = cmp.Or(o.settings.Department, everybody.Me.Department)
	o.sourcePeople, o.roster = slices.Clone(list), planner.NewRoster(list)
	o.unknownWishes = everybody.UnknownWishes
	o.hierarchy = planner.NewHierarchy(*rules, list)
	ties := network.Compute(o.now, past.encounters, o.roster.PersonOf)
	var together map[mailbox.Address][]mailbox.Address
	if o.hasTables() {
		together = network.Together(o.now, o.now.AddDate(0, 0, -planner.MeetsDays), past.encounters, o.roster.PersonOf)
	}
	for i := range o.sourcePeople {
		o.sourcePeople[i].Meets = together[o.sourcePeople[i].ID]
		tie := ties.Tie(o.sourcePeople[i].ID)
		o.sourcePeople[i].Tie = planner.Tie{Class: planner.TieClass(tie.Class), Strength: tie.Strength, Last: tie.Last, Common: tie.Common}
	}
	o.shared = o.sharedMeetings(past.meetings)
	o.names = invitation.NamesOf(list, o.settings.Name)
	o.people = o.sourcePeople // reread replaces this with people that have guards
	return nil
}
