package daemon

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/invitation"
	"fika/internal/store"
	"fika/planner"
)

// draft returns the event of b: with its guests for an invitation, without any for a
// blocked slot. An intent without an id is only shown or compared. It returns an error if
// a guest is not among the accepted people.
func (o *observation) draft(in store.Intent, b store.Booking) (calendar.Draft, error) {
	var guests []planner.Person
	for _, g := range b.Guests() {
		guest, ok := o.accepted(g.Person)
		if !ok {
			return calendar.Draft{}, fmt.Errorf("%s is not among the accepted people", g.Person)
		}
		guest.Tie.Last = o.lastMet(guest)
		guests = append(guests, guest)
	}
	guest := guests[0]
	if len(guests) > 1 {
		guest.Language = invitation.SharedLanguage(guest, guests[1], o.settings.Invite.Language)
	}
	me := calendar.Person{Address: o.settings.Rules.Me, Name: o.settings.Name}
	draft := calendar.Draft{
		Calendar: in.CalendarID, ID: calendar.EventID(in.Event), Span: b.Span, Zone: o.settings.Rules.Zone,
		Organizer: me, Mark: calendar.Mark{Booking: b.ID, Generation: b.Generation}, Stamp: o.now,
	}
	home, _ := o.target(in, b)
	if _, stands := o.refused(home, string(calendar.PartZone)); stands {
		draft.Zone = time.UTC
	}
	if in.Kind == store.Block {
		blockDraft(&draft, guests, b)
		return draft, nil
	}
	for _, guest := range guests {
		draft.Guests = append(draft.Guests, calendar.Person{Address: guest.ID, Name: guest.Name})
	}
	if b.Event != "" {
		draft.Calendar, draft.ID, draft.UID, draft.Sequence = b.CalendarID, calendar.EventID(b.Event), b.UID, 1
	}
	at := o.placeOf(b)
	draft.Location = o.settings.Invite.Location(guest, at)
	owesLink := false
	if at == planner.PlaceVideo && o.settings.Invite.Video == "" {
		_, refused := o.refused(home, string(calendar.PartVideoLink))
		draft.Video = home.Video && !refused
		owesLink = !draft.Video
	}
	reason := statedReason(b.Stated) // chosen a moment ago, by newer facts than those of o
	if in.ID == 0 {
		reason = o.reasonFor(b, guest)
	}
	err := o.letter(&draft, guests, b, reason, owesLink)
	return draft, err
}

// called returns the name the user signs with.
func (set Settings) called() string {
	return cmp.Or(planner.Person{Name: set.Name}.Greeting().Name, set.Name)
}

// farAbove reports whether guest is so far above the user that less is asked of them.
func (o *observation) farAbove(guest planner.Person) bool {
	return o.hierarchy.LevelsUp(guest) >= planner.FarAbove
}

// mayFeelAssessed reports whether guest may think that the invitation is about their work:
// reports do, and interns, unless the user is one.
func (o *observation) mayFeelAssessed(guest planner.Person) bool {
	rules := o.settings.Rules
	isIntern := func(title string, level planner.Level) bool {
		return invitation.IsIntern(title) || level > 0 && int(level) <= len(rules.Levels) && invitation.IsIntern(rules.Levels[level-1])
	}
	return o.hierarchy.Relation(guest) == planner.RelationReport || isIntern(guest.Title, guest.Level) && !isIntern("", rules.Level)
}

// letter writes the title and the text of an invitation that states reason, from what is
// known about the guest at the draft's stamp. One to two guests states that they do not
// meet each other. owesLink means that the user has to send a link.
func (o *observation) letter(draft *calendar.Draft, guests []planner.Person, b store.Booking, reason invitation.Reason, owesLink bool) error {
	set, guest := o.settings, guests[0]
	l := invitation.Letter{
		From: set.Rules.Me, Guest: guest, TitleName: o.titleName(guest, b), Reason: reason, LastMet: guest.Tie.Last, Now: draft.Stamp,
		Span: b.Span, Zone: set.Rules.Zone, Place: o.placeOf(b), OwesLink: owesLink,
		Upward: o.farAbove(guest), Assessed: o.mayFeelAssessed(guest),
		Signature: set.Signature,
	}
	if slices.ContainsFunc(guests, func(g planner.Person) bool { return !o.knowRoles(g) }) {
		l.Department = set.Department
	}
	l.Me = invitation.Person{Name: set.Name, FirstName: set.called()}
	l.Person = invitation.Person{Name: guest.Name, FirstName: guest.Greeting().Name}
	l.Minutes = int(b.Span.Len().Minutes())
	if g, ok := o.goal(b.Goal); ok {
		l.Goal, l.Theme = invitation.Public(g), g.Theme
	}
	if len(guests) > 1 {
		l.Other = invitation.Companion{Person: guests[1], TitleName: o.titleName(guests[1], b)}
	}
	var err error
	draft.Title, draft.Text, err = l.Write(set.Invite)
	return err
}
