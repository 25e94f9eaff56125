package daemon

import (
	"context"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/note"
	"fika/internal/store"
	"fika/planner"
)

// How far a mirror looks back, and how soon a longest pause must end to be in it.
const (
	mirrorDays   = 90
	lapseDays    = 14
	voicesMonths = 6
	fadedShown   = 5 // of the dormant, who may be dozens
)

// reflection is a mirror, with the goal of its step and the names of levels in it.
type reflection struct {
	api.Mirror
	goal   planner.Goal
	levels []string
}

// Mirror returns the user's network as their calendars show it.
func (d *Daemon) Mirror(ctx context.Context, now time.Time) (api.Mirror, error) {
	r, err := Ask(ctx, d, now, (*View).reflect)
	if err != nil {
		return r.Mirror, err
	}
	return d.completed(ctx, now, r)
}

// completed returns the mirror of r with what a view does not know: the text of its goal, and
// the notes that were kept.
func (d *Daemon) completed(ctx context.Context, now time.Time, r reflection) (api.Mirror, error) {
	if r.Step != nil {
		r.Step.TOML = d.options.FormatGoal(r.levels, r.goal)
	}
	if r.Voices == nil {
		return r.Mirror, nil
	}
	said, err := d.store.Notes(ctx, store.NoteQuery{Kinds: []note.Kind{note.Feedback}, Since: now.AddDate(0, -r.Voices.Months, 0)})
	r.Voices.Kept = len(said)
	return r.Mirror, fault(err)
}

func (v *View) reflect(now time.Time) (reflection, error) {
	if v.blind {
		return reflection{}, v.blindness()
	}
	today := date.Of(now, v.zone())
	from, before := today.AddDays(-mirrorDays).At(0, v.zone()), today.AddDays(-2*mirrorDays).At(0, v.zone())
	organisation := v.organisation()
	encounters := slices.Concat(v.encounters...)
	m := organisation.Reflect(from, now, encounters)
	a := api.Mirror{View: v.reference(), Now: now.In(v.zone()), From: today.AddDays(-mirrorDays).String(), To: today.String(),
		Meetings: m.Meetings, People: m.People, Unlisted: m.Unlisted}
	if m.TooLittle() {
		a.TooLittle = &api.Enough{People: network.MirrorPeople, Meetings: network.MirrorMeetings}
		return reflection{Mirror: a}, nil
	}
	a.Measures = measuresOf(m, organisation.Reflect(before, from, encounters))
	a.Departments = api.MirrorGroups{Met: append([]string{}, m.Departments...), Never: append([]string{}, m.NeverDepartments...)}
	a.Levels = api.MirrorGroups{Met: v.levelNames(m.Levels), Never: v.levelNames(m.NeverLevels)}
	a.Quiet, a.Dormant = v.quiet(now, m), v.dormant(m)
	a.Voices = v.voices(now)
	r := reflection{levels: v.settings.Rules.Levels}
	a.Step, r.goal = v.mirrorStep(now, m, a)
	r.Mirror = a
	return r, nil
}

// organisation returns what a mirror is compared with.
func (o *observation) organisation() network.Organisation {
	profiles := make(map[mailbox.Address]network.Profile, len(o.people))
	for _, p := range o.people {
		profiles[p.ID] = network.Profile{Department: p.Department, Level: int(p.Level)}
	}
	return network.Organisation{Who: o.roster.PersonOf, Profiles: profiles,
		Own: network.Profile{Department: o.settings.Department, Level: int(o.settings.Rules.Level)}}
}

func measuresOf(m, before network.Mirror) *api.Measures {
	a := &api.Measures{Hours: m.Hours, ClosestShare: m.Closest, Closest: network.Closest, Constraint: m.Constraint,
		EffectiveSize: m.EffectiveSize, Placed: m.Placed}
	if m.Placed > 0 {
		a.EI = &m.EI
	}
	if a.EI != nil && before.Placed > 0 && !before.TooLittle() {
		a.EIBefore = &before.EI
	}
	return a
}

func (c configuration) levelNames(levels []int) []string {
	names := []string{}
	for _, l := range levels {
		if l <= len(c.settings.Rules.Levels) {
			names = append(names, c.settings.Rules.Levels[l-1])
		}
	}
	return names
}

// quiet returns whom the user is losing: the longest pause of a goal is about to end, or
// the tie was close and is not any more.
func (v *View) quiet(now time.Time, m network.Mirror) []api.Faded {
	var quiet []api.Faded
	for _, l := range planner.Lapses(now, v.settings.Rules, v.world, lapseDays) {
		p := v.personWith(l.Person)
		quiet = append(quiet, api.Faded{Person: string(p.ID), Name: p.Name, Last: p.Tie.Last.In(v.zone()), Goal: string(l.Goal), Latest: l.Latest, Since: l.Since})
	}
	for _, f := range m.Quiet {
		known := func(q api.Faded) bool { return q.Person == string(f.Person) }
		if !slices.ContainsFunc(quiet, known) && v.fades(f.Person) {
			quiet = append(quiet, v.faded(f))
		}
	}
	return quiet
}

func (v *View) dormant(m network.Mirror) []api.Faded {
	var dormant []api.Faded
	for _, f := range m.Dormant {
		if len(dormant) < fadedShown && v.fades(f.Person) {
			dormant = append(dormant, v.faded(f))
		}
	}
	return dormant
}

func (v *View) faded(f network.Faded) api.Faded {
	return api.Faded{Person: string(f.Person), Name: v.personWith(f.Person).Name, Last: f.Last.In(v.zone())}
}

// personWith returns the listed person with that id.
func (o *observation) personWith(id mailbox.Address) planner.Person {
	for _, p := range o.people {
		if p.ID == id {
			return p
		}
	}
	return planner.Person{ID: id, Name: string(id)}
}

// fades reports whether a mirror names that person: nobody who is to be left alone, and
// nobody who has a coffee on its way.
func (o *observation) fades(id mailbox.Address) bool {
	p := o.personWith(id)
	meets := func(b store.Booking) bool {
		return b.State.Live() && slices.ContainsFunc(b.Guests(), func(g store.Guest) bool { return g.Person == id })
	}
	return !p.Never && !slices.ContainsFunc(o.settings.Rules.Guards.Never, p.MatchesGuard) && !slices.ContainsFunc(o.bookings, meets)
}

// voices counts what was asked of colleagues about the user.
func (v *View) voices(now time.Time) *api.Voices {
	a := &api.Voices{Months: voicesMonths}
	asks := func(g planner.Goal) bool { return g.Theme == planner.ThemeFeedback }
	for _, b := range v.bookings {
		if v.theme(b) != planner.ThemeFeedback || !b.Sent || b.SentAt.Before(now.AddDate(0, -voicesMonths, 0)) {
			continue
		}
		a.Asked++
		if b.State == store.Met {
			a.Met++
		}
	}
	if a.Asked == 0 && !slices.ContainsFunc(v.settings.Goals, asks) {
		return nil
	}
	return a
}
