package planner

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fika/internal/date"
	"fika/internal/prose"
)

// Wish is what somebody asked of everybody who uses fika, in a file that their
// organisation publishes. The zero Wish asks for nothing.
type Wish struct {
	No      bool   // no invitations
	Unclear bool   // fika does not understand what they ask for, and does not invite them
	Walk    bool   // only at [PlaceWalk]
	Part    Hours  // only at this time of day, on their clock; zero: any
	Most    int    // coffees in a calendar period; 0: no limit
	Per     Period // of Most
	Source  string // the name of the file; it asks for nothing
}

// The parts of the day that a wish can name.
var (
	Mornings   = Hours{0, 12 * 60}
	Afternoons = Hours{12 * 60, 24 * 60}
)

// IsZero reports whether w asks for nothing.
func (w Wish) IsZero() bool {
	w.Source = ""
	return w == Wish{}
}

// And returns what somebody wishes who stated both w and other. If one contradicts the
// other, it is unclear what they wish.
func (w Wish) And(other Wish) Wish {
	switch {
	case other.IsZero():
		return w
	case w.IsZero(), other.No && !w.No:
		return other
	case w.No:
		return w
	}
	w.Walk = w.Walk || other.Walk
	w.Unclear = w.Unclear || other.Unclear ||
		!w.Part.IsZero() && !other.Part.IsZero() && w.Part != other.Part ||
		w.Most > 0 && other.Most > 0 && (w.Most != other.Most || w.Per != other.Per)
	if w.Part.IsZero() {
		w.Part = other.Part
	}
	if w.Most == 0 {
		w.Most, w.Per = other.Most, other.Per
	}
	return w
}

// part returns the word for the time of day.
func (w Wish) part() string {
	if w.Part == Mornings {
		return "mornings"
	}
	return "afternoons"
}

// Word returns w, without its limit, in the word of the file; "unclear" if it is not
// understood.
func (w Wish) Word() string {
	var words []string
	switch {
	case w.No:
		return "no"
	case w.Unclear:
		return "unclear"
	}
	if w.Walk {
		words = append(words, "walk")
	}
	if !w.Part.IsZero() {
		words = append(words, w.part())
	}
	return cmp.Or(strings.Join(words, ", "), "yes")
}

// Limit returns how often w allows coffees, such as 2/month; "" if it has no limit.
func (w Wish) Limit() string {
	if w.Most == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%s", w.Most, w.Per)
}

// wishRule bars whoever asked for no invitations. What is not understood may have meant
// the same.
func wishRule() rule {
	return rule{
		code: CodeWish, setting: "the goal's from",
		ok: func(_ *input, q *query) bool { return !q.person.Wish.No && !q.person.Wish.Unclear },
		text: func(_ *input, q *query, ok bool) string {
			switch {
			case ok:
				return fmt.Sprintf("%s has not asked you to be left alone in a wishes file", q.personName())
			case q.person.Wish.No:
				return fmt.Sprintf("%s asked not to be invited, in %s", q.personName(), q.person.Wish.Source)
			}
			return fmt.Sprintf("fika does not understand what %s asked for in %s, and does not invite them", q.personName(), q.person.Wish.Source)
		},
	}
}

// wishHoursRule keeps to the part of the day that the guest asked for.
func wishHoursRule() rule {
	return rule{
		code: CodeWishHours, setting: "windows in [rhythm]",
		ok: func(in *input, q *query) bool {
			part, zone := q.person.Wish.Part, in.zone(q.person)
			return part.IsZero() || part.On(date.Of(q.slot.Start, zone), zone).Covers(q.slot.Span)
		},
		text: func(in *input, q *query, ok bool) string {
			wish := q.person.Wish
			if wish.Part.IsZero() {
				return fmt.Sprintf("%s asked for no time of day", q.personName())
			}
			side := "outside"
			if ok {
				side = "in"
			}
			return fmt.Sprintf("%s %s the %s that %s asked for in %s, in %s", in.startsSubject(q), side, wish.part(), q.personName(), wish.Source, in.locationOf(q.person))
		},
	}
}

// wishMostRule allows as many coffees in a calendar period as the guest asked for at
// most. Coffees of other users are not known. It is no [quota]: a plan has at most one
// coffee with each person.
func wishMostRule() rule {
	return rule{
		code: CodeWishMost, dayOnly: true, setting: hintWait,
		ok: func(in *input, q *query) bool {
			wish := q.person.Wish
			return wish.Most == 0 || in.coffeesWith(q.person, wish.Per, q.slot.day) < wish.Most
		},
		text: func(in *input, q *query, ok bool) string {
			wish := q.person.Wish
			if wish.Most == 0 {
				return fmt.Sprintf("%s asked for no limit", q.personName())
			}
			text := fmt.Sprintf("%s asked for at most %s a %s in %s", q.personName(), prose.Count(wish.Most, "coffee"), wish.Per, wish.Source)
			switch {
			case ok:
				return fmt.Sprintf("%s, and the %s has fewer", text, wish.Per) + in.exceptSuffix
			case q.slot == nil:
				return fmt.Sprintf("%s, and the %s of every start that is left has as many", text, wish.Per)
			}
			return fmt.Sprintf("%s, and the %s has as many", text, wish.Per)
		},
	}
}

// coffeesWith returns how many coffees with p took place or are on their way in the
// period of that day.
func (in *input) coffeesWith(p *Person, per Period, day date.Date) (n int) {
	first := per.Start(day)
	for i := range in.bookings {
		b := &in.bookings[i]
		if (b.State == StateLive || b.State == StateMet) && in.roster.PersonOf(b.Person) == p.ID && per.Start(in.dateOf(b.Span.Start)) == first {
			n++
		}
	}
	return n
}

// wishedPlaces returns the places of the goal that suit the guest's wish. A coffee of
// three is at one place for both guests, so it is for nobody who wishes a walk.
func (in *input) wishedPlaces(q *query) []Place {
	places := in.places(q.goal)
	switch {
	case !q.person.Wish.Walk:
		return places
	case q.goal.guests() == 1 && slices.Contains(places, PlaceWalk):
		return onlyWalk
	}
	return nil
}

// walkText says that the guest wishes a walk.
func walkText(q *query) string {
	return fmt.Sprintf("%s asked for walks only, in %s", q.personName(), q.person.Wish.Source)
}

// noWalkText says that the goal has no walk for the guest, who wishes one.
func (in *input) noWalkText(q *query) string {
	if q.goal.guests() > 1 {
		return fmt.Sprintf("%s; %s brings three people together", walkText(q), q.goal.ID)
	}
	return fmt.Sprintf("%s; %s is only %s", walkText(q), q.goal.ID, anyOfPlaces(in.places(q.goal)))
}
