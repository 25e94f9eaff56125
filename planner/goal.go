package planner

import (
	"slices"
	"strings"
	"time"
)

// GoalID names a goal in the configuration.
type GoalID string

// Goal is what the user wants from coffees: with whom, how often, why.
type Goal struct {
	ID    GoalID
	Kind  string // value or career
	Theme string
	Topic string   // public: goes into the invitation
	Offer string   // public: what the user gives in return; may be empty
	Why   string   // private: no code path may show it to anybody but the user
	Ask   []string // questions for the user's own brief

	From   Filter
	Ties   []TieClass // empty: any
	Want   Want
	Weight int           // 1 to 5
	Length time.Duration // 0: as the rules say
	Mode   Mode          // "": as the rules say
	Until  Date          // last day of the goal; zero: none
}

// Filter chooses people. All stated conditions must hold; inside a list one
// match is enough. Text is compared without case; a title matches if it
// contains the words. The empty filter matches everybody.
type Filter struct {
	Department []string
	Title      []string
	Site       []string
	Tag        []string
	Person     []PersonID
	LevelMin   Level // 0: no limit; an unknown level is outside any limit
	LevelMax   Level
}

// Matches reports whether p meets every condition of f.
func (f Filter) Matches(p Person) bool {
	if len(f.Person) > 0 && !slices.ContainsFunc(f.Person, p.is) {
		return false
	}
	if len(f.Tag) > 0 && !slices.ContainsFunc(p.Tags, func(tag string) bool { return among(f.Tag, tag) }) {
		return false
	}
	if (f.LevelMin > 0 || f.LevelMax > 0) && p.Level == 0 {
		return false
	}
	return (len(f.Department) == 0 || among(f.Department, p.Department)) &&
		(len(f.Site) == 0 || among(f.Site, p.Site)) &&
		(len(f.Title) == 0 || slices.ContainsFunc(f.Title, p.titled)) &&
		(f.LevelMin == 0 || p.Level >= f.LevelMin) &&
		(f.LevelMax == 0 || p.Level <= f.LevelMax)
}

// titled reports whether p's title contains words.
func (p *Person) titled(words string) bool { return strings.Contains(fold(p.Title), fold(words)) }

// among reports whether one of list is text, without case and outer space.
func among(list []string, text string) bool {
	text = strings.TrimSpace(text)
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), text) })
}

// Want is how much of a goal the user wants. Exactly one of the three forms is
// set: Meetings per Per, Each (with or without Latest), or Cover per Per.
type Want struct {
	Meetings int    // that many meetings in each Per
	Each     int    // days: every matching person at this rhythm, counted from the last real meeting
	Latest   int    // days: with Each, never let it grow beyond; 0: no limit
	Cover    Field  // one person of each value of the field in each Per
	Per      Period // of Meetings and Cover
}

// Field is a property of people that a goal can cover.
type Field string

// The fields that can be covered.
const (
	ByDepartment Field = "department"
	BySite       Field = "site"
	ByLevel      Field = "level"
)

// Period is a stretch of the calendar in which wants are counted anew.
type Period string

// The periods, each beginning on the first day of its kind in the user's zone.
const (
	PerWeek    Period = "week"
	PerMonth   Period = "month"
	PerQuarter Period = "quarter"
	PerYear    Period = "year"
)

// Start is the first day of the period that d lies in.
func (p Period) Start(d Date) Date {
	switch p {
	case PerWeek:
		return d.Monday()
	case PerMonth:
		return Date{d.Year, d.Month, 1}
	case PerYear:
		return Date{d.Year, time.January, 1}
	}
	return Date{d.Year, (d.Month-1)/3*3 + 1, 1}
}
