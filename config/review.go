package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fika/planner"
)

// Review says what shows only beside the people whom the sources name: that all
// are outside the domains, which is an error, and as warnings goals that nobody
// matches, and more asked for than the caps allow. The faults point into the
// file that c was parsed from.
func (c *Config) Review(people []planner.Person) []Fault {
	src := c.again()
	others := slices.DeleteFunc(slices.Clone(people), func(p planner.Person) bool {
		return slices.Contains(c.Me.Addresses, p.ID)
	})
	if len(others) == 0 {
		src.add(c.root.find("people").place(), "people", "the sources of [people] name nobody: fika has nobody to invite")
	} else {
		for i, g := range c.Goals {
			reviewGoal(src, c.root.find("goal").element(i), fmt.Sprintf("goal[%d]", i+1), g, others)
		}
	}
	if asks, capacity := planner.Demand(c.Rules, c.Goals, people); asks > capacity {
		src.add(c.root.find("rhythm", "per_week").place(), "rhythm.per_week",
			"the goals ask for %d coffees a quarter, the caps and windows allow about %d: some goals will stay short", asks, capacity)
	}
	for i := range src.faults {
		src.faults[i].Warning = true
	}
	if len(others) > 0 && !slices.ContainsFunc(others, func(p planner.Person) bool { return c.IsInside(p.ID) }) {
		f := src.add(c.root.find("people", "domains").place(), "people.domains", "nobody whom the sources of [people] name is inside the domains: fika can invite nobody")
		_, theirs, _ := strings.Cut(string(others[0].ID), "@")
		f.Meant = quote(theirs)
	}
	src.faults.sort()
	return src.faults
}

// Fault is an error that somebody else found, at the value that path names: keys,
// and numbers of elements from 0. What the file does not state has no place.
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
	return *c.again().add(at.place(), key, "%s", text)
}

// again is the file that c was parsed from, without its faults.
func (c *Config) again() *source {
	if c.src == nil {
		return &source{file: c.Path}
	}
	return &source{file: c.src.file, text: c.src.text}
}

// condition is one part of a filter by itself.
type condition struct {
	key    string
	stated []string
	alone  planner.Filter
	have   func(planner.Person) []string // what a person has of it
}

func conditions(f planner.Filter) []condition {
	var ids []string
	for _, id := range f.Person {
		ids = append(ids, string(id))
	}
	return []condition{
		{"department", f.Department, planner.Filter{Department: f.Department}, func(p planner.Person) []string { return []string{p.Department} }},
		{"title", f.Title, planner.Filter{Title: f.Title}, func(p planner.Person) []string { return []string{p.Title} }},
		{"site", f.Site, planner.Filter{Site: f.Site}, func(p planner.Person) []string { return []string{p.Site} }},
		{"tag", f.Tag, planner.Filter{Tag: f.Tag}, func(p planner.Person) []string { return p.Tags }},
		{"person", ids, planner.Filter{Person: f.Person}, func(p planner.Person) []string { return []string{string(p.ID)} }},
	}
}

// reviewGoal warns if nobody matches g: of each condition that nobody meets, or
// of all together if each by itself is met.
func reviewGoal(src *source, at *node, key string, g planner.Goal, people []planner.Person) {
	if slices.ContainsFunc(people, g.From.Matches) {
		return
	}
	alone := false
	for _, cond := range conditions(g.From) {
		if len(cond.stated) == 0 || slices.ContainsFunc(people, cond.alone.Matches) {
			continue
		}
		alone = true
		f := src.add(at.find("from", cond.key).place(), key+".from."+cond.key, "nobody matches goal %q: no %s is %s", g.ID, cond.key, strings.Join(quoted(cond.stated), " or "))
		known := valuesOf(people, cond.have)
		for _, stated := range cond.stated {
			f.Meant = cmp.Or(f.Meant, quoteAny(nearest(stated, known)))
		}
		if len(known) <= 12 { // more would bury the rest
			f.Allowed = quoted(known)
		}
	}
	if !alone {
		src.add(at.find("from").place(), key+".from", "nobody matches goal %q: each condition has people, all together have none", g.ID)
	}
}

// valuesOf is what people have, each value once, sorted.
func valuesOf(people []planner.Person, have func(planner.Person) []string) []string {
	var all []string
	for _, p := range people {
		all = append(all, have(p)...)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(v string) bool { return v == "" })
}
