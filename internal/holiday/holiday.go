// Package holiday knows the public holidays of regions: by rules that are built in, and
// by lists that a user adds.
//
// The rules are our own. The one Go library for this that was found, rickar/cal, has not
// changed the rules of these countries since 2023 and knows neither Scotland nor Northern
// Ireland; the best data, date-holidays of npm, comes under a share-alike licence and
// needs its own code for Easter and substitute days. docs/decisions tells more.
package holiday

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"fika/internal/date"
)

// Region is a country or a part of one by its ISO 3166-2 code: "SE", "DE-BY", "GB-SCT".
type Region string

// code matches what ISO 3166-2 calls a country or a subdivision.
var code = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)

// ParseRegion reads text, in any case and with spaces around it, as a code. It does not
// check that the region exists.
func ParseRegion(text string) (Region, bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if !code.MatchString(text) {
		return "", false
	}
	return Region(text), true
}

// country is the part of the code before the hyphen.
func (r Region) country() Region {
	country, _, _ := strings.Cut(string(r), "-")
	return Region(country)
}

// Holiday is a day on which the offices of a region are closed.
type Holiday struct {
	Date date.Date
	Name string // in English, or as the user's list has it
}

// Known reports whether rules for r are built in. Those of a country serve for its parts
// too, unless the parts have rules of their own: "FR-75" is known, and "DE-XX" is not.
func Known(r Region) bool {
	_, ok := rulesOf(r)
	return ok
}

// Name is the English name of r, or its code if no rules for it are built in.
func Name(r Region) string {
	if rules, ok := rulesOf(r); ok {
		return rules.name
	}
	return string(r)
}

// Regions returns the codes with rules of their own, sorted.
func Regions() []Region {
	var all []Region
	for r := range regions {
		all = append(all, r)
	}
	slices.Sort(all)
	return all
}

// In returns the holidays of r in year, by date, including those on weekends and the
// days that are off in place of these. It is nil if r is not known.
//
// Holidays that are declared for one year at short notice, or that follow the moon, are
// not among them, with few exceptions; [Calendar] takes a list of the user's own.
func In(r Region, year int) []Holiday {
	rules, ok := rulesOf(r)
	if !ok {
		return nil
	}
	// A substitute may lie in the year before: 1 January 2028 is a Saturday, so the
	// offices of the United States are closed on 31 December 2027.
	var days []Holiday
	for y := year - 1; y <= year+1; y++ {
		for _, h := range rules.of(y) {
			if h.Date.Year == year {
				days = append(days, h)
			}
		}
	}
	slices.SortStableFunc(days, func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	return slices.CompactFunc(days, func(a, b Holiday) bool { return a.Date == b.Date })
}

func rulesOf(r Region) (ruleSet, bool) {
	if rules, ok := regions[r]; ok {
		return rules, true
	}
	if partsDiffer[r.country()] {
		return ruleSet{}, false
	}
	rules, ok := regions[r.country()]
	return rules, ok
}

// ruleSet is what makes a day a holiday in one region.
type ruleSet struct {
	name       string
	rules      []rule
	substitute substitution
}

// of returns the holidays that belong to year y. Substitutes may lie outside it.
func (s ruleSet) of(y int) []Holiday {
	var days []Holiday
	taken := map[date.Date]bool{}
	for _, r := range s.rules {
		if r.from > y || r.to != 0 && r.to < y {
			continue
		}
		d := r.day(y)
		days, taken[d] = append(days, Holiday{d, r.name}), true
	}
	if s.substitute == nil {
		return days
	}
	slices.SortStableFunc(days, func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	for _, h := range slices.Clone(days) {
		if off, ok := s.substitute(h, taken); ok {
			days, taken[off] = append(days, Holiday{off, h.Name + " (substitute day)"}), true
		}
	}
	return days
}

// substitution returns the working day that is off because h falls on a weekend. The
// days in taken are holidays already.
type substitution func(h Holiday, taken map[date.Date]bool) (date.Date, bool)

// nextWorkingDay is the rule of the United Kingdom and Ireland.
func nextWorkingDay(h Holiday, taken map[date.Date]bool) (date.Date, bool) {
	if !onWeekend(h.Date) {
		return date.Date{}, false
	}
	d := h.Date
	for onWeekend(d) || taken[d] {
		d = d.AddDays(1)
	}
	return d, true
}

// nearestWorkingDay is the rule of the United States (5 U.S.C. 6103): Friday for a
// Saturday, Monday for a Sunday.
func nearestWorkingDay(h Holiday, _ map[date.Date]bool) (date.Date, bool) {
	switch h.Date.Weekday() {
	case time.Saturday:
		return h.Date.AddDays(-1), true
	case time.Sunday:
		return h.Date.AddDays(1), true
	}
	return date.Date{}, false
}

func onWeekend(d date.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}
