package daemon

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// matchQuality is how well the user's text names somebody.
type matchQuality int

// The qualities, from none to the best. A question may guess, but an order may not: a guard
// or an invitation for the wrong person is not easily undone. So an order needs whole
// words.
const (
	matchNone matchQuality = iota
	matchInside
	matchPrefix
	matchWords
	matchExact

	forQuestion = matchInside
	forOrder    = matchWords
)

// matchOf returns how well who, in lower case, names p: the whole address or name; whole
// words of the name, or the part of the address before the @; the beginnings of such
// words; or letters inside one.
func matchOf(who string, p planner.Person) matchQuality {
	name := strings.ToLower(p.Name)
	typed, words := wordsOf(who), wordsOf(name)
	var locals []string
	for _, a := range p.Addresses() {
		local := a.Local()
		words, locals = append(words, wordsOf(local)...), append(locals, local)
	}
	every := func(like func(word, typed string) bool) bool {
		return len(typed) > 0 && !slices.ContainsFunc(typed, func(t string) bool {
			return !slices.ContainsFunc(words, func(w string) bool { return like(w, t) })
		})
	}
	same := func(word, typed string) bool { return word == typed }
	switch {
	case len(typed) == 0:
		return matchNone
	case strings.Contains(who, "@"):
		switch {
		case planner.NewRoster([]planner.Person{p}).PersonOf(mailbox.Spell(who)) == p.ID:
			return matchExact
		case strings.HasPrefix(string(p.ID), who):
			return matchPrefix
		}
		return matchNone
	case slices.Equal(typed, wordsOf(name)):
		return matchExact
	case slices.Contains(locals, who), every(same):
		return matchWords
	case every(strings.HasPrefix):
		return matchPrefix
	case strings.Contains(name, who):
		return matchInside
	}
	return matchNone
}

// wordsOf returns the words of text, without punctuation.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) })
}

// bestMatches returns the people in list that who matches best, and how well.
func bestMatches(who string, list []planner.Person) (found []planner.Person, how matchQuality) {
	who = string(mailbox.Spell(who))
	for _, p := range list {
		f := matchOf(who, p)
		if f > how {
			found, how = nil, f
		}
		if f == how && f != matchNone {
			found = append(found, p)
		}
	}
	return found, how
}

// person finds the one accepted person that who matches best, with at least that quality.
func (o *observation) person(who string, atLeast matchQuality) (planner.Person, error) {
	found, how := bestMatches(who, o.people)
	switch {
	case how == matchNone:
		return planner.Person{}, unknownPerson(who)
	case how < atLeast:
		return planner.Person{}, &api.Fault{Code: api.CodeAmbiguous, Text: fmt.Sprintf("%q is only a part of %s", who, listedPeople(found)),
			Hint: "give a whole word of the name, or the address"}
	case len(found) > 1:
		return planner.Person{}, &api.Fault{Code: api.CodeAmbiguous, Text: fmt.Sprintf("%q matches %d people: %s", who, len(found), listedPeople(found)), Hint: "give the whole address"}
	}
	return found[0], nil
}

// listedPeople lists people as the user can type them.
func listedPeople(people []planner.Person) string {
	return enumerated(people, func(p planner.Person) string { return fmt.Sprintf("%s <%s>", cmp.Or(p.Name, "somebody"), p.ID) })
}

// listedCoffees lists coffees as the user can type them.
func listedCoffees(list []store.Booking) string {
	return enumerated(list, func(b store.Booking) string { return fmt.Sprintf("%s (%s, %s)", b.ID, names(b), b.State) })
}

// enumerated lists the first few of list, and how many more there are.
func enumerated[T any](list []T, name func(T) string) string {
	const shown = 5
	var names []string
	for _, one := range list[:min(len(list), shown)] {
		names = append(names, name(one))
	}
	text := strings.Join(names, ", ")
	if more := len(list) - shown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// findCoffee finds one coffee: a booking, or a meeting of the current plan. what is its
// ID, a prefix of that, or its person, with at least that quality. Coffees that may
// still take place come before past ones, so that an old coffee never gets in the way of
// an order.
func (v *View) findCoffee(what string, atLeast matchQuality) (store.Booking, error) {
	what = strings.ToLower(strings.TrimSpace(what))
	ended := v.withIDPrefix(what)
	if i := slices.IndexFunc(ended, func(b store.Booking) bool { return b.ID == what }); i >= 0 {
		return ended[i], nil
	}
	ended = slices.DeleteFunc(ended, func(b store.Booking) bool { return b.State.Live() })
	open := v.openCoffees()
	people, how := bestMatches(what, guestsOf(v.people, open))
	sure := how >= atLeast && (len(people) == 1 || atLeast < forOrder)
	var found, unsure []store.Booking
	for _, b := range open {
		called := slices.ContainsFunc(people, func(p planner.Person) bool { return hasGuest(b, p.ID) })
		switch {
		case b.ID == what:
			return b, nil
		case what != "" && strings.HasPrefix(b.ID, what), called && sure:
			found = append(found, b)
		case called && how >= atLeast:
			unsure = append(unsure, b)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1 || len(unsure) > 0:
		return store.Booking{}, &api.Fault{Code: api.CodeAmbiguous, Text: fmt.Sprintf("%q may be %s", what, listedCoffees(append(found, unsure...))), Hint: "type more of the ID, or the whole address"}
	case len(ended) == 1:
		return ended[0], nil
	case len(ended) > 1:
		return store.Booking{}, &api.Fault{Code: api.CodeAmbiguous, Text: fmt.Sprintf("%q may be %s", what, listedCoffees(ended)), Hint: "type more letters of the ID"}
	}
	return v.newestPast(what, atLeast)
}

// withIDPrefix returns the bookings whose ID begins with prefix; none for an empty one.
func (o *observation) withIDPrefix(prefix string) (found []store.Booking) {
	for _, b := range o.bookings {
		if prefix != "" && strings.HasPrefix(b.ID, prefix) {
			found = append(found, b)
		}
	}
	return found
}

// newestPast returns the newest past coffee with the person named by what.
func (o *observation) newestPast(what string, atLeast matchQuality) (store.Booking, error) {
	p, err := o.person(what, atLeast)
	if err != nil {
		if _, how := bestMatches(what, o.people); how == matchNone {
			return store.Booking{}, &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("no such booking, and nobody has that name: %q", what), Hint: "fika plan and fika bookings --all list the IDs"}
		}
		return store.Booking{}, err
	}
	var newest store.Booking
	for _, b := range o.bookings {
		if hasGuest(b, p.ID) && !b.Ended.Before(newest.Ended) {
			newest = b
		}
	}
	if newest.ID == "" || atLeast >= forOrder {
		return store.Booking{}, &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("no coffee with %s is planned or booked", p.Name), Hint: fmt.Sprintf("fika why-not %s says why", p.ID)}
	}
	return newest, nil
}

// findMissed returns the past coffee named by what: by its ID, or the newest with that
// guest that is not known to have taken place.
func (o *observation) findMissed(what string) (store.Booking, error) {
	found := o.withIDPrefix(strings.ToLower(strings.TrimSpace(what)))
	switch {
	case len(found) > 1:
		return store.Booking{}, &api.Fault{Code: api.CodeAmbiguous, Text: fmt.Sprintf("%q may be %s", what, listedCoffees(found)), Hint: "type more letters of the ID"}
	case len(found) == 0:
		p, err := o.person(what, forOrder)
		if err != nil {
			return store.Booking{}, err
		}
		for _, b := range o.bookings { // by start
			if hasGuest(b, p.ID) && (b.State == store.Missed || b.State == store.Booked && !o.now.Before(b.Span.End)) {
				found = []store.Booking{b}
			}
		}
		if len(found) == 0 {
			return store.Booking{}, &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("no coffee with %s counts as missed", p.Name), Hint: "fika bookings --all lists every ID"}
		}
	}
	if b := found[0]; b.State.Live() && o.now.Before(b.Span.End) {
		return b, &api.Fault{Code: api.CodeInvalid, Text: fmt.Sprintf("%s with %s is not over yet", b.ID, names(b)), Hint: "record it afterwards; a guest who said yes counts as met anyway"}
	}
	return found[0], nil
}

// openCoffees returns the coffees that may take place: live bookings, and what the
// current plan adds.
func (v *View) openCoffees() []store.Booking {
	var open []store.Booking
	for _, b := range v.bookings {
		if b.State.Live() {
			open = append(open, b)
		}
	}
	if v.blind {
		return open
	}
	for _, m := range v.plan().Meetings {
		open = append(open, v.planned(m))
	}
	return open
}

// planned returns m as the booking it will become.
func (o *observation) planned(m planner.Meeting) store.Booking {
	p := o.proposal(m)
	return store.Booking{ID: p.ID, Generation: 1, State: Planned, Person: m.Person, Name: p.Name, Team: p.Team, Second: p.Second, Goal: m.Goal,
		Span: m.Span, Where: m.Place, Mode: m.Mode, Score: m.Score, Reasons: m.Reasons, Created: o.now, Due: p.Due}
}

// guestsOf returns the accepted people, and guests of open coffees who no longer are.
func guestsOf(people []planner.Person, open []store.Booking) []planner.Person {
	all := slices.Clone(people)
	for _, b := range open {
		for _, g := range b.Guests() {
			if !slices.ContainsFunc(all, func(p planner.Person) bool { return p.ID == g.Person }) {
				all = append(all, planner.Person{ID: g.Person, Name: g.Name})
			}
		}
	}
	return all
}
