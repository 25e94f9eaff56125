package planner

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fika/internal/mailbox"
)

// Advice is the single change of a setting that would help a goal most.
type Advice struct {
	Goal         GoalID
	Text         string // "open = 4 gives 1 more", with the keys of the configuration
	MoreMeetings int    // meetings for the goal within the horizon, at least 1
}

// Advise finds, for each goal that plan leaves short, the setting that would help
// most: it changes each setting slightly and plans again. A goal that no single
// setting helps gets no advice. Between settings that help equally, it prefers the
// one that gives most meetings to all goals together, then the one that burdens
// colleagues least.
//
// It computes a plan for each setting, so call it for questions and not in each pass.
func Advise(now time.Time, rules Rules, world World, plan Plan) []Advice {
	if len(plan.Unmet) == 0 {
		return nil
	}
	before := meetingsByGoal(plan)
	best := map[GoalID]Advice{}
	total := map[GoalID]int{}
	for _, s := range settingsToTry(rules, world.Goals, plan.Unmet) {
		changed, other := rules, world
		s.change(&changed, &other)
		after := decide(now, changed, other, ignoreUnread)
		if len(after.Meetings) <= len(plan.Meetings) {
			continue // what one goal would gain, another would lose
		}
		for _, u := range plan.Unmet {
			more := meetingsByGoal(after)[u.Goal] - before[u.Goal]
			if s.goal != "" && s.goal != u.Goal || more <= 0 {
				continue
			}
			if known := best[u.Goal]; cmp.Or(cmp.Compare(more, known.MoreMeetings), cmp.Compare(len(after.Meetings), total[u.Goal])) > 0 {
				best[u.Goal] = Advice{u.Goal, fmt.Sprintf("%s gives %d more", s.text, more), more}
				total[u.Goal] = len(after.Meetings)
			}
		}
	}
	var advice []Advice
	for _, u := range plan.Unmet {
		if a, ok := best[u.Goal]; ok {
			advice = append(advice, a)
		}
	}
	return advice
}

// ignoreUnread ignores people whose calendars were not read: the effect of a setting is
// measured among the others.
func ignoreUnread(_ time.Time, _ Rules, _ World, points Points) ([]mailbox.Address, Points) {
	return nil, points
}

func meetingsByGoal(plan Plan) map[GoalID]int {
	n := map[GoalID]int{}
	for _, m := range plan.Meetings {
		n[m.Goal]++
	}
	return n
}

// setting is a small change of the rules or of a goal.
type setting struct {
	goal   GoalID // the goal that it belongs to; "" if it affects all goals
	text   string
	change func(*Rules, *World) // receives copies that share their slices with the originals
}

// settingsToTry returns the settings to try, the mildest first. It leaves out the
// guards of other people, which are promises to them.
func settingsToTry(rules Rules, goals []Goal, unmet []UnmetGoal) []setting {
	all := windowSettings(rules)
	step := func(name string, field func(*Rules) *int, by, low, high int) {
		if value := *field(&rules) + by; value >= low && value <= high {
			all = append(all, setting{text: fmt.Sprintf("%s = %d", name, value), change: func(r *Rules, _ *World) { *field(r) = value }})
		}
	}
	days := func(n int) string { return fmt.Sprintf("%q", fmt.Sprintf("%dd", n)) }
	if notice := rules.Notice - 1; notice >= 0 {
		all = append(all, setting{text: "notice = " + days(notice), change: func(r *Rules, _ *World) { r.Notice = notice }})
	}
	horizon := rules.Horizon + 7
	all = append(all, setting{text: "horizon = " + days(horizon), change: func(r *Rules, _ *World) { r.Horizon = horizon }})
	if rules.BusyWeek > 0 {
		hours := rules.BusyWeek + 4*time.Hour
		all = append(all, setting{text: fmt.Sprintf("busy_week = \"%.0fh\"", hours.Hours()), change: func(r *Rules, _ *World) { r.BusyWeek = hours }})
	}
	step("open", func(r *Rules) *int { return &r.Open }, 1, 1, 100)
	step("open", func(r *Rules) *int { return &r.Open }, 2, 1, 100)
	step("per_day", func(r *Rules) *int { return &r.PerDay }, 1, 1, CeilingPerDay)
	step("per_week", func(r *Rules) *int { return &r.PerWeek }, 1, 1, CeilingPerWeek)
	for _, u := range unmet {
		if i := slices.IndexFunc(goals, func(g Goal) bool { return g.ID == u.Goal }); i >= 0 {
			all = append(all, goalSettings(rules, goals[i], i)...)
		}
	}
	return all
}

// windowSettings returns settings that add two hours of work on one day to the
// windows.
func windowSettings(rules Rules) []setting {
	const block = 120
	var all []setting
	for i := range 7 {
		day := (time.Monday + time.Weekday(i)) % 7
		for _, hours := range rules.Hours[day] {
			for from := hours.From; from < hours.To; from += block {
				added := Hours{from, min(from+block, hours.To)}
				if slices.ContainsFunc(rules.Windows[day], func(w Hours) bool { return w.From <= added.From && added.To <= w.To }) {
					continue
				}
				all = append(all, setting{
					text:   fmt.Sprintf("windows: adding %s %s-%s", day.String()[:3], added.From, added.To),
					change: func(r *Rules, _ *World) { r.Windows[day] = addHours(r.Windows[day], added) },
				})
			}
		}
	}
	return all
}

// addHours returns hours and more together, sorted and without overlap.
func addHours(hours []Hours, more Hours) []Hours {
	all := append(slices.Clone(hours), more)
	slices.SortFunc(all, func(a, b Hours) int { return cmp.Compare(a.From, b.From) })
	merged := all[:1]
	for _, h := range all[1:] {
		if last := &merged[len(merged)-1]; h.From <= last.To {
			last.To = max(last.To, h.To)
		} else {
			merged = append(merged, h)
		}
	}
	return merged
}

// goalSettings returns settings that loosen one goal, which is goals[at].
func goalSettings(rules Rules, g Goal, at int) []setting {
	var all []setting
	add := func(text string, change func(*Goal)) {
		all = append(all, setting{goal: g.ID, text: fmt.Sprintf("%s: %s", g.ID, text), change: func(_ *Rules, w *World) {
			w.Goals = slices.Clone(w.Goals)
			change(&w.Goals[at])
		}})
	}
	length := cmp.Or(g.Length, rules.Length)
	if shorter := length - 10*time.Minute; shorter >= 15*time.Minute {
		add(fmt.Sprintf("minutes = %.0f", shorter.Minutes()), func(g *Goal) { g.Length = shorter })
	}
	for _, class := range []TieClass{TieNew, TieWeak, TieDormant, TieWarm} {
		if len(g.Ties) > 0 && !slices.Contains(g.Ties, class) {
			add(fmt.Sprintf("tie: adding %q", class), func(g *Goal) { g.Ties = append(slices.Clone(g.Ties), class) })
		}
	}
	return all
}
