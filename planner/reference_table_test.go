package planner_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/planner"
)

// Coffees of three, as the reference reads them. The worlds here have so few people that
// every pair is among the first planner.MaxTables.

// meetEachOther reports whether the calendar shows that p and q meet.
func meetEachOther(p, q *planner.Person) bool {
	return slices.Contains(p.Meets, q.ID) || slices.Contains(q.Meets, p.ID)
}

// hasCompany reports whether somebody could come with p to a coffee for g.
func (ref *reference) hasCompany(p *planner.Person, g *planner.Goal) bool {
	for i := range ref.world.People {
		q := &ref.world.People[i]
		if q.ID == p.ID || q.CalendarUnread || meetEachOther(p, q) || !matchesFilter(g, q) || !ref.answersFreely(g, q) || !matchesTie(g, q) ||
			slices.ContainsFunc(personCodes, func(c planner.Code) bool { return !ref.personAllowed(c, q) }) {
			continue
		}
		for _, start := range ref.grid(ref.length(g, p)) {
			if ref.allowsBoth(p, q, g, start) {
				return true
			}
		}
	}
	return false
}

// allowsBoth reports whether every rule about starts allows p, and also q while a coffee
// with p is booked at the same time.
func (ref *reference) allowsBoth(p, q *planner.Person, g *planner.Goal, start time.Time) bool {
	for _, code := range startCodes {
		if !ref.allows(code, p, g, start) || !ref.allows(code, q, g, start) {
			return false
		}
	}
	at := planner.Booking{ID: "p", Person: p.ID, Goal: g.ID, State: planner.StateLive, Open: true}
	at.Span.Start, at.Span.End = start, start.Add(ref.length(g, p))
	beside := ref.with(at)
	for _, code := range []planner.Code{planner.CodePerDay, planner.CodePerWeek, planner.CodeOpen, planner.CodePerTeam, planner.CodeWant} {
		if !beside.allows(code, q, g, start) {
			return false
		}
	}
	return true
}

// checkTableRule checks the verdict about the other guest of a goal of size 3.
func (ch *checker) checkTableRule(c claim, list []planner.Verdict) []planner.Verdict {
	if c.g.Size != 3 {
		return list
	}
	mayCome := !slices.ContainsFunc(personCodes, func(code planner.Code) bool { return !ch.personAllowed(code, c.p) }) &&
		slices.ContainsFunc(ch.world.People, func(p planner.Person) bool { return p.ID == c.p.ID }) && matchesFilter(c.g, c.p) && c.answersFreely(c.g, c.p) && matchesTie(c.g, c.p)
	ch.checkVerdict(c, ch.next(&list, planner.CodeTable), mayCome && !c.p.CalendarUnread && ch.hasCompany(c.p, c.g))
	return list
}

// checkTable checks the reasons of a coffee of three: which of the two guests each is
// about, and what it says of that guest beside what is planned already.
func (ch *checker) checkTable(m planner.Meeting, planned []planner.Booking) {
	first, second := ch.person(m.Person), ch.person(m.Second)
	about := map[string]*planner.Person{first.Name: first, second.Name: second}
	for _, r := range m.Reasons {
		if r.Code == planner.CodeTable {
			ch.counts[r.Code]++
			if want := fmt.Sprintf("your calendar shows no meeting of %s and %s in the last year", first.Name, second.Name); r.Text != want || meetEachOther(first, second) {
				ch.t.Errorf("world %d: %q, want %q, and they meet: %t", ch.seed, r.Text, want, meetEachOther(first, second))
			}
			continue
		}
		c := claim{reference: ch.reference, code: r.Code, text: r.Text, g: ch.goal(m.Goal), at: m.Span, ok: true, planned: planned}
		name, text, named := strings.Cut(r.Text, ": ")
		switch {
		case named && about[name] != nil && r.Points != 0:
			c.p, c.text = about[name], text
		default:
			c.p = first
			if strings.Contains(r.Text, second.Name) {
				c.p = second
			}
		}
		if c.p == second {
			c.planned = append(slices.Clone(planned), planner.Booking{Person: m.Person, Goal: m.Goal, Span: m.Span, State: planner.StateLive, Open: true})
		}
		ch.check(c)
	}
}
