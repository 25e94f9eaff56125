package planner

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// WriteLP writes the problem that [Decide] solves as an integer program in the CPLEX
// LP format, which CBC and GLPK read. Anybody can check with such a solver that a
// plan is the best one: the optimum is its score. The file has everything that the
// rules allow, including candidates that Decide drops because others are as good. A
// plan without meetings is worth 0, so the objective has no constant.
//
// A variable x(PERSON,GOAL,START) is 1 if they meet. For a goal of size 3 PERSON stands
// for two guests, "ANA_and_BO", of the pairs that [MaxTables] describes; it counts as
// two in the rows of a day, a week and all open coffees, and in those of both. Rows named
// by the code of a rule limit how many meetings there may be together. A want or a
// department has variables from 0 to 1 for its first, second, ... meeting. Each is worth
// no more than the one before, so a solver fills them in order. On a day that holds
// several coffees, first(START) and then(START,START) are the sequence of the day, because
// the focus time that a coffee costs depends on the one before.
func WriteLP(w io.Writer, now time.Time, rules Rules, world World) error {
	lp := &lpWriter{model: newInput(now, rules, world, "").newSurvey(true).model, out: bufio.NewWriter(w)}
	lp.assignNames()
	lp.indexItems()
	lp.writeProgram()
	return lp.out.Flush()
}

// lpWriter writes the model as an LP file.
type lpWriter struct {
	model *model
	out   *bufio.Writer

	people, goals, starts, counters []string // names by index in the model
	pairs                           map[[2]int32]string

	itemsOf [][]int32 // items by counter; an item with two guests that counts twice is there twice
	itemsAt [][]int32 // items by start
	days    [][]int32 // starts with items, by day and time; days without are left out
}

// assignNames gives a name to everything.
func (lp *lpWriter) assignNames() {
	m := lp.model
	for _, p := range m.in.people {
		lp.people = append(lp.people, string(p.ID))
	}
	pairs := lp.nameThePairs()
	for _, g := range m.in.goals {
		lp.goals = append(lp.goals, string(g.ID))
	}
	for i := range m.slots {
		s := &m.slots[i]
		lp.starts = append(lp.starts, fmt.Sprintf("%s_%dm", s.Start.In(m.in.config.Zone).Format("Mon_2006.01.02_15.04"), int(s.Len()/time.Minute)))
	}
	for i := range m.counters.all {
		key := m.counters.all[i].key
		name := string(key.code)
		if key.id != "" {
			name += "_" + key.id
		}
		if key.value != "" {
			name += "_" + key.value
		}
		if !key.day.IsZero() {
			name += "_" + strings.ReplaceAll(key.day.String(), "-", ".")
		}
		lp.counters = append(lp.counters, name)
	}
	// CBC accepts at most a hundred characters in x(PERSON,GOAL,START).
	makeUnique(lp.people, 38)
	for i, pair := range pairs {
		lp.pairs[pair] = lp.people[len(m.in.people)+i]
	}
	makeUnique(lp.goals, 24)
	makeUnique(lp.starts, 30)
	makeUnique(lp.counters, 80)
}

// nameThePairs adds the names of the pairs of guests to those of the people, and
// returns the pairs in that order.
func (lp *lpWriter) nameThePairs() (pairs [][2]int32) {
	m := lp.model
	lp.pairs = map[[2]int32]string{}
	for i := range m.problem.Items {
		second := m.second(int32(i))
		pair := [2]int32{m.problem.Items[i].Job, second}
		if _, named := lp.pairs[pair]; second < 0 || named {
			continue
		}
		lp.pairs[pair] = ""
		pairs = append(pairs, pair)
		lp.people = append(lp.people, string(m.in.people[pair[0]].ID[:min(18, len(m.in.people[pair[0]].ID))]+"_and_"+m.in.people[pair[1]].ID))
	}
	return pairs
}

// indexItems finds the items of each counter and start, and the starts of each day.
func (lp *lpWriter) indexItems() {
	m, p := lp.model, &lp.model.problem
	lp.itemsOf, lp.itemsAt = make([][]int32, len(lp.counters)), make([][]int32, len(p.Starts))
	for i := range p.Items {
		start := p.Items[i].Start
		lp.itemsAt[start] = append(lp.itemsAt[start], int32(i))
		for _, c := range m.eachCounter(int32(i)) {
			lp.itemsOf[c] = append(lp.itemsOf[c], int32(i))
		}
	}
	days := make([][]int32, len(p.Days))
	for s := range p.Starts {
		if day := p.Starts[s].Day; len(lp.itemsAt[s]) > 0 {
			days[day] = append(days[day], int32(s))
		}
	}
	for _, day := range days {
		slices.SortStableFunc(day, func(s, t int32) int {
			x, y := p.Starts[s], p.Starts[t]
			return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
		})
		if len(day) > 0 {
			lp.days = append(lp.days, day)
		}
	}
}

// makeUnique changes names so that they differ from each other and contain only
// characters that the format allows.
func makeUnique(names []string, limit int) {
	taken := map[string]int{}
	for i, name := range names {
		plain := make([]byte, 0, limit)
		for _, r := range name {
			switch {
			case len(plain) == limit:
			case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '.', r == '@', r == '_':
				plain = append(plain, byte(r))
			default:
				plain = append(plain, '_')
			}
		}
		names[i] = string(plain)
		for n := 2; taken[names[i]] > 0; n++ {
			names[i] = fmt.Sprintf("%s~%d", plain, n)
		}
		taken[names[i]]++
	}
}

func (lp *lpWriter) itemName(i int32) string {
	it := &lp.model.problem.Items[i]
	guests := lp.people[it.Job]
	if second := lp.model.second(i); second >= 0 {
		guests = lp.pairs[[2]int32{it.Job, second}]
	}
	return "x(" + guests + "," + lp.goals[lp.model.goal(i)] + "," + lp.starts[it.Start] + ")"
}

// gainName returns the variable of the k-th meeting in counter c.
func (lp *lpWriter) gainName(c, k int) string { return fmt.Sprintf("%s~no%d", lp.counters[c], k+1) }

// gains returns what the first, second, ... meeting in counter c is worth.
func (lp *lpWriter) gains(c int) []int64 {
	if g := lp.model.counters.all[c].group; g >= 0 {
		return lp.model.problem.Groups[g].Gains
	}
	return nil
}

// sequenced reports whether the day with those starts holds more than one coffee.
func (lp *lpWriter) sequenced(day []int32) bool {
	return lp.model.problem.DayCapacity(lp.model.problem.Starts[day[0]].Day) > 1
}

func (lp *lpWriter) printf(format string, args ...any) { fmt.Fprintf(lp.out, format, args...) }

func (lp *lpWriter) writeProgram() {
	in := lp.model.in
	lp.printf("\\ fika: coffees of %s from %s on, %d people, %d starts, %d meetings that the rules allow\n",
		in.config.Me, in.today, len(in.people), len(slices.Concat(lp.days...)), len(lp.model.problem.Items))
	lp.printf("\\ 1000 points are one ordinary coffee for a goal of weight 1\n")
	lp.printf("Maximize\n points: 0 nothing\n")
	lp.writeObjective()
	lp.printf("Subject To\n nothing: nothing = 0\n")
	for c := range lp.counters {
		lp.writeCounter(c)
	}
	for _, day := range lp.days {
		if lp.sequenced(day) {
			lp.writeSequence(day)
		}
	}
	lp.writeTooClose()
	lp.printf("Bounds\n")
	lp.eachGain(func(c, k int, _ int64) { lp.printf(" 0 <= %s <= 1\n", lp.gainName(c, k)) })
	lp.printf("Binaries\n")
	for i := range lp.model.problem.Items {
		lp.printf(" %s\n", lp.itemName(int32(i)))
	}
	lp.printf("End\n")
}

// writeObjective writes what each meeting, count and sequence is worth.
func (lp *lpWriter) writeObjective() {
	p := &lp.model.problem
	for _, day := range lp.days {
		several := lp.sequenced(day)
		for _, s := range day {
			for _, i := range lp.itemsAt[s] {
				value := p.Items[i].Value
				if !several {
					value += p.StartCostAlone(s)
				}
				lp.printf(" %+d %s\n", value, lp.itemName(i))
			}
			if several {
				lp.printf(" %+d first(%s)\n", p.StartCostAlone(s), lp.starts[s])
			}
		}
	}
	lp.eachGain(func(c, k int, gain int64) { lp.printf(" %+d %s\n", gain, lp.gainName(c, k)) })
	for _, day := range lp.days {
		if lp.sequenced(day) {
			lp.eachPair(day, func(s, t int32) { lp.printf(" %+d then(%s,%s)\n", p.StartCostAfter(s, t), lp.starts[s], lp.starts[t]) })
		}
	}
}

// eachGain calls f with every gain of every counter.
func (lp *lpWriter) eachGain(say func(c, k int, gain int64)) {
	for c := range lp.counters {
		for k, gain := range lp.gains(c) {
			say(c, k, gain)
		}
	}
}

// eachPair calls f with every two starts of a day that can follow each other.
func (lp *lpWriter) eachPair(day []int32, say func(s, t int32)) {
	for i, s := range day {
		for _, t := range day[i+1:] {
			if !lp.model.problem.TooClose(s, t) {
				say(s, t)
			}
		}
	}
}

// writeCounter writes how many meetings counter c may hold, and ties its gains to
// their number.
func (lp *lpWriter) writeCounter(c int) {
	room, members := lp.model.counters.all[c].capacity, lp.itemsOf[c]
	if room < len(members) {
		lp.printf(" %s:", lp.counters[c])
		lp.writeSum("+", members)
		lp.printf(" <= %d\n", room)
	}
	if gains := lp.gains(c); len(gains) > 0 {
		lp.printf(" %s~gains:", lp.counters[c])
		lp.writeSum("+", members)
		for k := range gains {
			lp.printf(" - %s", lp.gainName(c, k))
		}
		lp.printf(" = 0\n")
	}
}

// writeSum writes the sum of items. One that is twice in a row has the coefficient 2.
func (lp *lpWriter) writeSum(sign string, items []int32) {
	for k := 0; k < len(items); k++ {
		if k+1 < len(items) && items[k+1] == items[k] {
			lp.printf(" %s 2 %s\n", sign, lp.itemName(items[k]))
			k++
		} else {
			lp.printf(" %s %s\n", sign, lp.itemName(items[k]))
		}
	}
}

// writeSequence makes the coffees of a day a sequence: one is first, and each of the
// others follows exactly one other.
func (lp *lpWriter) writeSequence(day []int32) {
	before, after := map[int32][]int32{}, map[int32][]int32{}
	lp.eachPair(day, func(s, t int32) {
		before[t], after[s] = append(before[t], s), append(after[s], t)
	})
	lp.printf(" one_first_%s:", lp.starts[day[0]])
	for _, s := range day {
		lp.printf(" + first(%s)\n", lp.starts[s])
	}
	lp.printf(" <= 1\n")
	for _, t := range day {
		lp.printf(" before_%s: first(%s)", lp.starts[t], lp.starts[t])
		for _, s := range before[t] {
			lp.printf(" + then(%s,%s)\n", lp.starts[s], lp.starts[t])
		}
		lp.writeSum("-", lp.itemsAt[t])
		lp.printf(" = 0\n")
		if len(after[t]) == 0 {
			continue
		}
		lp.printf(" after_%s:", lp.starts[t])
		for _, u := range after[t] {
			lp.printf(" + then(%s,%s)\n", lp.starts[t], lp.starts[u])
		}
		lp.writeSum("-", lp.itemsAt[t])
		lp.printf(" <= 0\n")
	}
}

// writeTooClose keeps coffees of different days apart, where windows reach midnight.
func (lp *lpWriter) writeTooClose() {
	for d := 1; d < len(lp.days); d++ {
		for _, s := range lp.days[d-1] {
			for _, t := range lp.days[d] {
				if !lp.model.problem.TooClose(s, t) {
					break // and all later ones
				}
				lp.printf(" own_%s_%s:", lp.starts[s], lp.starts[t])
				lp.writeSum("+", slices.Concat(lp.itemsAt[s], lp.itemsAt[t]))
				lp.printf(" <= 1\n")
			}
		}
	}
}
