package planner_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"fika/planner"
)

// progress hears how far each goal has come.
func (w *witness) progress() {
	for _, s := range planner.Progress(w.told.now, w.told.rules, w.told.world) {
		if want := w.standing(w.goal(s.Goal)); s.Text != want {
			w.t.Errorf("world %d: %q, want %q", w.seed, s.Text, want)
		}
	}
}

// standing returns how far g has come, in the words of fika goals.
func (s *reader) standing(g *planner.Goal) string {
	if g.Until != (planner.Date{}) && dayOf(g.Until) < s.today {
		return fmt.Sprintf("%s ended on %s", g.ID, s.date(dayOf(g.Until)))
	}
	missing := s.short(g)
	if g.Want.Each > 0 {
		return s.rhythmStanding(g, missing)
	}
	from, next := period(g.Want.Per, s.today)
	met, live := s.wanted(g, &planner.Person{}, from)
	wanted, noun := g.Want.Meetings, "meeting"
	if g.Want.Cover != "" {
		met, live, wanted, noun = 0, 0, 0, string(g.Want.Cover)
		values := map[string]bool{}
		for i := range s.world.People {
			p := &s.world.People[i]
			barred := slices.ContainsFunc(bars, func(c planner.Code) bool { return !s.mayAsk(c, p) })
			if value := covered(g, p); value == "" || values[value] || barred || !fits(g, p) {
				continue
			}
			values[covered(g, p)] = true
			took, comes := s.wanted(g, p, from)
			wanted, met, live = wanted+1, met+pick(took > 0, 1, 0), live+pick(took == 0 && comes > 0, 1, 0)
		}
	}
	late := met+live < wanted*(s.today-from)/(next-from)
	text := fmt.Sprintf("%d of %d %s%s this %s", met, wanted, noun, pick(wanted == 1, "", "s"), g.Want.Per)
	return text + rest(live, missing, late)
}

func (s *reader) rhythmStanding(g *planner.Goal, missing int) string {
	wanted, met, live, late := 0, 0, 0, false
	for i := range s.world.People {
		p := &s.world.People[i]
		if slices.ContainsFunc(bars, func(c planner.Code) bool { return !s.mayAsk(c, p) }) || !fits(g, p) || !tieFits(g, p) {
			continue
		}
		wanted++
		last := s.lastMet(p)
		since := s.today - s.day(last)
		switch {
		case !last.IsZero() && since < g.Want.Each:
			met++
		case s.past(p).live != nil:
			live++
		default:
			late = late || last.IsZero() || since >= max(g.Want.Each, g.Want.Latest)
		}
	}
	if wanted == 0 {
		return "it looks for nobody among your people"
	}
	return fmt.Sprintf("%d of %d %s met within %s", met, wanted, pick(wanted == 1, "person", "people"), whileOf(g.Want.Each)) + rest(live, missing, late)
}

func rest(live, missing int, late bool) string {
	return pick(live > 0, fmt.Sprintf(", %d on the way", live), "") + pick(missing > 0, fmt.Sprintf(", %d missing", missing), "") + pick(late, ", behind schedule", "")
}

// advice hears which knob would help, and turns it.
func (w *witness) advice(plan planner.Plan) {
	if w.seed%4 != 0 { // each knob costs a plan
		return
	}
	meetings := func(p planner.Plan, g planner.GoalID) (n int) {
		for _, m := range p.Meetings {
			n += pick(m.Goal == g, 1, 0)
		}
		return n
	}
	for _, a := range planner.Advise(w.told.now, w.told.rules, w.told.world, plan) {
		m := regexp.MustCompile(`^(.*) gives (\d+) more$`).FindStringSubmatch(a.Text)
		rules, world := w.told.rules, w.told.world
		world.Goals = slices.Clone(world.Goals)
		if m == nil || !reorder(m[1], &rules, world.Goals) {
			w.t.Errorf("world %d: no knob that anybody knows: %q", w.seed, a.Text)
			continue
		}
		after := planner.Decide(w.told.now, rules, world)
		if more := meetings(after, a.Goal) - meetings(plan, a.Goal); more != number(m[2]) || more != a.MoreMeetings {
			w.t.Errorf("world %d: %s: %q, and it gives %d", w.seed, a.Goal, a.Text, more)
		}
	}
}

// reorder does to the file what a piece of advice says, in the file's words.
func reorder(text string, r *planner.Rules, goals []planner.Goal) bool {
	var n int
	var id, from, to, day string
	days := map[string]time.Weekday{"Sun": 0, "Mon": 1, "Tue": 2, "Wed": 3, "Thu": 4, "Fri": 5, "Sat": 6}
	scan := func(format string, into ...any) bool {
		k, err := fmt.Sscanf(text, format, into...)
		return err == nil && k == len(into)
	}
	switch {
	case scan("open = %d", &n):
		r.Open = n
	case scan("per_day = %d", &n):
		r.PerDay = n
	case scan("per_week = %d", &n):
		r.PerWeek = n
	case scan(`notice = "%dd"`, &n):
		r.Notice = n
	case scan(`horizon = "%dd"`, &n):
		r.Horizon = n
	case scan(`busy_week = "%dh"`, &n):
		r.BusyWeek = time.Duration(n) * time.Hour
	case scan("windows: adding %s %s", &day, &from):
		from, to, _ = strings.Cut(from, "-")
		clock := func(s string) planner.Clock { return planner.Clock(60*number(s[:2]) + number(s[3:])) }
		r.Windows[days[day]] = joined(append(slices.Clone(r.Windows[days[day]]), planner.Hours{From: clock(from), To: clock(to)}))
	case scan("%2s: minutes = %d", &id, &n):
		goals[id[1]-'0'].Length = time.Duration(n) * time.Minute
	case scan("%2s: tie: adding %q", &id, &to):
		g := &goals[id[1]-'0']
		g.Ties = append(slices.Clone(g.Ties), planner.TieClass(to))
	default:
		return false
	}
	return true
}

// joined returns hours without one that begins before another ends.
func joined(hours []planner.Hours) (all []planner.Hours) {
	slices.SortFunc(hours, func(a, b planner.Hours) int { return int(a.From - b.From) })
	for _, h := range hours {
		if last := len(all) - 1; last >= 0 && h.From <= all[last].To {
			all[last].To = max(all[last].To, h.To)
		} else {
			all = append(all, h)
		}
	}
	return all
}
