package planner_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// claim is a sentence, and what it was said about.
type claim struct {
	*reader
	code planner.Code
	text string
	p    *planner.Person
	g    *planner.Goal
	at   span.Span // zero for all starts together
	ok   bool      // the rule allows
	left int       // starts that it leaves, of all together

	planned []planner.Booking // earlier meetings of the same plan
}

// shape is how sentences of one code may read. The check gets what the groups of
// the pattern matched, and says what is untrue, "" for nothing.
type shape struct {
	pattern string
	check   func(c *claim, m []string) string
}

const (
	aName   = `(P\d+|p\d+(?:@[a-z.]+)?)`
	aGoal   = `(g\d)`
	aDate   = `(\d+ [A-Z][a-z]+(?: \d{4})?)`
	aWhile  = `(\d+ (?:day|week)s?)`
	aStart  = `(every start that is left is|1 start is|\d+ starts are|\w{3} \d+ [A-Z][a-z]+(?: \d{4})? \d\d:\d\d is)`
	aPeriod = `(this \w+|next \w+|in the \w+ from \d+ [A-Z][a-z]+(?: \d{4})?)`
)

var patterns = map[string]*regexp.Regexp{}

// compiled returns a pattern, compiled once.
func compiled(pattern string) *regexp.Regexp {
	if patterns[pattern] == nil {
		patterns[pattern] = regexp.MustCompile(pattern)
	}
	return patterns[pattern]
}

// truth says whether the claim is one of the shapes and true.
func (c *claim) truth() string {
	for _, s := range shapes[c.code] {
		m := compiled("^(?:" + s.pattern + ")$").FindStringSubmatch(c.text)
		if m == nil {
			continue
		}
		if wrong := c.common(m); wrong != "" {
			return wrong
		}
		return s.check(c, m)
	}
	return "no shape of its code, so nobody checks it"
}

// common checks the parts that all sentences share: names, goals and the subject of
// sentences about starts.
func (c *claim) common(m []string) string {
	name := compiled("^" + aName + "$")
	for _, part := range m[1:] {
		switch {
		case name.MatchString(part):
			local, _, _ := strings.Cut(string(c.p.ID), "@")
			if !slices.Contains([]string{c.p.Name, local, string(c.p.ID)}, part) {
				return "names " + part
			}
		case compiled(`^g\d$`).MatchString(part):
			if c.g == nil || part != string(c.g.ID) {
				return "names the goal " + part
			}
		case compiled("^" + aStart + "$").MatchString(part):
			if want := c.subject(); part != want {
				return fmt.Sprintf("speaks of %q, not of %q", part, want)
			}
		}
	}
	return ""
}

func (c *claim) subject() string {
	switch {
	case !c.at.Start.IsZero():
		return c.when(c.at.Start) + " is"
	case c.left == 0:
		return "every start that is left is"
	case c.left == 1:
		return "1 start is"
	}
	return fmt.Sprintf("%d starts are", c.left)
}

// Checks that shapes are made of.

func pick[T any](ok bool, yes, no T) T {
	if ok {
		return yes
	}
	return no
}

func must(ok bool, format string, args ...any) string {
	return pick(ok, "", fmt.Sprintf(format, args...))
}

// allOf returns the first thing that is wrong.
func allOf(wrongs ...string) string {
	for _, w := range wrongs {
		if w != "" {
			return w
		}
	}
	return ""
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	return pick(err == nil, n, -1)
}

func (c *claim) same(what, said, want string) string {
	return must(said == want, "says %s %s, and it is %s", what, said, want)
}

func (c *claim) count(what, said string, want int) string {
	return c.same(what, pick(said == "" || said == "no" || said == "none", "0", said), fmt.Sprint(want))
}

func whileOf(days int) string {
	n, unit := days, "day"
	if days >= 14 && days%7 == 0 {
		n, unit = days/7, "week"
	}
	return fmt.Sprintf("%d %s%s", n, unit, pick(n == 1, "", "s"))
}

func (c *claim) while(said string, days int) string {
	return c.same("an interval of", said, whileOf(days))
}

func (c *claim) on(what, said string, t time.Time) string {
	if t.IsZero() {
		return "dates what never happened: " + what
	}
	return c.same(what, said, c.date(c.day(t)))
}

func (c *claim) onDay(what, said string, day int) string { return c.same(what, said, c.date(day)) }

// fact returns a sentence without a number; the flag is recomputed elsewhere.
func fact(holds func(c *claim) bool) func(*claim, []string) string {
	return func(c *claim, _ []string) string { return must(holds(c), "is not so") }
}

func whenOK(c *claim) bool    { return c.ok }
func whenNotOK(c *claim) bool { return !c.ok }

// rested checks "... on DATE; resting until DATE" and what it becomes.
func rested(about string, of func(h past) time.Time, days func(c *claim) int) []shape {
	check := func(over bool) func(c *claim, m []string) string {
		return func(c *claim, m []string) string {
			t := of(c.past(c.p))
			return allOf(c.on("the day", m[2], t), c.onDay("the end", m[3], c.day(t)+days(c)), must(c.ok == over, "takes the rest for over or not"))
		}
	}
	return []shape{
		{about + " on " + aDate + "; resting until " + aDate, check(false)},
		{about + " on " + aDate + "; the rest ended on " + aDate, check(true)},
	}
}

func constant(n int) func(*claim) int { return func(*claim) int { return n } }

// limits checks a sentence about a day or a week with room or without.
func limits(where string, most func(c *claim) int) []shape {
	check := func(ok bool) func(c *claim, m []string) string {
		return func(c *claim, m []string) string {
			return allOf(c.count("a limit of", m[2], most(c)), must(c.ok == ok, "is the other way round"))
		}
	}
	return []shape{
		{aStart + " " + where + ` with room, of (\d+) coffees? at most`, check(true)},
		{aStart + " " + where + ` that has its (\d+) coffees?`, check(false)},
	}
}

// periodOf returns the first day of the period that a sentence names.
func (c *claim) periodOf(said string) (from int, wrong string) {
	this, next := period(c.g.Want.Per, c.today)
	switch {
	case said == "this "+string(c.g.Want.Per):
		return this, ""
	case said == "next "+string(c.g.Want.Per):
		return next, ""
	}
	for from = this; from < this+800; _, from = period(c.g.Want.Per, from) {
		if said == fmt.Sprintf("in the %s from %s", c.g.Want.Per, c.date(from)) && from > next {
			return from, ""
		}
	}
	return 0, "names no period: " + said
}

// wants checks a sentence about a number of meetings in a period: those that took
// place, and those on their way, with the plan's own before.
func wants(met, way int) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		from, wrong := c.periodOf(m[3])
		if wrong != "" {
			return wrong
		}
		if _, next := period(c.g.Want.Per, from); !c.at.Start.IsZero() && (c.day(c.at.Start) < from || c.day(c.at.Start) >= next) {
			return "speaks of another period than the start's"
		}
		has, comes := c.with(c.planned...).wanted(c.g, c.p, from)
		group := func(i int) string { return pick(i == 0, "0", m[max(i, 0)]) }
		return allOf(c.count("a want of", m[2], c.g.Want.Meetings), c.count("met", group(met), has), c.count("on their way", group(way), comes),
			must(c.ok == (has+comes < c.g.Want.Meetings), "and the verdict is the other way round"))
	}
}

func covers(want func(met, way int) bool) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		from, wrong := c.periodOf(m[3])
		if wrong != "" {
			return wrong
		}
		value := pick(c.g.Want.Cover == planner.ByLevel, c.level(c.p.Level), strings.TrimSpace(pick(c.g.Want.Cover == planner.BySite, c.p.Site, c.p.Department)))
		met, way := c.with(c.planned...).wanted(c.g, c.p, from)
		return allOf(c.same("a value", m[2], value), must(want(met, way), "with %d met and %d on their way", met, way))
	}
}

// rhythm checks "G wants to meet P every 6 weeks; you met on DATE, due DATE".
func rhythm(since bool) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		due := c.day(c.lastMet(c.p)) + c.g.Want.Each
		return allOf(c.while(m[3], c.g.Want.Each), c.on("the last meeting", m[4], c.lastMet(c.p)), c.onDay("the day it is due", m[5], due),
			must((due < c.today) == since, "is due since, or will be"))
	}
}

// lastGap returns what a gap counts from, and whether that is a coffee that was missed.
func (c *claim) lastGap() (last time.Time, missed bool) {
	last = c.lastMet(c.p)
	missed = c.past(c.p).missed.After(last)
	later(&last, c.past(c.p).missed)
	return last, missed
}

func gaps(missed bool, end func(c *claim, day int) bool) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		last, was := c.lastGap()
		day := c.day(last) + c.rules.Guards.Gap
		return allOf(must(was == missed, "takes a missed coffee for a meeting, or the other way round"), c.on("the last one", m[2], last),
			c.onDay("the end", m[3], day), must(end(c, day), "is too late or too early for that"))
	}
}

// spreads checks "N coffees with D since DATE, M more on their way".
func spreads(way int) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		since := c.today - 91
		count := func(state planner.BookingState) int {
			return c.with(c.planned...).team(c.p, func(b *planner.Booking, day int) bool { return b.State == state && day >= since })
		}
		return allOf(c.same("a department", m[2], c.p.Department), c.onDay("a date", m[3], since), c.count("coffees", m[1], count(planner.StateMet)),
			c.count("on their way", pick(way == 0, "0", m[way]), count(planner.StateLive)))
	}
}

// guess returns what fika believes that p says yes with, in thousandths, before p was
// ever asked: for the class of tie, moved by the answers of that class.
func (c *claim) guess() int {
	class := c.p.Tie.Class
	if isNew(c.p) {
		class = planner.TieNew
	}
	prior := map[planner.TieClass]int{planner.TieNew: 450, planner.TieWeak: 600, planner.TieDormant: 500, planner.TieWarm: 750}[class]
	yes, all := 0, 0
	ids := map[mailbox.Address]bool{}
	for _, b := range c.world.Bookings {
		p := c.person(b.Person)
		if ids[b.Person] || !(p.Tie.Class == class || class == planner.TieNew && isNew(p)) {
			continue
		}
		ids[b.Person] = true
		h := c.past(p)
		yes, all = yes+h.yes, all+h.all
	}
	return min(max((prior*8+1000*yes)/(8+all), 300), 950)
}

// guestBlock returns the guest's free time around the start.
func (c *claim) guestBlock() span.Span {
	zone := c.zoneOf(c.p)
	for day := dayIn(c.at.Start, zone) - 1; day <= dayIn(c.at.Start, zone)+1; day++ {
		for _, free := range minus(stretches(c.hoursOf(c.p), day, zone), c.p.Busy) {
			if overlap(free, c.at) {
				return free
			}
		}
	}
	return span.Span{}
}

// ownBlock returns the user's, beside coffees that are on their way or planned before.
func (c *claim) ownBlock() span.Span {
	var coffees []span.Span
	for _, b := range slices.Concat(c.world.Bookings, c.planned) {
		if b.State == planner.StateLive {
			coffees = append(coffees, b.Span)
		}
	}
	slices.SortFunc(coffees, func(a, b span.Span) int { return a.Start.Compare(b.Start) })
	for _, free := range minus(minus(stretches(c.rules.Hours, c.day(c.at.Start), c.rules.Zone), c.world.Busy), coffees) {
		if overlap(free, c.at) {
			return free
		}
	}
	return span.Span{}
}

func (c *claim) coffees() (n int) {
	clock := func(t time.Time) string { return t.In(c.rules.Zone).Format("15:04") }
	window := span.Span{Start: c.now, End: moment(c.horizon+1, 0, c.rules.Zone)}
	long := func(b span.Span) bool { return b.End.Sub(b.Start) == c.rules.Length }
	for _, b := range c.p.Busy {
		if !long(b) || !overlap(b, window) {
			continue
		}
		again := slices.ContainsFunc(c.p.Busy, func(o span.Span) bool { return long(o) && o != b && clock(o.Start) == clock(b.Start) })
		n += pick(again, 0, 1)
	}
	return n
}

func (c *claim) busyShare() float64 {
	var hours, free time.Duration
	zone := c.zoneOf(c.p)
	from := monday(c.day(c.at.Start))
	week := span.Span{Start: moment(from, 0, c.rules.Zone), End: moment(from+7, 0, c.rules.Zone)}
	clip := func(s span.Span) time.Duration {
		if !overlap(s, week) {
			return 0
		}
		return pick(s.End.Before(week.End), s.End, week.End).Sub(pick(s.Start.After(week.Start), s.Start, week.Start))
	}
	for day := from - 2; day < from+9; day++ {
		for _, h := range stretches(c.hoursOf(c.p), day, zone) {
			hours += clip(h)
			for _, f := range minus([]span.Span{h}, c.p.Busy) {
				free += clip(f)
			}
		}
	}
	return 1 - float64(free)/float64(hours)
}

func (c *claim) members() (n int) {
	for _, p := range c.world.People {
		n += pick(same(p.Department, c.p.Department), 1, 0)
	}
	return n
}

// place returns where the guest works, if the clock there is known; else whose clock
// was taken.
func (c *claim) place() string {
	zone := c.zoneOf(c.p).String()
	if hours, ok := strings.CutPrefix(zone, "Etc/GMT"); ok && (c.p.Site == "" || c.p.Zone == nil) {
		return "UTC" + strings.NewReplacer("-", "+", "+", "-").Replace(hours)
	}
	return pick(c.p.Site != "" && c.p.Zone != nil, c.p.Site, strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " "))
}

func (c *claim) bothFree() bool {
	return c.allows(planner.CodeBusy, c.p, c.g, c.at.Start) && c.p.BusyKnown && c.allows(planner.CodeGuestBusy, c.p, c.g, c.at.Start)
}

func (c *claim) tieWords() string {
	switch {
	case c.p.Tie.Class == planner.TieWeak || c.p.Tie.Class == planner.TieWarm || c.p.Tie.Class == planner.TieDormant:
		return "a " + string(c.p.Tie.Class) + " tie"
	case c.lastMet(c.p).IsZero():
		return "new to you"
	}
	return "nearly new to you"
}

// misses returns the conditions of the goal that p does not meet, by their words.
func (c *claim) misses(said string) string {
	f, p := c.g.From, c.p
	has := func(s string) string { return pick(strings.TrimSpace(s) == "", "not known", s) }
	var want []string
	miss := func(g planner.Filter, text string) {
		if !fits(&planner.Goal{From: g}, p) {
			want = append(want, text)
		}
	}
	miss(planner.Filter{Person: f.Person}, "it names others")
	miss(planner.Filter{Department: f.Department}, fmt.Sprintf("the department is %s, and %s is wanted", has(p.Department), strings.Join(f.Department, " or ")))
	miss(planner.Filter{Title: f.Title}, fmt.Sprintf("the title is %s, and %s is wanted", has(p.Title), strings.Join(f.Title, " or ")))
	miss(planner.Filter{Site: f.Site}, fmt.Sprintf("the site is %s, and %s is wanted", has(p.Site), strings.Join(f.Site, " or ")))
	miss(planner.Filter{Tag: f.Tag}, "no tag "+strings.Join(f.Tag, " or "))
	level := func(word string, l planner.Level) string {
		return fmt.Sprintf("the level is %s, and at %s %s is wanted", pick(p.Level == 0, "not known", c.level(p.Level)), word, c.level(l))
	}
	miss(planner.Filter{LevelMin: f.LevelMin}, level("least", f.LevelMin))
	miss(planner.Filter{LevelMax: f.LevelMax}, level("most", f.LevelMax))
	return c.same("misses", said, strings.Join(want, "; "))
}
