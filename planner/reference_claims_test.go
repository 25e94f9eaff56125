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

// claim is a sentence and its subject.
type claim struct {
	*reference
	code planner.Code
	text string
	p    *planner.Person
	g    *planner.Goal
	at   span.Span // zero for all starts together
	ok   bool      // the rule allows
	left int       // number of starts that it leaves, if it is about all starts

	planned []planner.Booking // earlier meetings of the same plan
}

// pattern is a form of the sentences with one code. check receives the submatches,
// and returns what is not true, or "".
type pattern struct {
	regexp string
	check  func(c *claim, m []string) string
}

const (
	aName   = `(P\d+|p\d+(?:@[a-z.]+)?)`
	aGoal   = `(g\d)`
	aDate   = `(\d+ [A-Z][a-z]+(?: \d{4})?)`
	aWhile  = `(\d+ (?:day|week)s?)`
	aStart  = `(every start that is left is|1 start is|\d+ starts are|\w{3} \d+ [A-Z][a-z]+(?: \d{4})? \d\d:\d\d is)`
	aPeriod = `(this \w+|next \w+|in the \w+ from \d+ [A-Z][a-z]+(?: \d{4})?)`
)

var compiledPatterns = map[string]*regexp.Regexp{}

// compile compiles each pattern once.
func compile(pattern string) *regexp.Regexp {
	if compiledPatterns[pattern] == nil {
		compiledPatterns[pattern] = regexp.MustCompile(pattern)
	}
	return compiledPatterns[pattern]
}

// problem returns what is wrong with the claim, or "" if it matches a pattern and is
// true.
func (c *claim) problem() string {
	for _, s := range patterns[c.code] {
		m := compile("^(?:" + s.regexp + ")$").FindStringSubmatch(c.text)
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

// common checks names, goals and the subject of sentences about starts.
func (c *claim) common(m []string) string {
	name := compile("^" + aName + "$")
	for _, part := range m[1:] {
		switch {
		case name.MatchString(part):
			local, _, _ := strings.Cut(string(c.p.ID), "@")
			if !slices.Contains([]string{c.p.Name, local, string(c.p.ID)}, part) {
				return "names " + part
			}
		case compile(`^g\d$`).MatchString(part):
			if c.g == nil || part != string(c.g.ID) {
				return "names the goal " + part
			}
		case compile("^" + aStart + "$").MatchString(part):
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
		return c.formatTime(c.at.Start) + " is"
	case c.left == 0:
		return "every start that is left is"
	case c.left == 1:
		return "1 start is"
	}
	return fmt.Sprintf("%d starts are", c.left)
}

// Checks that shapes are made of.

// pick returns yes if ok is true, else no.
func pick[T any](ok bool, yes, no T) T {
	if ok {
		return yes
	}
	return no
}

// problemUnless returns the formatted text unless ok is true.
func problemUnless(ok bool, format string, args ...any) string {
	return pick(ok, "", fmt.Sprintf(format, args...))
}

// firstProblem returns the first non-empty text.
func firstProblem(wrongs ...string) string {
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

func (c *claim) compareText(what, said, want string) string {
	return problemUnless(said == want, "says %s %s, and it is %s", what, said, want)
}

func (c *claim) compareCount(what, said string, want int) string {
	return c.compareText(what, pick(said == "" || said == "no" || said == "none", "0", said), fmt.Sprint(want))
}

func formatDays(days int) string {
	n, unit := days, "day"
	if days >= 14 && days%7 == 0 {
		n, unit = days/7, "week"
	}
	return fmt.Sprintf("%d %s%s", n, unit, pick(n == 1, "", "s"))
}

func (c *claim) compareDays(said string, days int) string {
	return c.compareText("an interval of", said, formatDays(days))
}

func (c *claim) compareDate(what, said string, t time.Time) string {
	if t.IsZero() {
		return "dates what never happened: " + what
	}
	return c.compareText(what, said, c.formatDate(c.day(t)))
}

func (c *claim) compareDay(what, said string, day int) string {
	return c.compareText(what, said, c.formatDate(day))
}

// withoutNumbers checks a sentence without numbers. The verdict is checked elsewhere.
func withoutNumbers(holds func(c *claim) bool) func(*claim, []string) string {
	return func(c *claim, _ []string) string { return problemUnless(holds(c), "is not so") }
}

func whenOK(c *claim) bool    { return c.ok }
func whenNotOK(c *claim) bool { return !c.ok }

// restPatterns returns the patterns of "... on DATE; resting until DATE" and of a
// rest that has ended.
func restPatterns(about string, of func(h bookingHistory) time.Time, days func(c *claim) int) []pattern {
	check := func(over bool) func(c *claim, m []string) string {
		return func(c *claim, m []string) string {
			t := of(c.historyOf(c.p))
			return firstProblem(c.compareDate("the day", m[2], t), c.compareDay("the end", m[3], c.day(t)+days(c)), problemUnless(c.ok == over, "takes the rest for over or not"))
		}
	}
	return []pattern{
		{about + " on " + aDate + "; resting until " + aDate, check(false)},
		{about + " on " + aDate + "; the rest ended on " + aDate, check(true)},
	}
}

func constant(n int) func(*claim) int { return func(*claim) int { return n } }

// limitPatterns returns the patterns about a day or a week with or without room.
func limitPatterns(where string, limit func(c *claim) int) []pattern {
	check := func(ok bool) func(c *claim, m []string) string {
		return func(c *claim, m []string) string {
			return firstProblem(c.compareCount("a limit of", m[2], limit(c)), problemUnless(c.ok == ok, "is the other way round"))
		}
	}
	return []pattern{
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
		if said == fmt.Sprintf("in the %s from %s", c.g.Want.Per, c.formatDate(from)) && from > next {
			return from, ""
		}
	}
	return 0, "names no period: " + said
}

// checkWant checks a sentence about the meetings in a period: those that took place
// and those that are live, including earlier ones of the plan. met and way are
// indices of submatches; 0: none.
func checkWant(met, way int) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		from, wrong := c.periodOf(m[3])
		if wrong != "" {
			return wrong
		}
		if _, next := period(c.g.Want.Per, from); !c.at.Start.IsZero() && (c.day(c.at.Start) < from || c.day(c.at.Start) >= next) {
			return "speaks of another period than the start's"
		}
		has, comes := c.with(c.planned...).metAndLive(c.g, c.p, from)
		group := func(i int) string { return pick(i == 0, "0", m[max(i, 0)]) }
		return firstProblem(c.compareCount("a want of", m[2], c.g.Want.Meetings), c.compareCount("met", group(met), has), c.compareCount("on their way", group(way), comes),
			problemUnless(c.ok == (has+comes < c.g.Want.Meetings), "and the verdict is the other way round"))
	}
}

func checkCover(want func(met, way int) bool) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		from, wrong := c.periodOf(m[3])
		if wrong != "" {
			return wrong
		}
		value := pick(c.g.Want.Cover == planner.ByLevel, c.level(c.p.Level), strings.TrimSpace(pick(c.g.Want.Cover == planner.BySite, c.p.Site, c.p.Department)))
		met, way := c.with(c.planned...).metAndLive(c.g, c.p, from)
		return firstProblem(c.compareText("a value", m[2], value), problemUnless(want(met, way), "with %d met and %d on their way", met, way))
	}
}

// checkRhythm checks "G wants to meet P every 6 weeks; you met on DATE, due DATE".
func checkRhythm(since bool) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		due := c.day(c.lastMet(c.p)) + c.g.Want.Each
		return firstProblem(c.compareDays(m[3], c.g.Want.Each), c.compareDate("the last meeting", m[4], c.lastMet(c.p)), c.compareDay("the day it is due", m[5], due),
			problemUnless((due < c.today) == since, "is due since, or will be"))
	}
}

// lastGap returns the meeting that a gap is counted from, and whether it is a missed
// coffee.
func (c *claim) lastGap() (last time.Time, missed bool) {
	last = c.lastMet(c.p)
	missed = c.historyOf(c.p).missed.After(last)
	setLater(&last, c.historyOf(c.p).missed)
	return last, missed
}

func checkGap(missed bool, end func(c *claim, day int) bool) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		last, was := c.lastGap()
		day := c.day(last) + c.rules.Guards.Gap
		return firstProblem(problemUnless(was == missed, "takes a missed coffee for a meeting, or the other way round"), c.compareDate("the last one", m[2], last),
			c.compareDay("the end", m[3], day), problemUnless(end(c, day), "is too late or too early for that"))
	}
}

// checkSpread checks "N coffees with D since DATE, M more on their way".
func checkSpread(way int) func(c *claim, m []string) string {
	return func(c *claim, m []string) string {
		since := c.today - 91
		count := func(state planner.BookingState) int {
			return c.with(c.planned...).team(c.p, func(b *planner.Booking, day int) bool { return b.State == state && day >= since })
		}
		return firstProblem(c.compareText("a department", m[2], c.p.Department), c.compareDay("a date", m[3], since), c.compareCount("coffees", m[1], count(planner.StateMet)),
			c.compareCount("on their way", pick(way == 0, "0", m[way]), count(planner.StateLive)))
	}
}

// acceptanceGuess returns the estimated acceptance rate, in thousandths, for a person
// who was never invited: a guess for the class of the tie, adjusted by the answers of
// that class.
func (c *claim) acceptanceGuess() int {
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
		h := c.historyOf(p)
		yes, all = yes+h.yes, all+h.all
	}
	return min(max((prior*8+1000*yes)/(8+all), 300), 950)
}

// guestBlock returns the guest's free time around the start.
func (c *claim) guestBlock() span.Span {
	zone := c.zoneOf(c.p)
	for day := dayIn(c.at.Start, zone) - 1; day <= dayIn(c.at.Start, zone)+1; day++ {
		for _, free := range subtract(hoursOn(c.hoursOf(c.p), day, zone), c.p.Busy) {
			if overlap(free, c.at) {
				return free
			}
		}
	}
	return span.Span{}
}

// ownBlock returns the user's free time around the start, without coffees that are
// live or planned before.
func (c *claim) ownBlock() span.Span {
	var coffees []span.Span
	for _, b := range slices.Concat(c.world.Bookings, c.planned) {
		if b.State == planner.StateLive {
			coffees = append(coffees, b.Span)
		}
	}
	slices.SortFunc(coffees, func(a, b span.Span) int { return a.Start.Compare(b.Start) })
	for _, free := range subtract(subtract(hoursOn(c.rules.Hours, c.day(c.at.Start), c.rules.Zone), c.world.Busy), coffees) {
		if overlap(free, c.at) {
			return free
		}
	}
	return span.Span{}
}

func (c *claim) coffees() (n int) {
	clock := func(t time.Time) string { return t.In(c.rules.Zone).Format("15:04") }
	window := span.Span{Start: c.now, End: moment(c.horizon+1, 0, c.rules.Zone)}
	long := func(b span.Span) bool {
		length := b.End.Sub(b.Start)
		return length == c.rules.Length || c.farAbove(c.p) && length == 15*time.Minute
	}
	for _, b := range c.p.Busy {
		if !long(b) || !overlap(b, window) {
			continue
		}
		again := slices.ContainsFunc(c.p.Busy, func(o span.Span) bool {
			return o.End.Sub(o.Start) == b.End.Sub(b.Start) && o != b && clock(o.Start) == clock(b.Start)
		})
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
		for _, h := range hoursOn(c.hoursOf(c.p), day, zone) {
			hours += clip(h)
			for _, f := range subtract([]span.Span{h}, c.p.Busy) {
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

// location returns where the guest works if their zone is known, else the city of the
// zone that was assumed.
func (c *claim) location() string {
	zone := c.zoneOf(c.p).String()
	if hours, ok := strings.CutPrefix(zone, "Etc/GMT"); ok && (c.p.Site == "" || c.p.Zone == nil) {
		return "UTC" + strings.NewReplacer("-", "+", "+", "-").Replace(hours)
	}
	return pick(c.p.Site != "" && c.p.Zone != nil, c.p.Site, strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " "))
}

func (c *claim) bothFree() bool {
	return c.allows(planner.CodeBusy, c.p, c.g, c.at.Start) && c.p.BusyKnown && c.allows(planner.CodeGuestBusy, c.p, c.g, c.at.Start)
}

func (c *claim) tieText() string {
	switch {
	case c.p.Tie.Class == planner.TieWeak || c.p.Tie.Class == planner.TieWarm || c.p.Tie.Class == planner.TieDormant:
		return "a " + string(c.p.Tie.Class) + " tie"
	case c.lastMet(c.p).IsZero():
		return "new to you"
	}
	return "nearly new to you"
}

// checkMismatches compares the conditions of the goal that p does not meet.
func (c *claim) checkMismatches(said string) string {
	f, p := c.g.From, c.p
	has := func(s string) string { return pick(strings.TrimSpace(s) == "", "not known", s) }
	var want []string
	miss := func(g planner.Filter, text string) {
		if !matchesFilter(&planner.Goal{From: g}, p) {
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
	if n := len(c.g.Ladder); n > 0 && f.LevelMax < p.Level && p.Level <= c.g.Ladder[n-1] {
		want = append(want, c.nextStep(c.g))
	}
	return c.compareText("misses", said, strings.Join(want, "; "))
}
