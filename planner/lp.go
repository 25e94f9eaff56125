package planner

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"fika/internal/span"
)

// WriteLP writes the problem that [Decide] solves as an integer program in the
// CPLEX LP format, as CBC and GLPK read it, so that anybody can check with
// a solver that a plan is the best one: the optimum is its score. All
// that the rules allow is in it, also what Decide leaves out because something
// else is as good. A plan of no meetings is worth 0, so the objective has no
// constant.
//
// A variable x(PERSON,GOAL,START) is 1 if they meet. Rows named by a code of a
// rule say how many may be together. A row named by a want or a department
// counts in variables of its own, from 0 to 1, what the first, second, ... is
// worth; because that never grows, the first is taken before the second. On a
// day that holds several coffees, first(START) and then(START,START) are the
// sequence of the day: what a coffee costs the user's focus depends on the one
// before.
func WriteLP(w io.Writer, now time.Time, rules Rules, world World) error {
	m := newView(now, rules, world, "").surveyed(true).model
	all := make([]int32, len(m.items))
	for i := range all {
		all[i] = int32(i)
	}
	lp := &program{model: m, frame: m.newFrame(all), out: bufio.NewWriter(w)}
	lp.name()
	lp.write()
	return lp.out.Flush()
}

// program is the model on its way into an LP file.
type program struct {
	model *model
	frame *frame
	out   *bufio.Writer

	people, goals, starts []string // by index in the model
	groups                []string
	members               [][]int32 // by group
	at                    [][]int32 // by spot: the items
}

// name finds a name for everything, and what belongs to each.
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
	for i := range m.groups {
		key := m.groups[i].key
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
		lp.groups = append(lp.groups, name)
	}
	// CBC takes a hundred characters for x(PERSON,GOAL,START).
	unlike(lp.people, 38)
	unlike(lp.goals, 24)
	unlike(lp.starts, 30)
	unlike(lp.groups, 80)
	spots := make([]int, len(m.slots))
	for s := range lp.frame.spots {
		spots[lp.frame.spots[s].slot] = s
	}
	lp.members, lp.at = make([][]int32, len(m.groups)), make([][]int32, len(lp.frame.spots))
	for i := range m.items {
		it := &m.items[i]
		lp.at[spots[it.slot]] = append(lp.at[spots[it.slot]], int32(i))
		for _, g := range it.groups {
			if g >= 0 {
				lp.members[g] = append(lp.members[g], int32(i))
			}
		}
	}
}

// unlike makes names that the format allows, no two of them alike.
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
	it := &lp.model.items[i]
	return "x(" + lp.people[it.person] + "," + lp.goals[it.goal] + "," + lp.starts[it.slot] + ")"
}

func (lp *program) spot(s int) string { return lp.starts[lp.frame.spots[s].slot] }

// gain names the variable of the k-th in a group that is worth less each time.
func (lp *program) gain(g, k int) string { return fmt.Sprintf("%s~no%d", lp.groups[g], k+1) }

// several reports whether day d holds more than one coffee.
func (lp *program) several(d int32) bool { return lp.frame.after[d] != nil }

func (lp *program) say(format string, args ...any) { fmt.Fprintf(lp.out, format, args...) }

func (lp *program) write() {
	v := lp.model.view
	lp.say("\\ fika: coffees of %s from %s on, %d people, %d starts, %d meetings that the rules allow\n",
		v.rules.Me, v.today, len(v.people), len(lp.frame.spots), len(lp.model.items))
	lp.say("\\ 1000 points are one ordinary coffee for a goal of weight 1\n")
	lp.say("Maximize\n points: 0 nothing\n")
	lp.objective()
	lp.say("Subject To\n nothing: nothing = 0\n")
	for g := range lp.groups {
		lp.group(g)
	}
	for d := range lp.frame.days {
		if lp.several(int32(d)) {
			lp.sequence(d)
		}
	}
	lp.close()
	lp.say("Bounds\n")
	lp.each(func(g, k int, _ Points) { lp.say(" 0 <= %s <= 1\n", lp.gain(g, k)) })
	lp.say("Binaries\n")
	for i := range lp.model.items {
		lp.say(" %s\n", lp.item(int32(i)))
	}
	lp.say("End\n")
}

// objective is what each meeting, count and sequence is worth.
func (lp *program) objective() {
	m, f := lp.model, lp.frame
	for s, items := range lp.at {
		for _, i := range items {
			value := m.items[i].value
			if !lp.several(f.spots[s].day) {
				value += m.alone[m.items[i].slot]
			}
			lp.say(" %+d %s\n", value, lp.item(i))
		}
		if lp.several(f.spots[s].day) {
			lp.say(" %+d first(%s)\n", f.spots[s].alone/fine, lp.spot(s))
		}
	}
	lp.each(func(g, k int, worth Points) { lp.say(" %+d %s\n", worth, lp.gain(g, k)) })
	for d := range f.days {
		lp.pairs(d, func(s, t int, cost int64) { lp.say(" %+d then(%s,%s)\n", cost/fine, lp.spot(s), lp.spot(t)) })
	}
}

// each calls say with every gain of every group that has some.
func (lp *program) each(say func(g, k int, worth Points)) {
	for g := range lp.model.groups {
		for k, worth := range lp.model.groups[g].worth {
			say(g, k, worth)
		}
	}
}

// pairs calls say with every two spots of day d that can follow each other.
func (lp *program) pairs(d int, say func(s, t int, cost int64)) {
	if !lp.several(int32(d)) {
		return
	}
	day := lp.frame.days[d]
	n := day.to - day.from
	for s := range n {
		for t := s + 1; t < n; t++ {
			if cost := lp.frame.after[d][s*n+t]; cost != never {
				say(day.from+s, day.from+t, cost)
			}
		}
	}
}

// group is what a group may hold, and how its count and its gains agree.
func (lp *program) group(g int) {
	group, members := &lp.model.groups[g], lp.members[g]
	if group.room < len(members) {
		lp.say(" %s:", lp.groups[g])
		lp.sum("+", members)
		lp.say(" <= %d\n", group.room)
	}
	if len(group.worth) > 0 {
		lp.say(" %s~gains:", lp.groups[g])
		lp.sum("+", members)
		for k := range group.worth {
			lp.say(" - %s", lp.gain(g, k))
		}
		lp.say(" = 0\n")
	}
}

func (lp *program) sum(sign string, items []int32) {
	for _, i := range items {
		lp.say(" %s %s\n", sign, lp.item(i))
	}
}

// sequence makes the coffees of day d one sequence: one is first, and each other
// follows one that nothing else follows.
func (lp *program) sequence(d int) {
	day := lp.frame.days[d]
	before, after := make([][]int, day.to), make([][]int, day.to)
	lp.pairs(d, func(s, t int, _ int64) {
		before[t], after[s] = append(before[t], s), append(after[s], t)
	})
	lp.say(" one_first_%s:", lp.spot(day.from))
	for s := day.from; s < day.to; s++ {
		lp.say(" + first(%s)\n", lp.spot(s))
	}
	lp.say(" <= 1\n")
	for t := day.from; t < day.to; t++ {
		lp.say(" before_%s: first(%s)", lp.spot(t), lp.spot(t))
		for _, s := range before[t] {
			lp.say(" + then(%s,%s)\n", lp.spot(s), lp.spot(t))
		}
		lp.sum("-", lp.at[t])
		lp.say(" = 0\n")
		if len(after[t]) == 0 {
			continue
		}
		lp.say(" after_%s:", lp.spot(t))
		for _, u := range after[t] {
			lp.say(" + then(%s,%s)\n", lp.spot(t), lp.spot(u))
		}
		lp.sum("-", lp.at[t])
		lp.say(" <= 0\n")
	}
}

// close keeps coffees of different days apart, where windows reach midnight.
func (lp *program) close() {
	m, f := lp.model, lp.frame
	at := func(s int) span.Span { return m.slots[f.spots[s].slot].Span }
	for d := 1; d < len(f.days); d++ {
		for s := f.days[d-1].from; s < f.days[d-1].to; s++ {
			for t := f.days[d].from; t < f.days[d].to && m.view.tooClose(at(s), at(t)); t++ {
				lp.say(" own_%s_%s:", lp.spot(s), lp.spot(t))
				lp.sum("+", slices.Concat(lp.at[s], lp.at[t]))
				lp.say(" <= 1\n")
			}
		}
	}
}
