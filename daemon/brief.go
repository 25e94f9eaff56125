package daemon

import (
	"context"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/note"
	"fika/internal/store"
	"fika/planner"
)

// A brief has so many notes beside promises and questions, and so many others who spoke of
// the same in so many days.
const (
	briefNotes = 2
	othersDays = 365
)

// Brief returns what to know before a coffee or about a person: from the list of people, the
// user's calendars, bookings and notes, and from nowhere else.
func (d *Daemon) Brief(ctx context.Context, now time.Time, about string) (api.Brief, error) {
	v, err := d.currentView(ctx, now)
	if err != nil {
		return api.Brief{}, fault(err)
	}
	v = v.at(now)
	a := api.Brief{View: v.reference(), Now: now.In(v.zone()), People: []api.BriefPerson{}}
	b, people, err := v.briefed(about)
	if err != nil {
		return a, err
	}
	if b.ID != "" {
		a.Coffee = v.briefCoffee(b)
	}
	for _, p := range people {
		one, err := d.briefPerson(ctx, v, b, p)
		if err != nil {
			return a, fault(err)
		}
		a.People = append(a.People, one)
	}
	return a, nil
}

// briefed returns the coffee and the people whom a brief is about. The coffee has no ID if
// there is none with the person.
func (v *View) briefed(about string) (b store.Booking, people []planner.Person, err error) {
	if found := v.withIDPrefix(strings.ToLower(strings.TrimSpace(about))); len(found) > 0 {
		b, err = v.findCoffee(about, forQuestion)
		for _, g := range b.Guests() {
			p, ok := v.accepted(g.Person)
			if !ok { // no longer in the list
				p = planner.Person{ID: g.Person, Name: g.Name}
			}
			people = append(people, p)
		}
		return b, people, err
	}
	p, err := v.person(about, forQuestion)
	if err != nil {
		return b, nil, err
	}
	for _, one := range v.bookings {
		if one.State.Live() && v.isGuest(one, p.ID) && one.Span.End.After(v.now) {
			b = one
		}
	}
	return b, []planner.Person{p}, nil
}

func (v *View) briefCoffee(b store.Booking) *api.BriefCoffee {
	m := v.meeting(b)
	_, owes := v.owedLink(b)
	c := &api.BriefCoffee{ID: b.ID, State: m.State, Start: m.Start, End: m.End, Place: m.Place, OwesLink: owes, Goal: m.Goal, Questions: v.questions(b.Goal)}
	if v.blind {
		return c
	}
	for _, progress := range planner.Progress(v.now, v.settings.Rules, v.world) {
		if progress.Goal == b.Goal {
			c.Progress = progress.Text
		}
	}
	return c
}

func (d *Daemon) briefPerson(ctx context.Context, v *View, b store.Booking, p planner.Person) (api.BriefPerson, error) {
	a := api.BriefPerson{Person: string(p.ID), Name: p.Name, Title: p.Title, Department: p.Department, Site: p.Site,
		Promised: []api.Note{}, Owed: []api.Note{}, Ask: []string{}, Notes: []api.Note{}, Others: []api.BriefOther{}}
	if p.Zone != nil && b.ID != "" {
		if there := b.Span.Start.In(p.Zone); there.Format("15:04") != b.Span.Start.In(v.zone()).Format("15:04") {
			a.TheirStart = &there
		}
	}
	if last := v.lastMet(p); !last.IsZero() {
		last = last.In(v.zone())
		a.LastMet = &last
	}
	for _, m := range v.shared[p.ID] {
		if m.End.Before(v.now) && m.Title != "" && (a.Together == nil || m.Start.After(a.Together.Start)) {
			a.Together = &api.BriefTogether{Title: m.Title, Start: m.Start.In(v.zone()), Others: max(0, m.Size-2)}
		}
	}
	for _, past := range v.bookings {
		if past.State == store.Met && v.isGuest(past, p.ID) {
			a.Coffees++
		}
	}
	notes, err := d.store.Notes(ctx, store.NoteQuery{People: p.Addresses()})
	if err != nil {
		return a, err
	}
	for _, n := range notes { // the newest first
		addNote(&a, n, v.noteAnswer(n))
	}
	a.Others, err = d.briefOthers(ctx, v, p, notes)
	return a, err
}

// briefOthers returns who else told the user about the topics of notes about p, the newest
// first, with one topic each. Whom p may be told about is for the user to decide.
func (d *Daemon) briefOthers(ctx context.Context, v *View, p planner.Person, notes []note.Note) ([]api.BriefOther, error) {
	others, listed := []api.BriefOther{}, map[mailbox.Address]bool{p.ID: true}
	var topics []string
	for _, n := range notes {
		topics = append(topics, n.Topics...)
	}
	if len(topics) == 0 {
		return others, nil
	}
	all, err := d.store.Notes(ctx, store.NoteQuery{Kinds: []note.Kind{note.Learned, note.Problem, note.Solved}, Since: v.now.AddDate(0, 0, -othersDays)})
	for _, n := range all { // the newest first
		other, ok := v.accepted(n.Person)
		i := slices.IndexFunc(n.Topics, func(topic string) bool { return slices.Contains(topics, topic) })
		if i < 0 || !ok || listed[other.ID] || len(others) == briefNotes {
			continue
		}
		listed[other.ID] = true
		others = append(others, api.BriefOther{Person: string(other.ID), Name: other.Name, Topic: n.Topics[i], Kind: api.NoteKind(n.Kind), At: n.At.In(v.zone())})
	}
	return others, err
}

// addNote puts a note where the brief shows it. Promises that were kept are over.
func addNote(a *api.BriefPerson, n note.Note, answer api.Note) {
	switch {
	case n.Kind.Open() && !n.Done.IsZero():
	case n.Kind == note.Promise:
		a.Promised = append(a.Promised, answer)
	case n.Kind == note.Owes:
		a.Owed = append(a.Owed, answer)
	case n.Kind == note.Reads && a.Reads == "":
		a.Reads = n.Text
	case strings.HasSuffix(n.Text, "?"):
		a.Ask = append(a.Ask, n.Text)
	case len(a.Notes) < briefNotes && !slices.Contains([]note.Kind{note.Reads, note.Gap, note.Feedback}, n.Kind):
		a.Notes = append(a.Notes, answer)
	}
}
