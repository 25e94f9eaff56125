package planner

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"fika/internal/date"
	"fika/internal/span"
)

// Place is where a coffee is: one of the places below, or a place in the user's own
// words, such as the URL of a room, which suits everybody.
type Place string

// The places that fika knows. Video suits everybody. For the others both must be at the
// same site.
const (
	PlaceVideo    Place = "video"
	PlaceInPerson Place = "in person"
	PlaceWalk     Place = "walk"
)

// AtSite reports whether both must be at the same site.
func (p Place) AtSite() bool { return p == PlaceInPerson || p == PlaceWalk }

// Words returns p as a part of a sentence for the user, such as "in person". A place in
// the user's own words is not quoted, since it may be a URL with a password.
func (p Place) Words() string {
	switch p {
	case PlaceVideo:
		return "by video"
	case PlaceWalk:
		return "for a walk"
	case PlaceInPerson:
		return "in person"
	}
	return "at a place of your own"
}

// StayKind says at what kind of place somebody works for some time.
type StayKind string

// The kinds of stay.
const (
	StayHome   StayKind = "home"
	StayOffice StayKind = "office"
	StayOther  StayKind = "other"
)

// Stay is a time at which a calendar says where its owner works.
type Stay struct {
	Span span.Span
	Kind StayKind
	Name string // what the owner calls the place; "" if it has no name
}

// isAt reports whether s is at that site: in an office without a name, or in one whose
// name contains the site's.
func (s Stay) isAt(site string) bool {
	return s.Kind == StayOffice && (s.Name == "" || strings.Contains(spaced(s.Name), spaced(site)))
}

// phrase returns where s is, as a part of a sentence.
func (s Stay) phrase() string {
	switch {
	case s.Kind == StayHome:
		return "at home"
	case s.Name != "":
		return fmt.Sprintf("elsewhere (%s)", s.Name)
	}
	return "elsewhere"
}

// spaced returns the words of text in lower case, with a space around each of them.
func spaced(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}

// PlaceOf returns where the booking is: the first place of its goal that suits the guest
// and the day. It is false if none does, and [Check] then forbids the booking. A booking
// whose goal is gone is where the rules say.
func PlaceOf(rules Rules, world World, booking Booking) (Place, bool) {
	in := newInput(booking.Span.Start, rules, World{Goals: world.Goals, People: world.People, Stays: world.Stays}, "")
	q := in.newQuery(in.person(booking.Person))
	if q.goal = in.goal(booking.Goal); q.goal == nil {
		q.goal = &Goal{}
	}
	at := in.slot(booking.Span)
	q.slot = &at
	place, ok := in.place(q)
	if booking.With == "" || !ok {
		return place, ok
	}
	with := in.newQuery(in.person(booking.With))
	with.goal, with.slot = q.goal, q.slot
	_, ok = in.place(with)
	return in.placeForBoth(q, with), ok
}

// placeForBoth returns the first of the goal's places that suits two guests, each of whom
// has one. Whoever shares no site with the user decides, as the other can be anywhere.
func (in *input) placeForBoth(a, b *query) Place {
	place, _ := in.place(a)
	if other, _ := in.place(b); place.AtSite() {
		return other
	}
	return place
}

// Lists of one place, which are not changed.
var (
	onlyVideo = []Place{PlaceVideo}
	onlyWalk  = []Place{PlaceWalk}
)

// places returns where g may be, in order of preference.
func (in *input) places(g *Goal) []Place {
	switch {
	case len(g.Where) > 0:
		return g.Where
	case len(in.config.Where) > 0:
		return in.config.Where
	}
	return onlyVideo
}

// place returns the first of the goal's places that suits the guest on the day of the
// slot.
func (in *input) place(q *query) (Place, bool) {
	for _, p := range in.wishedPlaces(q) {
		if !p.AtSite() || in.sharesSite(q.person) && !in.someoneElsewhere(q) {
			return p, true
		}
	}
	return "", false
}

// maySuit reports whether a place of the goal suits the guest on some day.
func (in *input) maySuit(q *query) bool {
	return slices.ContainsFunc(in.wishedPlaces(q), func(p Place) bool { return !p.AtSite() || in.sharesSite(q.person) })
}

// sharesSite reports whether the user and p are known to work at the same site.
func (in *input) sharesSite(p *Person) bool {
	site := in.fold(in.config.Site)
	return site != "" && site == in.fold(p.Site)
}

// someoneElsewhere reports whether a calendar says that the user or the guest is not at
// their site on the day of the slot. Most guests' calendars say nothing about it: free/busy
// answers do not.
func (in *input) someoneElsewhere(q *query) bool {
	return in.ownStayElsewhere(q.slot.day) != nil || in.guestStayElsewhere(q) != nil
}

// ownStayElsewhere returns where the user works on d if that is not at the user's site.
func (in *input) ownStayElsewhere(d date.Date) *Stay {
	if len(in.stays) == 0 {
		return nil
	}
	stay, known := in.elsewhere[d]
	if !known {
		stay = in.stayElsewhere(in.stays, in.config.Site, d)
		in.elsewhere[d] = stay
	}
	return stay
}

// guestStayElsewhere returns where the guest works on the day of the slot if that is not
// at the guest's site. Two people at one site have the same days.
func (in *input) guestStayElsewhere(q *query) *Stay {
	if len(q.person.Stays) == 0 {
		return nil
	}
	return in.stayElsewhere(q.person.Stays, q.person.Site, q.slot.day)
}

// stayElsewhere returns the first stay on d, in the user's zone, that is not at site; nil
// if there is none.
func (in *input) stayElsewhere(stays []Stay, site string, d date.Date) *Stay {
	day := span.Span{Start: d.At(0, in.config.Zone), End: d.AddDays(1).At(0, in.config.Zone)}
	i := slices.IndexFunc(stays, func(s Stay) bool { return s.Span.Overlaps(day) && !s.isAt(site) })
	if i < 0 {
		return nil
	}
	return &stays[i]
}

// placeRule forbids the days on which no place of the goal suits both.
func placeRule() rule {
	return rule{
		code: CodePlace, dayOnly: true, setting: "where of the goal or of [invite]",
		ok: func(in *input, q *query) bool { _, ok := in.place(q); return ok },
		text: func(in *input, q *query, ok bool) string {
			places := in.wishedPlaces(q)
			i := slices.IndexFunc(places, func(p Place) bool { return !p.AtSite() })
			switch {
			case len(places) == 0:
				return in.noWalkText(q)
			case i > 0 && q.slot != nil && q.with == nil:
				at, _ := in.place(q)
				return in.placeText(q, at)
			case i >= 0:
				return fmt.Sprintf("%s can be %s", q.goal.ID, places[i].Words())
			case ok:
				return in.shareText(q)
			}
			if q.person.Wish.Walk {
				return fmt.Sprintf("%s; %s", in.apartText(q), walkText(q))
			}
			return fmt.Sprintf("%s; %s is only %s", in.apartText(q), q.goal.ID, anyOfPlaces(places))
		},
	}
}

// anyOfPlaces returns places as a part of a sentence.
func anyOfPlaces(places []Place) string {
	words := make([]string, len(places))
	for i, p := range places {
		words[i] = p.Words()
	}
	return joinOr(words)
}

// shareText says that both are at one site.
func (in *input) shareText(q *query) string {
	return fmt.Sprintf("you and %s both work in %s", q.personName(), strings.TrimSpace(in.config.Site))
}

// apartText says why the two cannot meet at a site: on any day or, if q has a slot, on
// that day.
func (in *input) apartText(q *query) string {
	own, theirs := strings.TrimSpace(in.config.Site), strings.TrimSpace(q.person.Site)
	switch {
	case own == "":
		return "you have not stated your site"
	case theirs == "":
		return fmt.Sprintf("the site of %s is not known", q.personName())
	case !in.sharesSite(q.person):
		return fmt.Sprintf("%s works in %s and you in %s", q.personName(), theirs, own)
	case q.slot == nil:
		return fmt.Sprintf("%s on a day when you or %s work elsewhere", in.startsSubject(q), q.personName())
	}
	day := in.formatDate(q.slot.day)
	if stay := in.ownStayElsewhere(q.slot.day); stay != nil {
		return fmt.Sprintf("you work %s on %s", stay.phrase(), day)
	}
	return fmt.Sprintf("%s works %s on %s", q.personName(), in.guestStayElsewhere(q).phrase(), day)
}

// placeReason says why a meeting is where it is, if its goal leaves a choice.
func (in *input) placeReason(q *query, at Place) []Reason {
	if q.person.Wish.Walk {
		return []Reason{{Code: CodePlace, Text: fmt.Sprintf("%s, as %s", at.Words(), walkText(q))}}
	}
	if places := in.places(q.goal); len(places) < 2 || !places[0].AtSite() {
		return nil
	}
	return []Reason{{Code: CodePlace, Text: in.placeText(q, at)}}
}

// placeText says where a meeting is, and why there.
func (in *input) placeText(q *query, at Place) string {
	because := in.shareText
	if !at.AtSite() {
		because = in.apartText
	}
	return fmt.Sprintf("%s, as %s", at.Words(), because(q))
}
