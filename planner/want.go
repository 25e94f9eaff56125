package planner

import (
	"fmt"
	"strings"
	"time"

	"fika/internal/prose"
)

// wanted is the tally of what a goal wants. It is full when the goal has it, and until
// then each meeting is worth a little less than the one before. Met and live meetings
// count, in the period of their start.
func wanted() tally {
	return tally{
		code: CodeWant, knob: "want of the goal",
		counts: func(_ *view, b *Booking) bool { return b.State == StateMet || b.State == StateLive },
		group:  wantGroup,
		most:   (*view).wantMost,
		worth: func(v *view, a *ask, k int) Points {
			worth := goalValue(a.goal) * v.urgency(a) / 1000 * acceptLeast / 1000
			for range k {
				worth = worth * wantDecay / 1000
			}
			return worth
		},
		text: wantText,
	}
}

// wantMost is how many meetings a's goal wants in one period or, for a rhythm, at
// once.
func (v *view) wantMost(a *ask) int {
	switch want := a.goal.Want; {
	case want.Each > 0, want.Cover != "" && v.cover(a.goal, a.person) != "":
		return 1
	case want.Cover != "":
		return 0
	default:
		return want.Meetings
	}
}

// wantGroup counts a rhythm by person, a cover by value and period, a number of
// meetings by period.
func wantGroup(v *view, a *ask) groupKey {
	if a.goal == nil {
		return groupKey{}
	}
	id := string(a.goal.ID)
	switch want := a.goal.Want; {
	case want.Each > 0:
		// A rhythm has no counter: a person has one live coffee at most, and the
		// last real meeting decides when the next is due.
		return groupKey{}
	case want.Cover != "":
		return groupKey{code: CodeWant, id: id, value: v.cover(a.goal, a.person), day: want.Per.Start(a.slot.day)}
	default:
		return groupKey{code: CodeWant, id: id, day: want.Per.Start(a.slot.day)}
	}
}

// everWanted is wantGroup of all periods together.
func everWanted(v *view, a *ask) groupKey {
	key := wantGroup(v, a)
	key.day = Date{}
	return key
}

// cover is p's value of the field that g covers, in the form in which it is compared;
// "" if it is not known.
func (v *view) cover(g *Goal, p *Person) string {
	switch g.Want.Cover {
	case ByDepartment:
		return v.fold(p.Department)
	case BySite:
		return v.fold(p.Site)
	case ByLevel:
		if p.Level > 0 {
			return fmt.Sprint(int(p.Level))
		}
	}
	return ""
}

// coverName is the same as people write it.
func (v *view) coverName(g *Goal, p *Person) string {
	switch g.Want.Cover {
	case ByDepartment:
		return strings.TrimSpace(p.Department)
	case BySite:
		return strings.TrimSpace(p.Site)
	}
	return v.levelName(p.Level)
}

func (v *view) levelName(l Level) string {
	if l > 0 && int(l) <= len(v.rules.Levels) {
		return v.rules.Levels[l-1]
	}
	return "level " + fmt.Sprint(int(l))
}

// wantText says what the want has and wants: in the period of the start or, if all
// starts are asked about, in the first period that has room, or that has none.
func wantText(v *view, a *ask, ok bool) string {
	goal, want := a.goal.ID, a.goal.Want
	switch {
	case want.Each > 0:
		return v.rhythmText(a)
	case want.Cover != "" && v.cover(a.goal, a.person) == "":
		return fmt.Sprintf("the %s of %s is not known, and %s covers each %s", want.Cover, a.name(), goal, want.Cover)
	}
	key := v.wantPeriod(a, ok)
	met, way := v.parts(key, a)
	when := v.when(want.Per, key.day)
	if want.Cover != "" {
		value := v.coverName(a.goal, a.person)
		switch {
		case met > 0:
			return fmt.Sprintf("%s has covered %s %s", goal, value, when)
		case way > 0:
			return fmt.Sprintf("%s covers %s %s with a coffee on its way", goal, value, when)
		}
		return fmt.Sprintf("%s has not covered %s %s", goal, value, when) + v.apart
	}
	text := fmt.Sprintf("%s wants %s %s: ", goal, prose.Count(want.Meetings, "meeting"), when)
	switch {
	case met+way == 0:
		return text + "none yet" + v.apart
	case way == 0:
		return text + fmt.Sprintf("%d met", met) + v.apart
	case met == 0:
		return text + fmt.Sprintf("none met, %d on %s", way, theirWay(way)) + v.apart
	}
	return text + fmt.Sprintf("%d met, %d on %s", met, way, theirWay(way)) + v.apart
}

// wantPeriod is the counter that a sentence about a's want speaks of.
func (v *view) wantPeriod(a *ask, ok bool) groupKey {
	if a.slot != nil {
		return wantGroup(v, a)
	}
	one := *a
	one.slot = &slot{day: v.today}
	now := wantGroup(v, &one)
	for key := now; !v.last.Before(key.day); key.day = a.goal.Want.Per.next(key.day) {
		if room := v.wantMost(a) - v.counted[key]; (room > 0) == ok {
			return key
		}
	}
	return now
}

// rhythmText says when a rhythm is due.
func (v *view) rhythmText(a *ask) string {
	wants := fmt.Sprintf("%s wants to meet %s every %s", a.goal.ID, a.name(), interval(a.goal.Want.Each))
	if a.lastReal().IsZero() {
		return wants + ", and you have not met"
	}
	last := v.dateOf(a.lastReal())
	due, word := last.AddDays(a.goal.Want.Each), "due"
	if due.Before(v.today) {
		word = "due since"
	}
	return fmt.Sprintf("%s; you met on %s, %s %s", wants, v.date(last), word, v.date(due))
}

// urgency is how much a meeting is needed, in thousandths: 1000 is just in time.
func (v *view) urgency(a *ask) Points {
	switch want := a.goal.Want; {
	case want.Each > 0:
		return v.rhythmUrgency(a)
	case want.Cover != "":
		return v.coverUrgency(a)
	default:
		return v.paceUrgency(a)
	}
}

// rhythmUrgency is the time since the last real meeting over the interval. If the goal
// has a longest pause, it rises faster, and is at its height a whole horizon before
// that pause is over: asked on the last day, a guest could choose only that day. It is
// highest for people who were never met.
func (v *view) rhythmUrgency(a *ask) Points {
	last, want := a.lastReal(), a.goal.Want
	if last.IsZero() {
		return urgencyMost
	}
	since := v.dateOf(last).daysUntil(v.today)
	if late := since - want.Each; want.Latest > 0 && late >= 0 {
		room := max(1, want.Latest-v.rules.Horizon-want.Each)
		return min(1000+(urgencyMost-1000)*Points(late)/Points(room), urgencyMost)
	}
	return min(max(Points(since)*1000/Points(want.Each), urgencyLeast), urgencyMost)
}

// coverUrgency grows with the time since the goal last covered the value. It is
// highest if it never did.
func (v *view) coverUrgency(a *ask) Points {
	last := v.covered[everWanted(v, a)]
	if last.IsZero() {
		return coverMost
	}
	start := a.goal.Want.Per.Start(v.today)
	period := start.daysUntil(a.goal.Want.Per.next(start))
	return min(max(Points(last.daysUntil(v.today))*1000/Points(period), urgencyLeast), coverMost)
}

// paceUrgency compares the share of the want that is met or on its way with the
// share of the period that is over.
func (v *view) paceUrgency(a *ask) Points {
	key := wantGroup(v, a)
	if pace, ok := v.paces[key]; ok {
		return pace
	}
	elapsed, length := max(0, key.day.daysUntil(v.today)), key.day.daysUntil(a.goal.Want.Per.next(key.day))
	wanted := max(1, a.goal.Want.Meetings)
	late := 1000*elapsed/length - 1000*v.counted[key]/wanted
	pace := min(max(1000+Points(late), urgencyLeast), urgencyMost)
	v.paces[key] = pace
	return pace
}

// latestDay is the last day on which a meeting with a's person keeps the longest
// pause of a rhythm. It is zero if every start of the horizon keeps it, or none does.
func (v *view) latestDay(a *ask) Date {
	last := a.lastReal()
	if a.goal.Want.Each == 0 || a.goal.Want.Latest == 0 || last.IsZero() {
		return Date{}
	}
	day := v.dateOf(last).AddDays(a.goal.Want.Latest)
	if day.Before(v.today) || !day.Before(v.last) {
		return Date{}
	}
	return day
}

// covers remembers that b covered its value for its goal.
func (v *view) covers(b *Booking, a *ask) {
	if b.State != StateMet || a.goal == nil || a.goal.Want.Cover == "" {
		return
	}
	key := everWanted(v, a)
	if day := v.dateOf(b.Span.Start); v.covered[key].Before(day) {
		v.covered[key] = day
	}
}

// next is the first day of the period after the one that begins on start.
func (p Period) next(start Date) Date {
	t := start.noon()
	switch p {
	case PerWeek:
		t = t.AddDate(0, 0, 7)
	case PerMonth:
		t = t.AddDate(0, 1, 0)
	case PerYear:
		t = t.AddDate(1, 0, 0)
	default:
		t = t.AddDate(0, 3, 0)
	}
	return DateOf(t, time.UTC)
}

// daysUntil is the number of days from d to other, negative if other is earlier.
func (d Date) daysUntil(other Date) int {
	return int(other.noon().Sub(d.noon()) / (24 * time.Hour))
}
