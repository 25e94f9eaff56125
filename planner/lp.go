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

// WriteLP writes the problem that [Decide] solves as an integer program in the
// CPLEX LP format, which CBC and GLPK read. So anybody can check with a solver that
// a plan is the best one: the optimum is its score. The file has everything that
// the rules allow, also what Decide leaves out because something else is as good.
// A plan of no meetings is worth 0, so the objective has no constant.
//
// A variable x(PERSON,GOAL,START) is 1 if they meet. Rows named by a code of a
// rule say how many meetings may be together. A want or a department has variables
// of its own, from 0 to 1, for its first, second, ... meeting. Their worth never
// grows, so the first is taken before the second. On a day that holds several
// coffees, first(START) and then(START,START) are the sequence of the day, because
// what a coffee costs the user's focus depends on the one before.
func WriteLP(w io.Writer, now time.Time, rules Rules, world World) error {
	lp := &program{model: newView(now, rules, world, "").surveyed(true).model, out: bufio.NewWriter(w)}
	lp.name()
	lp.sort()
	lp.write()
	return lp.out.Flush()
}

// program writes the model as an LP file.
type program struct {
	model *model
	out   *bufio.Writer

	people, goals, starts, counters []string // names by index in the model

	members [][]int32 // by counter: the items
	at      [][]int32 // by start: the items
	days    [][]int32 // those with items: their starts with items, by time
}

// name finds a name for everything.
func (lp *program) name() {
	m := lp.model
	for _, p := range m.view.people {
		lp.people = append(lp.people, string(p.ID))
	}
	for _, g := range m.view.goals {
		lp.goals = append(lp.goals, string(g.ID))
	}
	for i := range m.slots {
		s := &m.slots[i]
		lp.starts = append(lp.starts, fmt.Sprintf("%s_%dm", s.Start.In(m.view.rules.Zone).Format("Mon_2006.01.02_15.04"), int(s.Len()/time.Minute)))
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
	// CBC takes a hundred characters for x(PERSON,GOAL,START).
	unlike(lp.people, 38)
	unlike(lp.goals, 24)
	unlike(lp.starts, 30)
	unlike(lp.counters, 80)
}

// sort finds the items of each counter and start, and the starts of each day.
func (lp *program) sort() {
	m, p := lp.model, &lp.model.problem
	lp.members, lp.at = make([][]int32, len(lp.counters)), make([][]int32, len(p.Starts))
	for i := range p.Items {
		start := p.Items[i].Start
		lp.at[start] = append(lp.at[start], int32(i))
		for _, c := range m.countersOf(int32(i)) {
			if c >= 0 {
				lp.members[c] = append(lp.members[c], int32(i))
			}
		}
	}
	days := make([][]int32, len(p.Days))
	for s := range p.Starts {
		if day := p.Starts[s].Day; len(lp.at[s]) > 0 {
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

// unlike changes names into different ones that the format allows.
func unlike(names []string, most int) {
	taken := map[string]int{}
	for i, name := range names {
		plain := make([]byte, 0, most)
		for _, r := range name {
			switch {
			case len(plain) == most:
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

func (lp *program) item(i int32) string {
	it := &lp.model.problem.Items[i]
	return "x(" + lp.people[it.Job] + "," + lp.goals[lp.model.goal(i)] + "," + lp.starts[it.Start] + ")"
}

// gain names the variable of the k-th meeting in counter c.
func (lp *program) gain(c, k int) string { return fmt.Sprintf("%s~no%d", lp.counters[c], k+1) }

// gains are what the first, second, ... meeting in counter c is worth.
func (lp *program) gains(c int) []int64 {
	if g := lp.model.counters.all[c].group; g >= 0 {
		return lp.model.problem.Groups[g].Gains
	}
	return nil
}

// several reports whether the day of those starts holds more than one coffee.
func (lp *program) several(day []int32) bool {
	return lp.model.problem.Room(lp.model.problem.Starts[day[0]].Day) > 1
}

func (lp *program) say(format string, args ...any) { fmt.Fprintf(lp.out, format, args...) }

func (lp *program) write() {
	v := lp.model.view
	lp.say("\\ fika: coffees of %s from %s on, %d people, %d starts, %d meetings that the rules allow\n",
		v.rules.Me, v.today, len(v.people), len(slices.Concat(lp.days...)), len(lp.model.problem.Items))
	lp.say("\\ 1000 points are one ordinary coffee for a goal of weight 1\n")
	lp.say("Maximize\n points: 0 nothing\n")
	lp.objective()
	lp.say("Subject To\n nothing: nothing = 0\n")
	for c := range lp.counters {
		lp.counter(c)
	}
	for _, day := range lp.days {
		if lp.several(day) {
			lp.sequence(day)
		}
	}
	lp.close()
	lp.say("Bounds\n")
	lp.each(func(c, k int, _ int64) { lp.say(" 0 <= %s <= 1\n", lp.gain(c, k)) })
	lp.say("Binaries\n")
	for i := range lp.model.problem.Items {
		lp.say(" %s\n", lp.item(int32(i)))
	}
	lp.say("End\n")
}

// objective is what each meeting, count and sequence is worth.
func (lp *program) objective() {
	p := &lp.model.problem
	for _, day := range lp.days {
		several := lp.several(day)
		for _, s := range day {
			for _, i := range lp.at[s] {
				value := p.Items[i].Value
				if !several {
					value += p.Alone(s)
				}
				lp.say(" %+d %s\n", value, lp.item(i))
			}
			if several {
				lp.say(" %+d first(%s)\n", p.Alone(s), lp.starts[s])
			}
		}
	}
	lp.each(func(c, k int, gain int64) { lp.say(" %+d %s\n", gain, lp.gain(c, k)) })
	for _, day := range lp.days {
		if lp.several(day) {
			lp.pairs(day, func(s, t int32) { lp.say(" %+d then(%s,%s)\n", p.Then(s, t), lp.starts[s], lp.starts[t]) })
		}
	}
}

// each calls say with every gain of every counter.
func (lp *program) each(say func(c, k int, gain int64)) {
	for c := range lp.counters {
		for k, gain := range lp.gains(c) {
			say(c, k, gain)
		}
	}
}

// pairs calls say with every two starts of a day that can follow each other.
func (lp *program) pairs(day []int32, say func(s, t int32)) {
	for i, s := range day {
		for _, t := range day[i+1:] {
			if !lp.model.problem.Close(s, t) {
				say(s, t)
			}
		}
	}
}

// counter writes how many meetings counter c may hold, and that its gains count
// them.
func (lp *program) counter(c int) {
	room, members := lp.model.counters.all[c].room, lp.members[c]
	if room < len(members) {
		lp.say(" %s:", lp.counters[c])
		lp.sum("+", members)
		lp.say(" <= %d\n", room)
	}
	if gains := lp.gains(c); len(gains) > 0 {
		lp.say(" %s~gains:", lp.counters[c])
		lp.sum("+", members)
		for k := range gains {
			lp.say(" - %s", lp.gain(c, k))
		}
		lp.say(" = 0\n")
	}
}

func (lp *program) sum(sign string, items []int32) {
	for _, i := range items {
		lp.say(" %s %s\n", sign, lp.item(i))
	}
}

// sequence makes the coffees of a day one sequence: one is first, and each of the
// others follows another, which only one may follow.
func (lp *program) sequence(day []int32) {
	before, after := map[int32][]int32{}, map[int32][]int32{}
	lp.pairs(day, func(s, t int32) {
		before[t], after[s] = append(before[t], s), append(after[s], t)
	})
	lp.say(" one_first_%s:", lp.starts[day[0]])
	for _, s := range day {
		lp.say(" + first(%s)\n", lp.starts[s])
	}
	lp.say(" <= 1\n")
	for _, t := range day {
		lp.say(" before_%s: first(%s)", lp.starts[t], lp.starts[t])
		for _, s := range before[t] {
			lp.say(" + then(%s,%s)\n", lp.starts[s], lp.starts[t])
		}
		lp.sum("-", lp.at[t])
		lp.say(" = 0\n")
		if len(after[t]) == 0 {
			continue
		}
		lp.say(" after_%s:", lp.starts[t])
		for _, u := range after[t] {
			lp.say(" + then(%s,%s)\n", lp.starts[t], lp.starts[u])
		}
		lp.sum("-", lp.at[t])
		lp.say(" <= 0\n")
	}
}

// close keeps coffees of different days apart, where windows reach midnight.
func (lp *program) close() {
	for d := 1; d < len(lp.days); d++ {
		for _, s := range lp.days[d-1] {
			for _, t := range lp.days[d] {
				if !lp.model.problem.Close(s, t) {
					break // and all later ones
				}
				lp.say(" own_%s_%s:", lp.starts[s], lp.starts[t])
				lp.sum("+", slices.Concat(lp.at[s], lp.at[t]))
				lp.say(" <= 1\n")
			}
		}
	}
}
