package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/planner"
)

// Review checks c against the people from the sources. It is an error if all of them
// are outside the domains. Review warns about goals that nobody matches or that have
// ended at now, addresses that belong to nobody, goals that want more than the caps
// allow, and all that [Config.OutOfReach] warns of. The faults point into the file that c
// was parsed from.
func (c *Config) Review(people []planner.Person, now time.Time) []Fault {
	src := c.sourceWithoutFaults()
	others := slices.DeleteFunc(slices.Clone(people), func(p planner.Person) bool {
		return slices.Contains(c.Me.Addresses, p.ID)
	})
	if len(others) == 0 {
		src.add(c.root.find("people").place(), "people", "the sources of [people] name nobody: fika has nobody to invite")
	} else {
		c.reviewGuards(src, others)
		c.reviewSite(src, others)
		c.reviewRegions(src, others)
		for i, g := range c.Goals {
			reviewEnd(src, c.root.find("goal").element(i), fmt.Sprintf("goal[%d]", i+1), g, date.Of(now, c.Me.Zone))
			reviewGoal(src, c.root.find("goal").element(i), fmt.Sprintf("goal[%d]", i+1), g, others)
		}
	}
	src.faults = append(src.faults, c.OutOfReach(others)...)
	if asks, capacity := planner.Demand(c.Rules, c.Goals, people); asks > capacity {
		src.add(c.root.find("rhythm", "per_week").place(), "rhythm.per_week",
			"the goals ask for %d coffees a quarter, the caps and windows allow about %d: some goals will stay short", asks, capacity)
	}
	for i := range src.faults {
		src.faults[i].Warning = true
	}
	if len(others) > 0 && !slices.ContainsFunc(others, func(p planner.Person) bool { return c.IsInside(p.ID) }) {
		f := src.add(c.root.find("people", "domains").place(), "people.domains", "nobody in the sources of [people] is inside the domains: fika can invite nobody")
		theirs := others[0].ID.Domain()
		f.Suggestion = quote(theirs)
	}
	src.faults.sort()
	return src.faults
}

// Fault returns a fault that the caller found, at the value that path names: keys,
// and indices from 0. It has no place if the file does not have the value.
func (c *Config) Fault(text string, path ...any) Fault {
	at, key := c.root, ""
	for _, step := range path {
		switch step := step.(type) {
		case int:
			at, key = at.element(step), fmt.Sprintf("%s[%d]", key, step+1)
		case string:
			at, key = at.find(step), strings.TrimPrefix(key+"."+step, ".")
		}
	}
	return *c.sourceWithoutFaults().addText(at.place(), key, text)
}

// sourceWithoutFaults returns the file that c was parsed from.
func (c *Config) sourceWithoutFaults() *source {
	if c.src == nil {
		return &source{file: c.Path}
	}
	return &source{file: c.src.file, text: c.src.text}
}

// condition is one part of a filter.
type condition struct {
	key      string
	stated   []string
	filter   func(stated ...string) planner.Filter
	valuesOf func(planner.Person) []string // the values of a person
}

func conditions(f planner.Filter) []condition {
	var ids []string
	for _, id := range f.Person {
		ids = append(ids, string(id))
	}
	return []condition{
		{"department", f.Department, func(s ...string) planner.Filter { return planner.Filter{Department: s} }, func(p planner.Person) []string { return []string{p.Department} }},
		{"title", f.Title, func(s ...string) planner.Filter { return planner.Filter{Title: s} }, func(p planner.Person) []string { return []string{p.Title} }},
		{"site", f.Site, func(s ...string) planner.Filter { return planner.Filter{Site: s} }, func(p planner.Person) []string { return []string{p.Site} }},
		{"tag", f.Tag, func(s ...string) planner.Filter { return planner.Filter{Tag: s} }, func(p planner.Person) []string { return p.Tags }},
		{"person", ids, filterByAddress, func(p planner.Person) []string { return []string{string(p.ID)} }},
	}
}

// filterByAddress returns a filter for the people with these addresses.
func filterByAddress(ids ...string) planner.Filter {
	var f planner.Filter
	for _, id := range ids {
		f.Person = append(f.Person, mailbox.Spell(id))
	}
	return f
}

// reviewGoal warns if nobody matches g. It reports each condition that nobody meets,
// or all of them if somebody meets each one alone. If somebody matches, it warns
// about values that match nobody.
func reviewGoal(src *source, at *node, key string, g planner.Goal, people []planner.Person) {
	met := slices.ContainsFunc(people, g.From.Matches)
	alone := false
	for _, cond := range conditions(g.From) {
		place, key := at.find("from", cond.key), key+".from."+cond.key
		nobody := len(cond.stated) > 0 && !slices.ContainsFunc(people, cond.filter(cond.stated...).Matches)
		known := valuesOf(people, cond.valuesOf)
		if nobody {
			alone = true
			f := src.add(place.place(), key, "nobody matches goal %q: no %s is %s", g.ID, cond.key, strings.Join(quoted(cond.stated), " or "))
			for _, stated := range cond.stated {
				f.Suggestion = cmp.Or(f.Suggestion, quoteAny(closest(stated, known)))
			}
			if len(known) <= 12 { // a longer list would hide the rest
				f.Allowed = quoted(known)
			}
			continue
		}
		for i, stated := range cond.stated {
			if !slices.ContainsFunc(people, cond.filter(stated).Matches) {
				f := src.add(place.element(i).place(), fmt.Sprintf("%s[%d]", key, i+1), "it adds nobody to goal %q: no %s is %s", g.ID, cond.key, quote(stated))
				f.Suggestion = quoteAny(closest(stated, known))
			}
		}
	}
	if !met && !alone {
		src.add(at.find("from").place(), key+".from", "nobody matches goal %q: somebody matches each condition, but nobody matches all of them", g.ID)
	}
}

// reviewEnd warns about a goal whose last day is over.
func reviewEnd(src *source, at *node, key string, g planner.Goal, today date.Date) {
	if !g.Until.IsZero() && g.Until.Before(today) {
		src.add(at.find("until").place(), key+".until", "goal %q ended on %v: nothing is planned for it any more", g.ID, g.Until)
	}
}

// reviewGuards warns about addresses that belong to nobody, because a guard for such
// an address protects no one. A directory has more people than are read here.
func (c *Config) reviewGuards(src *source, people []planner.Person) {
	if c.People.Directory {
		return
	}
	var known []string
	for _, p := range people {
		for _, a := range p.Addresses() {
			known = append(known, string(a))
		}
	}
	barred := func(id mailbox.Address) bool {
		return slices.ContainsFunc(people, func(p planner.Person) bool { return p.MatchesGuard(id) })
	}
	for i, id := range c.Rules.Guards.Never {
		if !barred(id) {
			f := src.add(c.root.find("guards", "never").element(i).place(), fmt.Sprintf("guards.never[%d]", i+1), "nobody in your lists has the address %s: is it spelt right?", id)
			f.Suggestion = quoteAny(closest(string(id), known))
		}
	}
	for i, o := range c.Persons {
		other := func(p planner.Person) bool { return p.ID == o.Email && p.Name == "" && o.Name == nil }
		if slices.ContainsFunc(people, other) { // created by this table alone
			f := src.add(c.root.find("person").element(i).find("email").place(), fmt.Sprintf("person[%d].email", i+1),
				"no list has the address %s, and no name is stated here: is it spelt right?", o.Email)
			f.Suggestion = quoteAny(closest(string(o.Email), slices.DeleteFunc(slices.Clone(known), func(a string) bool { return a == string(o.Email) })))
		}
	}
}

// reviewRegions warns about regions in the lists whose holidays nobody knows. Those that
// the file states have their warnings already.
func (c *Config) reviewRegions(src *source, people []planner.Person) {
	unknown := map[holiday.Region]int{}
	for _, p := range people {
		stated := p.Region == c.RegionOf(p.Site) || slices.ContainsFunc(c.Persons, func(o planner.Override) bool { return o.Region != nil && *o.Region == p.Region })
		if p.Region != "" && !stated && !c.KnowsHolidays(p.Region) {
			unknown[p.Region]++
		}
	}
	for _, r := range slices.Sorted(maps.Keys(unknown)) {
		src.add(c.root.find("people").place(), "people", "no public holidays are known for %s, the region of %s: add a [[holidays]] with a file of its days off",
			r, prose.Count(unknown[r], "colleague"))
	}
}

// valuesOf returns the distinct values that people have, sorted.
func valuesOf(people []planner.Person, have func(planner.Person) []string) []string {
	var all []string
	for _, p := range people {
		all = append(all, have(p)...)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(v string) bool { return v == "" })
}
