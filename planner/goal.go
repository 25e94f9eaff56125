package planner

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/mailbox"
)

// GoalID identifies a goal in the configuration.
type GoalID string

// Goal is what the user wants from coffees: with whom, how often and why.
type Goal struct {
	ID        GoalID
	Kind      string // value or career
	Theme     string
	Topic     string   // public: part of the invitation
	Offer     string   // public: what the user gives in return; may be empty
	Why       string   // private: must never be shown to anybody but the user
	Questions []string // for the user's own brief

	From   Filter
	Ladder []Level    // lowest first; each level opens after LadderStep people of the one below; sets From.LevelMax
	Ties   []TieClass // classes of ties that it looks for; empty: any
	Want   Want
	Size   int           // people at the table, the user included: 3 for two guests, otherwise one
	Weight int           // 1 to 5
	Length time.Duration // 0: Rules.Length
	Where  []Place       // empty: Rules.Where
	Mode   Mode          // "": Rules.Mode
	Until  date.Date     // last day of the goal; zero: no end
	When   Occasion      // events of the user's calendar that set Timely
	Timely date.Date     // last day on which the goal is most urgent, because of an event; zero: it is not
}

// Occasion is a kind of event in the user's own calendar that makes a goal timely. Its
// titles are as private as [Goal.Why].
type Occasion struct {
	Title  []string // an event counts if its title contains one of them, without case
	Within int      // days from the event's own on that the goal is timely
}

// Until returns the last day on which an event of that title on day makes the goal timely,
// and whether it does at all.
func (o Occasion) Until(title string, day date.Date) (last date.Date, ok bool) {
	contained := func(words string) bool { return strings.Contains(fold(title), fold(words)) }
	return day.AddDays(o.Within), slices.ContainsFunc(o.Title, contained)
}

// Filter selects people. All stated conditions must hold; within a list one match is
// enough. Text is compared without case. A title matches if it contains the text. The
// empty filter matches everybody.
type Filter struct {
	Department []string
	Title      []string
	Site       []string
	Tag        []string
	Person     []mailbox.Address
	LevelMin   Level // 0: no limit; people of unknown level are outside any limit
	LevelMax   Level
}

// Matches reports whether p meets every condition of f.
func (f Filter) Matches(p Person) bool { return f.matches(&p) }

// matches is Matches without copying the person.
func (f *Filter) matches(p *Person) bool {
	for i := range conditions {
		if !conditions[i].met(f, p) {
			return false
		}
	}
	return true
}

// condition is one key of a filter.
type condition struct {
	met    func(f *Filter, p *Person) bool
	reason func(in *input, f *Filter, p *Person) string
}

// conditions lists all conditions. One that a filter does not state is met.
var conditions = []condition{
	{
		func(f *Filter, p *Person) bool {
			return len(f.Person) == 0 || slices.ContainsFunc(f.Person, p.hasAddress)
		},
		func(*input, *Filter, *Person) string { return "it names others" },
	}, {
		func(f *Filter, p *Person) bool {
			return len(f.Department) == 0 || containsText(f.Department, p.Department)
		},
		func(_ *input, f *Filter, p *Person) string {
			return mismatchText("department", p.Department, f.Department)
		},
	}, {
		func(f *Filter, p *Person) bool {
			return len(f.Title) == 0 || slices.ContainsFunc(f.Title, p.titleContains)
		},
		func(_ *input, f *Filter, p *Person) string { return mismatchText("title", p.Title, f.Title) },
	}, {
		func(f *Filter, p *Person) bool { return len(f.Site) == 0 || containsText(f.Site, p.Site) },
		func(_ *input, f *Filter, p *Person) string { return mismatchText("site", p.Site, f.Site) },
	}, {
		func(f *Filter, p *Person) bool {
			return len(f.Tag) == 0 || slices.ContainsFunc(p.Tags, func(tag string) bool { return containsText(f.Tag, tag) })
		},
		func(_ *input, f *Filter, _ *Person) string { return "no tag " + joinOrSome(f.Tag) },
	}, {
		func(f *Filter, p *Person) bool { return f.LevelMin == 0 || p.Level >= max(1, f.LevelMin) },
		func(in *input, f *Filter, p *Person) string {
			return in.levelText(p) + ", and at least " + in.levelName(f.LevelMin) + " is wanted"
		},
	}, {
		func(f *Filter, p *Person) bool { return f.LevelMax == 0 || 0 < p.Level && p.Level <= f.LevelMax },
		func(in *input, f *Filter, p *Person) string {
			return in.levelText(p) + ", and at most " + in.levelName(f.LevelMax) + " is wanted"
		},
	},
}

// mismatches returns the reasons why g does not look for p: one for each condition that p
// does not meet, and what opens the next level of a ladder.
func (in *input) mismatches(g *Goal, p *Person) (texts []string) {
	for i := range conditions {
		if c := &conditions[i]; !c.met(&g.From, p) {
			texts = append(texts, c.reason(in, &g.From, p))
		}
	}
	if ladder := in.ladderText(g); ladder != "" && g.From.LevelMax < p.Level && p.Level <= g.Ladder[len(g.Ladder)-1] {
		texts = append(texts, ladder)
	}
	return texts
}

// mismatchText says that a field of a person has none of the wanted values.
func mismatchText(field, has string, wanted []string) string {
	if has = strings.TrimSpace(has); has == "" {
		return fmt.Sprintf("the %s is not known, and %s is wanted", field, joinOrSome(wanted))
	}
	return fmt.Sprintf("the %s is %s, and %s is wanted", field, has, joinOrSome(wanted))
}

func (in *input) levelText(p *Person) string {
	if p.Level == 0 {
		return "the level is not known"
	}
	return "the level is " + in.levelName(p.Level)
}

// joinOrSome joins words with "or", and shortens long lists.
func joinOrSome(words []string) string {
	const shown = 4
	if len(words) > shown+1 {
		words = append(slices.Clone(words[:shown]), fmt.Sprintf("one of %d more", len(words)-shown))
	}
	return joinOr(words)
}

// titleContains reports whether p's title contains words, without case.
func (p *Person) titleContains(words string) bool {
	return strings.Contains(fold(p.Title), fold(words))
}

// containsText reports whether text is in list, without case and surrounding space.
func containsText(list []string, text string) bool {
	text = strings.TrimSpace(text)
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), text) })
}

// Want is how many meetings a goal wants. Exactly one of three forms is set: Meetings
// per Per, Each (with or without Latest), or Cover per Per.
type Want struct {
	Meetings int        // number of meetings in each Per
	Each     int        // days: meet every matching person at this interval, counted from the last meeting
	Latest   int        // days: the longest pause allowed, with Each; 0: no limit
	Cover    CoverField // meet one person for each value of the field in each Per
	Per      Period     // of Meetings and Cover
}

// CoverField is a property of people that a goal can cover.
type CoverField string

// The fields that a goal can cover.
const (
	ByDepartment CoverField = "department"
	BySite       CoverField = "site"
	ByLevel      CoverField = "level"
)

// Period is the calendar period after which a want starts again.
type Period string

// The periods. Each begins on the first day of its kind in the user's zone.
const (
	PerWeek    Period = "week"
	PerMonth   Period = "month"
	PerQuarter Period = "quarter"
	PerYear    Period = "year"
)

// Start returns the first day of the period that contains d.
func (p Period) Start(d date.Date) date.Date {
	switch p {
	case PerWeek:
		return d.Monday()
	case PerMonth:
		return date.New(d.Year, d.Month, 1)
	case PerYear:
		return date.New(d.Year, time.January, 1)
	}
	return date.New(d.Year, (d.Month-1)/3*3+1, 1)
}
