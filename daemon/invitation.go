package daemon

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/template"
	"time"

	"fika/calendar"
	"fika/internal/store"
	"fika/planner"
)

// Invite is what a guest reads. The templates are executed with a [Letter].
type Invite struct {
	Title, Greeting, Footer *template.Template
	Where                   string // video, in person, walk, or a text
}

// Letter is everything that the templates of an invitation can use. It excludes a goal's
// why, so no template can reveal it.
type Letter struct {
	Me, Person Named
	Goal       Public
	Minutes    int
}

// Named is a person in a [Letter].
type Named struct{ Name, FirstName string }

// Public is the part of a goal that a [Letter] may contain.
type Public struct{ Topic, Offer string }

// draft returns the event of b: with its guest for an invitation, without one for a
// blocked slot. It returns an error if the guest is not among the accepted people.
func (s *scene) draft(in store.Intent, b store.Booking) (calendar.Draft, error) {
	guest, ok := s.accepted(b.Person)
	if !ok {
		return calendar.Draft{}, fmt.Errorf("%s is not among the accepted people", b.Person)
	}
	guest.Tie.Last = s.lastMet(guest)
	me := calendar.Person{Address: s.set.Rules.Me, Name: s.set.Name}
	draft := calendar.Draft{
		Calendar: in.CalendarID, ID: calendar.EventID(in.Event), Span: b.Span, Zone: s.set.Rules.Zone,
		Organizer: me, Mark: calendar.Mark{Booking: b.ID, Generation: b.Generation}, Stamp: s.now,
	}
	home, _ := s.target(in, b)
	if _, stands := s.refused(home, string(calendar.PartZone)); stands {
		draft.Zone = time.UTC
	}
	if in.Kind == store.Block {
		blockDraft(&draft, guest, b)
		return draft, nil
	}
	draft.Guests = []calendar.Person{{Address: guest.ID, Name: guest.Name}}
	if b.Event != "" {
		draft.Calendar, draft.ID, draft.UID, draft.Sequence = b.CalendarID, calendar.EventID(b.Event), b.UID, 1
	}
	draft.Location = place(s.set.Invite.Where)
	link := ""
	if s.set.Invite.Where == "video" {
		_, refused := s.refused(home, string(calendar.PartVideoLink))
		if draft.Video = home.Video && !refused; !draft.Video {
			link = "We can meet by video; I will send the link."
		}
	}
	err := s.set.letter(&draft, guest, s.inTitle(guest, b), b, link)
	return draft, err
}

// called returns the name the user signs with.
func (set Settings) called() string {
	return cmp.Or(planner.Person{Name: set.Name}.Greeting().Name, set.Name)
}

// letter writes the title and the text of an invitation, from what is known about the
// guest at the draft's stamp. The title calls the guest inTitle. link says how the guest
// gets a link; "" if that is not needed.
func (set Settings) letter(draft *calendar.Draft, guest planner.Person, inTitle string, b store.Booking, link string) error {
	l := Letter{
		Me:      Named{set.Name, set.called()},
		Person:  Named{guest.Name, guest.Greeting().Name},
		Minutes: int(b.Span.Len().Minutes()),
	}
	theme := ""
	for _, g := range set.Goals {
		if g.ID == b.Goal {
			l.Goal, theme = Public{g.Topic, g.Offer}, g.Theme
		}
	}
	var text [3]string
	neutral := [3]string{"Coffee with " + l.Me.FirstName, "Hello,", ""}
	for i, t := range []*template.Template{set.Invite.Title, set.Invite.Greeting, set.Invite.Footer} {
		to, err := l, error(nil)
		if t == set.Invite.Title {
			to.Person.FirstName = inTitle
		}
		if text[i], err = to.words(t, neutral[i]); err != nil {
			return err
		}
	}
	parts := []string{text[1], l.request(theme, set.Invite.Where, acquainted(guest.Tie.Last, draft.Stamp)), l.offer(), link, l.Me.FirstName}
	if text[2] != "" {
		parts = append(parts, "--\n"+text[2])
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	draft.Title = strings.Join(strings.Fields(text[0]), " ")
	draft.Text = strings.Join(parts, "\n\n")
	return nil
}

// words executes t. If the guest's name is unknown and t would leave a gap in its place,
// it returns the neutral words.
func (l Letter) words(t *template.Template, neutral string) (string, error) {
	execute := func(l Letter) (string, error) {
		var b strings.Builder
		err := t.Execute(&b, l)
		return strings.TrimSpace(b.String()), err
	}
	text, err := execute(l)
	if err != nil || l.Person.FirstName != "" {
		return text, err
	}
	const somebody = "\x00"
	named := l
	named.Person = Named{somebody, somebody}
	with, err := execute(named)
	if strings.Contains(with, somebody) && strings.TrimSpace(strings.ReplaceAll(with, somebody, "")) == text {
		return neutral, err
	}
	return text, err
}

// request is the sentence that asks: how long, and one reason that concerns the guest.
func (l Letter) request(theme, where string, known acquaintance) string {
	what := "coffee"
	if where == "walk" {
		what = "walk"
	}
	return strings.TrimSpace(fmt.Sprintf("Would you have %d minutes for a %s? %s", l.Minutes, what, reason(theme, l.Goal.Topic, known)))
}

// place returns the LOCATION of an invitation. A text is used as it is, such as the URL
// of the user's own room.
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
