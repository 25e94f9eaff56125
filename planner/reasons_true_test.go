package planner_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// story is what the planner and the second reader are both told.
type story struct {
	now   time.Time
	rules planner.Rules
	world planner.World
}

// TestReasonsAreTrue has a second reader recompute each number and each date that
// the planner says of 200 generated worlds: in plans, in why and in why-not. It
// fails on a sentence that it does not know, so that nobody adds a claim that
// nobody checks.
func TestReasonsAreTrue(t *testing.T) {
	stories := rapid.Custom(func(t *rapid.T) story {
		now, rules, world := planner.Story(t)
		return story{now, rules, world}
	})
	said := map[planner.Code]int{}
	for seed := range 200 {
		w := &witness{t: t, seed: seed, told: stories.Example(seed), said: said}
		w.reader = newReader(w.told.now, w.told.rules, w.told.world)
		w.plan()
		w.whyNot()
		w.checks()
		w.unseen()
		w.progress()
		if t.Failed() { // one world is enough to read
			return
		}
	}
	for _, code := range append(slices.Collect(maps.Keys(shapes)), planner.CodeUnseen, planner.CodeUnasked) {
		if said[code] == 0 {
			t.Errorf("no sentence about %s was said: the worlds are too simple", code)
		}
	}
	t.Logf("%d sentences of %d codes", sum(maps.Values(said)), len(said))
}

func sum(values func(func(int) bool)) (n int) {
	for v := range values {
		n += v
	}
	return n
}

// witness hears all that is said of one world.
type witness struct {
	t    *testing.T
	seed int
	told story
	*reader
	whole *reader // of the world with the booking that is asked about; nil if none is
	said  map[planner.Code]int
}

func (w *witness) hear(c claim) {
	w.t.Helper()
	w.said[c.code]++
	if wrong := c.truth(); wrong != "" {
		w.t.Errorf("world %d: %s for %q: %q (ok %t): %s", w.seed, c.code, c.p.ID, c.text, c.ok, wrong)
	}
}

// rule hears a verdict, which ok says independently.
func (w *witness) rule(c claim, v planner.Verdict, ok bool) {
	w.t.Helper()
	if v.OK != ok {
		w.t.Errorf("world %d: %s of %s for %q is %t: %q", w.seed, v.Code, v.Person, v.Goal, v.OK, v.Text)
		return
	}
	c.code, c.text, c.ok = v.Code, v.Text, v.OK
	if w.whole != nil && slices.Contains(counting, c.code) {
		var apart bool
		if c.text, apart = strings.CutSuffix(c.text, ", not counting this one"); !apart && c.ok {
			c.reader, c.p = w.whole, w.whole.person(c.p.ID)
		}
	}
	w.hear(c)
}

// counting are rules that count bookings: a yes that they say of one of these must hold
// with it too, or say that it does not count.
var counting = []planner.Code{planner.CodeLive, planner.CodePerDay, planner.CodePerWeek, planner.CodeOpen, planner.CodePerTeam, planner.CodeWant}

// plan hears the reasons of a plan, what stays short, and whom it leaves out.
func (w *witness) plan() {
	plan := planner.Decide(w.told.now, w.told.rules, w.told.world)
	var planned []planner.Booking
	for i, m := range plan.Meetings {
		c := claim{reader: w.reader, p: w.person(m.Person), g: w.goal(m.Goal), at: m.Span, ok: true, planned: planned}
		for _, r := range m.Reasons {
			c.code, c.text = r.Code, r.Text
			w.hear(c)
		}
		if i == 0 {
			w.alternatives(m)
		}
		planned = append(slices.Clone(planned), planner.Booking{Person: m.Person, Goal: m.Goal, Span: m.Span, State: planner.StateLive, Open: true})
	}
	after := w.with(planned...)
	for i := range w.world.Goals {
		g := &w.world.Goals[i]
		short := after.short(g)
		at := slices.IndexFunc(plan.Unmet, func(u planner.UnmetGoal) bool { return u.Goal == g.ID })
		switch {
		case at < 0 && short > 0:
			w.t.Errorf("world %d: %s is %d short, and nobody says so", w.seed, g.ID, short)
		case at >= 0:
			w.unmet(plan.Unmet[at], g, short, after)
		}
	}
	for _, v := range plan.Rejected.People {
		w.rejected(v)
	}
	w.advice(plan)
	if want := w.counts(); !maps.Equal(plan.Rejected.Count, want) {
		w.t.Errorf("world %d: starts left out: %v, want %v", w.seed, plan.Rejected.Count, want)
	}
}

// unmet hears why g stays short.
func (w *witness) unmet(u planner.UnmetGoal, g *planner.Goal, short int, after *reader) {
	period := ""
	if g.Want.Each == 0 {
		period = " this " + string(g.Want.Per)
	}
	if want := fmt.Sprintf("%s is %d short%s: %s", g.ID, short, period, u.Reason); u.Text() != want {
		w.t.Errorf("world %d: %q, want %q", w.seed, u.Text(), want)
	}
	var alike []*planner.Person // those kept from g by the same rule
	open := false
	for i := range w.world.People {
		p := &w.world.People[i]
		code := w.closing(p, g)
		open = open || code == ""
		if code == u.Code && fits(g, p) && !after.has(g, p) {
			alike = append(alike, p)
		}
	}
	switch u.Code {
	case planner.CodeWorth:
		if !open || u.Reason != "no start that is left is worth what it costs" {
			w.t.Errorf("world %d: %s: %q, and no start is left", w.seed, g.ID, u.Reason)
		}
		return
	case planner.CodeNobody:
		if u.Reason != "it looks for nobody else among your people" {
			w.t.Errorf("world %d: %s: %q", w.seed, g.ID, u.Reason)
		}
		return
	}
	reason := u.Reason
	if m := regexp.MustCompile(`^(.*); likewise (\d+) other (?:person|people)$`).FindStringSubmatch(reason); m != nil {
		if reason = m[1]; number(m[2]) != len(alike)-1 {
			w.t.Errorf("world %d: %s: %q, and it is %d people in all", w.seed, g.ID, u.Reason, len(alike))
		}
	}
	wrong := "nobody is meant"
	for i := range w.world.People {
		c := claim{reader: w.reader, code: u.Code, text: reason, p: &w.world.People[i], g: g}
		if wrong = c.truth(); wrong == "" {
			w.said[u.Code]++
			return
		}
	}
	w.t.Errorf("world %d: %s stays short: %s: %q: %s", w.seed, g.ID, u.Code, reason, wrong)
}

// rejected hears why somebody is in no plan.
func (w *witness) rejected(v planner.Verdict) {
	c := claim{reader: w.reader, p: w.person(v.Person), g: w.goal(v.Goal)}
	if v.Code != planner.CodeNoGoal {
		for i := range w.world.Goals {
			g := &w.world.Goals[i]
			switch code := w.closing(c.p, g); {
			case code == "":
				w.t.Errorf("world %d: %s is left out, and may be met for %s", w.seed, v.Person, g.ID)
			case g == c.g && code != v.Code:
				w.t.Errorf("world %d: %s is left out by %s for %s, and it is %s", w.seed, v.Person, v.Code, g.ID, code)
			}
		}
	}
	w.rule(c, v, false)
}

// whyNot hears every rule about some people, at any start and at one.
func (w *witness) whyNot() {
	ids := []mailbox.Address{"p8@example.com", "p99@elsewhere.org"}
	for i := range min(3, len(w.world.People)) {
		ids = append(ids, w.world.People[i].ID)
	}
	goals := slices.Clone(w.world.Goals)
	slices.SortFunc(goals, func(a, b planner.Goal) int { return int(a.ID[1]) - int(b.ID[1]) })
	at := moment(w.today+w.seed%12, 10*60+w.seed%60*5, w.rules.Zone)
	for _, id := range ids {
		p := w.person(id)
		list := w.person0(p, planner.WhyNot(w.told.now, w.told.rules, w.told.world, id))
		for i := range goals {
			list = w.overStarts(p, w.goal(goals[i].ID), list)
		}
		list = append(list, w.person0(p, planner.WhyNotAt(w.told.now, w.told.rules, w.told.world, id, at))...)
		for i := range goals {
			list = w.atStart(p, w.goal(goals[i].ID), span.Span{Start: at, End: at.Add(w.length(&goals[i]))}, list, false)
		}
		if len(list) > 0 {
			w.t.Errorf("world %d: nobody asked for %+v", w.seed, list)
		}
	}
}

// take returns the next verdict, which must be about that.
func (w *witness) take(list *[]planner.Verdict, code planner.Code) (v planner.Verdict) {
	if len(*list) > 0 {
		v, *list = (*list)[0], (*list)[1:]
	}
	if v.Code != code {
		w.t.Fatalf("world %d: a verdict of %q (%q), want one of %q: every rule says something", w.seed, v.Code, v.Text, code)
	}
	return v
}

// person0 hears the rules about p as such, and returns the other verdicts.
func (w *witness) person0(p *planner.Person, list []planner.Verdict) []planner.Verdict {
	for _, code := range personCodes {
		w.rule(claim{reader: w.reader, p: p}, w.take(&list, code), w.mayAsk(code, p))
	}
	return list
}

func (w *witness) aboutGoal(p *planner.Person, g *planner.Goal, list []planner.Verdict) []planner.Verdict {
	c := claim{reader: w.reader, p: p, g: g}
	w.rule(c, w.take(&list, planner.CodeFilter), fits(g, p))
	w.rule(c, w.take(&list, planner.CodeTie), tieFits(g, p))
	return list
}

var startCodes = slices.Concat(timeCodes, guestCodes, pairCodes)

// overStarts hears the rules about all starts: each is asked about those that the
// rules before it leave which leave any.
func (w *witness) overStarts(p *planner.Person, g *planner.Goal, list []planner.Verdict) []planner.Verdict {
	list = w.aboutGoal(p, g, list)
	c := claim{reader: w.reader, p: p, g: g}
	left := w.grid(w.length(g))
	if len(left) == 0 {
		w.rule(c, w.take(&list, planner.CodeWindow), false)
		for _, code := range startCodes {
			if w.dayForbids(code, p, g) {
				w.rule(c, w.take(&list, code), false)
			}
		}
		return list
	}
	for _, code := range startCodes {
		kept := w.sieve(code, p, g, left)
		c.left = len(kept)
		w.rule(c, w.take(&list, code), len(kept) > 0)
		if len(kept) > 0 {
			left = kept
		}
	}
	return list
}

func (s *reader) sieve(code planner.Code, p *planner.Person, g *planner.Goal, left []time.Time) (kept []time.Time) {
	allows := s.asker(code, p, g)
	for _, start := range left {
		if allows(start) {
			kept = append(kept, start)
		}
	}
	return kept
}

// dayForbids reports whether a rule that looks at days alone forbids them all.
func (w *witness) dayForbids(code planner.Code, p *planner.Person, g *planner.Goal) bool {
	switch code {
	case planner.CodePast, planner.CodeNotice, planner.CodeHours, planner.CodeWindow, planner.CodeBusy, planner.CodeOwn, planner.CodeGuestHours, planner.CodeGuestBusy:
		return false
	}
	for day := w.today; day <= w.horizon; day++ {
		if w.allows(code, p, g, moment(day, 12*60, w.rules.Zone)) {
			return false
		}
	}
	return true
}

// atStart hears the rules about one start; those about notice and horizon are not
// asked about what is planned already.
func (w *witness) atStart(p *planner.Person, g *planner.Goal, at span.Span, list []planner.Verdict, planned bool) []planner.Verdict {
	list = w.aboutGoal(p, g, list)
	for _, code := range startCodes {
		if planned && (code == planner.CodeNotice || code == planner.CodeHorizon) {
			continue
		}
		w.rule(claim{reader: w.reader, p: p, g: g, at: at}, w.take(&list, code), w.judge(code, p, g, at))
	}
	return list
}

// checks hears why a booking that waits still may be sent.
func (w *witness) checks() {
	for _, b := range w.told.world.Bookings {
		if b.State != planner.StateLive {
			continue
		}
		list := planner.Checks(w.told.now, w.told.rules, w.told.world, b)
		if w.goal(b.Goal) == nil {
			if len(list) != 1 || list[0].Code != planner.CodeNoGoal || list[0].Text != "no goal is called "+string(b.Goal) {
				w.t.Errorf("world %d: %+v of a goal that is gone", w.seed, list)
			}
			continue
		}
		world := w.told.world
		world.Bookings = slices.DeleteFunc(slices.Clone(world.Bookings), func(o planner.Booking) bool { return o.ID == b.ID })
		other := *w
		other.reader, other.whole = newReader(w.told.now, w.told.rules, world), w.reader
		p := other.person(b.Person)
		if rest := other.atStart(p, other.goal(b.Goal), b.Span, other.person0(p, list), true); len(rest) > 0 {
			w.t.Errorf("world %d: nobody asked for %+v", w.seed, rest)
		}
	}
}

// alternatives hears what else could be done: a meeting that the rules allow.
func (w *witness) alternatives(m planner.Meeting) {
	for _, a := range planner.Alternatives(w.told.now, w.told.rules, w.told.world, planner.Booking{Person: m.Person, Goal: m.Goal, Span: m.Span}) {
		if strings.HasSuffix(a.Text, " instead") {
			w.loss(a, m)
		}
		if a.Text == "nobody instead" {
			continue
		}
		parts := regexp.MustCompile(`^(P\d+) for (g\d) on (.*?)( instead|, another time)(?:, which weight = (\d) of (g\d) would choose)?$`).FindStringSubmatch(a.Text)
		if parts == nil {
			w.t.Errorf("world %d: an alternative of no shape: %q", w.seed, a.Text)
			continue
		}
		p, g := w.person(mailbox.Address("p"+parts[1][1:]+"@example.com")), w.goal(planner.GoalID(parts[2]))
		start := slices.IndexFunc(w.grid(w.length(g)), func(t time.Time) bool { return w.when(t) == parts[3] && w.may(p, g, t) })
		if start < 0 || (p.ID == m.Person) != (parts[4] == ", another time") || parts[3] == w.when(m.Span.Start) && p.ID == m.Person {
			w.t.Errorf("world %d: %q in place of %s at %s is not allowed", w.seed, a.Text, m.Person, w.when(m.Span.Start))
		}
		if parts[5] != "" {
			w.outweighs(a.Text, m, w.goal(planner.GoalID(parts[6])), number(parts[5]))
		}
	}
}

// loss says whether the plan without m's guest is worth as much less: the one that
// follows if the user never wants to meet them.
func (w *witness) loss(a planner.Alternative, m planner.Meeting) {
	world := w.told.world
	world.People = slices.Clone(world.People)
	for i := range world.People {
		world.People[i].Never = world.People[i].Never || world.People[i].ID == m.Person
	}
	best, without := planner.Decide(w.told.now, w.told.rules, w.told.world), planner.Decide(w.told.now, w.told.rules, world)
	if best.Proven && without.Proven && best.Score-without.Score != a.Loss {
		w.t.Errorf("world %d: %q loses %d, and it is %d", w.seed, a.Text, a.Loss, best.Score-without.Score)
	}
}

// outweighs says whether the best plan does without m at that weight of g.
func (w *witness) outweighs(text string, m planner.Meeting, g *planner.Goal, weight int) {
	world := w.told.world
	world.Goals = slices.Clone(world.Goals)
	for i := range world.Goals {
		if world.Goals[i].ID == g.ID {
			world.Goals[i].Weight = weight
		}
	}
	with, ok := planner.PlanWith(w.told.now, w.told.rules, world, m.Person, m.Span.Start)
	if best := planner.Decide(w.told.now, w.told.rules, world); ok && with.Score >= best.Score || weight <= g.Weight || weight > 5 {
		w.t.Errorf("world %d: %q: %d with the meeting, %d at best", w.seed, text, with.Score, best.Score)
	}
}

// may reports whether every rule allows p for g at start.
func (s *reader) may(p *planner.Person, g *planner.Goal, start time.Time) bool {
	return !slices.ContainsFunc(personCodes, func(c planner.Code) bool { return !s.mayAsk(c, p) }) && fits(g, p) && tieFits(g, p) &&
		!slices.ContainsFunc(startCodes, func(c planner.Code) bool { return !s.allows(c, p, g, start) })
}

// closing returns the first rule that keeps p from g, asked in their order; "" if none.
func (s *reader) closing(p *planner.Person, g *planner.Goal) planner.Code {
	for _, code := range personCodes {
		if !s.mayAsk(code, p) {
			return code
		}
	}
	switch {
	case !fits(g, p):
		return planner.CodeFilter
	case !tieFits(g, p):
		return planner.CodeTie
	}
	left := s.grid(s.length(g))
	if len(left) == 0 {
		return planner.CodeWindow
	}
	for _, code := range startCodes {
		if left = s.sieve(code, p, g, left); len(left) == 0 {
			return code
		}
	}
	return ""
}

// counts returns how many starts each rule took of those that the rules before it left:
// from the user once for each length, from a guest once for each length, from a
// guest and goal once.
func (s *reader) counts() map[planner.Code]int {
	counts := map[planner.Code]int{}
	pass := func(codes []planner.Code, p *planner.Person, g *planner.Goal, left []time.Time) []time.Time {
		for _, code := range codes {
			kept := s.sieve(code, p, g, left)
			if took := len(left) - len(kept); took > 0 {
				counts[code] += took
			}
			left = kept
		}
		return left
	}
	user := map[time.Duration][]time.Time{}
	for i := range s.world.Goals {
		g := &s.world.Goals[i]
		if _, done := user[s.length(g)]; !done {
			user[s.length(g)] = pass(timeCodes, &planner.Person{}, g, s.grid(s.length(g)))
		}
	}
	for i := range s.world.People {
		p := &s.world.People[i]
		if slices.ContainsFunc(personCodes, func(c planner.Code) bool { return !s.mayAsk(c, p) }) {
			continue
		}
		guest := map[time.Duration][]time.Time{}
		for j := range s.world.Goals {
			g := &s.world.Goals[j]
			if !fits(g, p) || !tieFits(g, p) {
				continue
			}
			length := s.length(g)
			if _, done := guest[length]; !done {
				guest[length] = pass(guestCodes, p, g, user[length])
			}
			pass(pairCodes, p, g, guest[length])
		}
	}
	return counts
}

// short returns how much of g is missing today: meetings in the period, or people.
func (s *reader) short(g *planner.Goal) (missing int) {
	if g.Until != (planner.Date{}) && dayOf(g.Until) < s.today {
		return 0
	}
	from, _ := period(g.Want.Per, s.today)
	values := map[string]bool{}
	for i := range s.world.People {
		p := &s.world.People[i]
		barred := slices.ContainsFunc(bars, func(c planner.Code) bool { return !s.mayAsk(c, p) })
		switch {
		case barred || !fits(g, p):
		case g.Want.Each > 0 && tieFits(g, p) && !s.has(g, p):
			missing++
		case g.Want.Cover != "" && covered(g, p) != "" && !values[covered(g, p)]:
			values[covered(g, p)] = true
			if met, way := s.wanted(g, p, from); met+way == 0 {
				missing++
			}
		}
	}
	if g.Want.Meetings > 0 {
		met, way := s.wanted(g, &planner.Person{}, from)
		missing = max(0, g.Want.Meetings-met-way)
	}
	return missing
}

// has reports whether g has all that it wants of p.
func (s *reader) has(g *planner.Goal, p *planner.Person) bool {
	switch {
	case g.Want.Each > 0:
		last := s.lastMet(p)
		return s.past(p).live != nil || !last.IsZero() && s.today-s.day(last) < g.Want.Each
	case g.Want.Cover != "":
		from, _ := period(g.Want.Per, s.today)
		met, way := s.wanted(g, p, from)
		return met+way > 0
	}
	return false
}
