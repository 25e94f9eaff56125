package daemon

import (
	"fmt"
	"strings"
	"text/template"

	"fika/calendar"
	"fika/planner"
	"fika/store"
)

// Invite is what a guest reads. The templates are executed with a [Letter].
type Invite struct {
	Title, Greeting, Footer *template.Template
	Where                   string // video, in person, walk, or a text
}

// Letter is all that the templates of an invitation can speak of. A goal's why
// is not in it, so no template can tell it.
type Letter struct {
	Me, Person Named
	Goal       Public
	Minutes    int
}

// Named is a person in a [Letter].
type Named struct{ Name, FirstName string }

// Public is what a [Letter] knows of a goal.
type Public struct{ Topic, Offer string }

// draft is the event of b: with its guest for an invitation, with nobody for a
// blocked slot. Its guest is looked up among the accepted people; an error
// says that there is none.
func (d *Daemon) draft(s *scene, in store.Intent, b store.Booking) (calendar.Draft, error) {
	guest, ok := s.accepted(b.Person)
	if !ok {
		return calendar.Draft{}, fmt.Errorf("%s is not among the accepted people", b.Person)
	}
	me := calendar.Person{Address: calendar.Address(d.settings.Rules.Me), Name: d.settings.Name}
	draft := calendar.Draft{
		ID: calendar.EventID(in.Event), Span: b.Span, Zone: d.settings.Rules.Zone,
		Organizer: me, Mark: calendar.Mark{Booking: b.ID, Generation: b.Generation}, Stamp: s.now,
	}
	if in.Kind == store.Block {
		draft.Private = true
		draft.Title = "Held for coffee with " + guest.Name
		draft.Text = fmt.Sprintf("Nobody was told yet.\nfika approve %s invites %s, fika skip %s frees the slot.", b.ID, guest.FirstName(), b.ID)
		return draft, nil
	}
	draft.Guests = []calendar.Person{{Address: calendar.Address(guest.ID), Name: guest.Name}}
	if b.Event != "" {
		draft.Sequence = 1
	}
	draft.Location = place(d.settings.Invite.Where)
	err := d.settings.letter(&draft, guest, b)
	return draft, err
}

// letter writes the title and the text of an invitation.
func (set Settings) letter(draft *calendar.Draft, guest planner.Person, b store.Booking) error {
	l := Letter{
		Me:      Named{set.Name, planner.Person{ID: set.Rules.Me, Name: set.Name}.FirstName()},
		Person:  Named{guest.Name, guest.FirstName()},
		Minutes: int(b.Span.Len().Minutes()),
	}
	for _, g := range set.Goals {
		if g.ID == b.Goal {
			l.Goal = Public{g.Topic, g.Offer}
		}
	}
	var text [3]string
	for i, t := range []*template.Template{set.Invite.Title, set.Invite.Greeting, set.Invite.Footer} {
		var b strings.Builder
		if err := t.Execute(&b, l); err != nil {
			return err
		}
		text[i] = strings.TrimSpace(b.String())
	}
	ask := fmt.Sprintf("Would you have %d minutes for a coffee?", l.Minutes)
	if l.Goal.Topic != "" {
		ask += fmt.Sprintf(" I would love to hear about %s.", strings.TrimSuffix(l.Goal.Topic, "."))
	}
	parts := []string{text[1], ask}
	if l.Goal.Offer != "" {
		parts = append(parts, "In return: "+l.Goal.Offer)
	}
	parts = append(parts, l.Me.FirstName)
	if text[2] != "" {
		parts = append(parts, "--\n"+text[2])
	}
	draft.Title = strings.Join(strings.Fields(text[0]), " ")
	draft.Text = strings.Join(parts, "\n\n")
	return nil
}

// accepted is the person with id, from the accepted people only.
func (s *scene) accepted(id planner.PersonID) (planner.Person, bool) {
	for _, p := range s.people {
		if p.ID == id {
			return p, true
		}
	}
	return planner.Person{}, false
}

// place is the LOCATION of an invitation.
func place(where string) string {
	switch where {
	case "video":
		return "Video call"
	case "in person":
		return "In person"
	case "walk":
		return "A walk"
	}
	return where
}
