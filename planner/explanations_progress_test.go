package planner_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"fika/internal/date"
	"fika/planner"
)

// checkProgress checks the progress of each goal.
func (ch *checker) checkProgress() {
	for _, s := range planner.Progress(ch.in.now, ch.in.rules, ch.in.world) {
		g := ch.goal(s.Goal)
		if want := ch.progressText(g) + ch.ladderSuffix(g); s.Text != want {
			ch.t.Errorf("world %d: %q, want %q", ch.seed, s.Text, want)
		}
	}
}

// progressText returns the text of g's progress.
func (ref *reference) progressText(g *planner.Goal) string {
	if g.Until != (date.Date{}) && dayOf(g.Until) < ref.today {
		return fmt.Sprintf("%s ended on %s", g.ID, ref.formatDate(dayOf(g.Until)))
	}
	missing := ref.missing(g)
	if g.Want.Each > 0 {
		return ref.rhythmProgressText(g, missing)
	}
	from, next := period(g.Want.Per, ref.today)
	met, live := ref.metAndLive(g, &planner.Person{}, from)
	wanted, noun := g.Want.Meetings, "meeting"
	if g.Want.Cover != "" {
		met, live, wanted, noun = 0, 0, 0, string(g.Want.Cover)
		values := map[string]bool{}
		for i := range ref.world.People {
			p := &ref.world.People[i]
			barred := slices.ContainsFunc(barCodes, func(c planner.Code) bool { return !ref.personAllowed(c, p) })
			if value := coverValue(g, p); value == "" || values[value] || barred || !matchesFilter(g, p) || !ref.answersFreely(g, p) {
				continue
			}
			values[coverValue(g, p)] = true
			took, comes := ref.metAndLive(g, p, from)
			wanted, met, live = wanted+1, met+pick(took > 0, 1, 0), live+pick(took == 0 && comes > 0, 1, 0)
		}
	}
	late := met+live < wanted*(ref.today-from)/(next-from)
	text := fmt.Sprintf("%d of %d %s%s this %s", met, wanted, noun, pick(wanted == 1, "", "s"), g.Want.Per)
	return text + progressSuffix(live, missing, late)
}

func (ref *reference) rhythmProgressText(g *planner.Goal, missing int) string {
	wanted, met, live, late := 0, 0, 0, false
	for i := range ref.world.People {
		p := &ref.world.People[i]
		if slices.ContainsFunc(barCodes, func(c planner.Code) bool { return !ref.personAllowed(c, p) }) || !matchesFilter(g, p) || !ref.answersFreely(g, p) || !matchesTie(g, p) {
			continue
		}
		wanted++
		last := ref.lastMet(p)
		since := ref.today - ref.day(last)
		switch {
		case !last.IsZero() && since < g.Want.Each:
			met++
		case ref.historyOf(p).live != nil:
			live++
		default:
			late = late || last.IsZero() || since >= max(g.Want.Each, g.Want.Latest)
		}
	}
	if wanted == 0 {
		return "it looks for nobody among your people"
	}
	return fmt.Sprintf("%d of %d %s met within %s", met, wanted, pick(wanted == 1, "person", "people"), formatDays(g.Want.Each)) + progressSuffix(live, missing, late)
}

func progressSuffix(live, missing int, late bool) string {
	return pick(live > 0, fmt.Sprintf(", %d on the way", live), "") + pick(missing > 0, fmt.Sprintf(", %d missing", missing), "") + pick(late, ", behind schedule", "")
}

// checkAdvice applies each piece of advice and checks its effect.
func (ch *checker) checkAdvice(plan planner.Plan) {
	if ch.seed%4 != 0 { // each setting costs a plan
		return
	}
	meetings := func(p planner.Plan, g planner.GoalID) (n int) {
		for _, m := range p.Meetings {
			n += pick(m.Goal == g, 1, 0)
		}
		return n
	}
	for _, a := range planner.Advise(ch.in.now, ch.in.rules, ch.in.world, plan) {
		m := regexp.MustCompile(`^(.*) gives (\d+) more$`).FindStringSubmatch(a.Text)
		rules, world := ch.in.rules, ch.in.world
		world.Goals = slices.Clone(world.Goals)
		if m == nil || !applyAdvice(m[1], &rules, world.Goals) {
			ch.t.Errorf("world %d: unknown setting: %q", ch.seed, a.Text)
			continue
		}
		after := planner.Decide(ch.in.now, rules, world)
		if more := meetings(after, a.Goal) - meetings(plan, a.Goal); more != number(m[2]) || more != a.MoreMeetings {
			ch.t.Errorf("world %d: %s: %q, and it gives %d", ch.seed, a.Goal, a.Text, more)
		}
	}
}

// applyAdvice makes the change that a piece of advice describes.
func applyAdvice(text string, r *planner.Rules, goals []planner.Goal) bool {
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
		clock := func(s string) date.Clock { return date.Clock(60*number(s[:2]) + number(s[3:])) }
		r.Windows[days[day]] = mergeHours(append(slices.Clone(r.Windows[days[day]]), planner.Hours{From: clock(from), To: clock(to)}))
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

// mergeHours returns hours sorted and without overlap.
func mergeHours(hours []planner.Hours) (all []planner.Hours) {
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
