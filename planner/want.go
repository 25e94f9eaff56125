package planner

import (
	"fmt"
	"strings"

	"fika/internal/date"
	"fika/internal/prose"
)

// newWantQuota returns the quota of what a goal wants. It is full when the goal has
// it. Until then each meeting is worth a little less than the one before. Met and
// live meetings count in the period of their start.
func newWantQuota() quota {
	return quota{
		code: CodeWant, setting: "want of the goal",
		counts: func(_ *input, b *Booking) bool { return b.State == StateMet || b.State == StateLive },
		key:    wantKey,
		limit:  (*input).wantLimit,
		value: func(in *input, q *query, k int) Points {
			worth := goalValue(q.goal) * in.urgency(q) / 1000 * minAcceptance / 1000
			for range k {
				worth = worth * wantDecay / 1000
			}
			return worth
		},
		text: wantText,
	}
}

// wantLimit returns how many meetings the goal wants in one period or, for a rhythm,
// at the same time.
func (in *input) wantLimit(q *query) int {
	switch want := q.goal.Want; {
	case want.Each > 0, want.Cover != "" && in.coverValue(q.goal, q.person) != "":
		return 1
	case want.Cover != "":
		return 0
	default:
		return want.Meetings
	}
}

// wantKey returns the counter of a want: by value and period for a cover, by period
// for a number of meetings.
func wantKey(in *input, q *query) counterKey {
	if q.goal == nil {
		return counterKey{}
	}
	id := string(q.goal.ID)
	switch want := q.goal.Want; {
	case want.Each > 0:
		// A rhythm needs no counter: a person has at most one live booking, and the
		// last meeting decides when the next one is due.
		return counterKey{}
	case want.Cover != "":
		return counterKey{code: CodeWant, id: id, value: in.coverValue(q.goal, q.person), day: want.Per.Start(q.slot.day)}
	default:
		return counterKey{code: CodeWant, id: id, day: want.Per.Start(q.slot.day)}
	}
}

// wantKeyOfAllPeriods is wantKey for all periods together.
func wantKeyOfAllPeriods(in *input, q *query) counterKey {
	key := wantKey(in, q)
	key.day = date.Date{}
	return key
}

// coverValue returns p's value of the field that g covers, in folded form; "" if it
// is not known.
func (in *input) coverValue(g *Goal, p *Person) string {
	switch g.Want.Cover {
	case ByDepartment:
		return in.fold(p.Department)
	case BySite:
		return in.fold(p.Site)
	case ByLevel:
		if p.Level > 0 {
			return fmt.Sprint(int(p.Level))
		}
	}
	return ""
}

// coverName returns the same value as the sources spell it.
func (in *input) coverName(g *Goal, p *Person) string {
	switch g.Want.Cover {
	case ByDepartment:
		return strings.TrimSpace(p.Department)
	case BySite:
		return strings.TrimSpace(p.Site)
	}
	return in.levelName(p.Level)
}

func (in *input) levelName(l Level) string {
	if l > 0 && int(l) <= len(in.config.Levels) {
		return in.config.Levels[l-1]
	}
	return "level " + fmt.Sprint(int(l))
}

// wantText says what the want has and wants: in the period of the start or, for all
// starts together, in the first period that has room, or that has none.
func wantText(in *input, q *query, ok bool) string {
	goal, want := q.goal.ID, q.goal.Want
	switch {
	case want.Each > 0:
		return in.rhythmText(q)
	case want.Cover != "" && in.coverValue(q.goal, q.person) == "":
		return fmt.Sprintf("the %s of %s is not known, and %s covers each %s", want.Cover, q.personName(), goal, want.Cover)
	}
	key := in.wantKeyForText(q, ok)
	met, live := in.metAndLive(key, q)
	when := in.periodName(want.Per, key.day)
	if want.Cover != "" {
		value := in.coverName(q.goal, q.person)
		switch {
		case met > 0:
			return fmt.Sprintf("%s has covered %s %s", goal, value, when)
		case live > 0:
			return fmt.Sprintf("%s covers %s %s with a coffee on its way", goal, value, when)
		}
		return fmt.Sprintf("%s has not covered %s %s", goal, value, when) + in.exceptSuffix
	}
	text := fmt.Sprintf("%s wants %s %s: ", goal, prose.Count(want.Meetings, "meeting"), when)
	switch {
	case met+live == 0:
		return text + "none yet" + in.exceptSuffix
	case live == 0:
		return text + fmt.Sprintf("%d met", met) + in.exceptSuffix
	case met == 0:
		return text + fmt.Sprintf("none met, %d on %s", live, itsOrTheirWay(live)) + in.exceptSuffix
	}
	return text + fmt.Sprintf("%d met, %d on %s", met, live, itsOrTheirWay(live)) + in.exceptSuffix
}

// wantKeyForText returns the counter that a sentence about q's want describes.
func (in *input) wantKeyForText(q *query, ok bool) counterKey {
	if q.slot != nil {
		return wantKey(in, q)
	}
	one := *q
	one.slot = &slot{day: in.today}
	now := wantKey(in, &one)
	for key := now; !in.lastDay.Before(key.day); key.day = q.goal.Want.Per.next(key.day) {
		if room := in.wantLimit(q) - in.used[key]; (room > 0) == ok {
			return key
		}
	}
	return now
}

// rhythmText says when a person is due.
func (in *input) rhythmText(q *query) string {
	wants := fmt.Sprintf("%s wants to meet %s every %s", q.goal.ID, q.personName(), formatDays(q.goal.Want.Each))
	if q.lastMeeting().IsZero() {
		return wants + ", and you have not met"
	}
	last := in.dateOf(q.lastMeeting())
	due, word := last.AddDays(q.goal.Want.Each), "due"
	if due.Before(in.today) {
		word = "due since"
	}
	return fmt.Sprintf("%s; you met on %s, %s %s", wants, in.formatDate(last), word, in.formatDate(due))
}

// urgency returns how urgent a meeting is, in thousandths: 1000 means just in time. An
// event that the goal waits for makes it most urgent for some days.
func (in *input) urgency(q *query) Points {
	switch want := q.goal.Want; {
	case in.isTimely(q.goal):
		return maxUrgency
	case want.Each > 0:
		return in.rhythmUrgency(q)
	case want.Cover != "":
		return in.coverUrgency(q)
	default:
		return in.paceUrgency(q)
	}
}

// isTimely reports whether an event makes g most urgent today. If g has no such event, the
// day is zero, and so in the past.
func (in *input) isTimely(g *Goal) bool { return !g.Timely.Before(in.today) }

// rhythmUrgency returns the time since the last meeting divided by the interval. If
// the goal has a longest pause, the urgency rises faster and reaches its maximum one
// horizon before the pause ends, because a guest who is invited on the last day could
// choose only that day. It is highest for people whom the user never met.
func (in *input) rhythmUrgency(q *query) Points {
	last, want := q.lastMeeting(), q.goal.Want
	if last.IsZero() {
		return maxUrgency
	}
	since := in.dateOf(last).DaysUntil(in.today)
	if late := since - want.Each; want.Latest > 0 && late >= 0 {
		room := max(1, want.Latest-in.config.Horizon-want.Each)
		return min(1000+(maxUrgency-1000)*Points(late)/Points(room), maxUrgency)
	}
	return min(max(Points(since)*1000/Points(want.Each), minUrgency), maxUrgency)
}

// coverUrgency grows with the time since the goal last covered the value. It is
// highest if it never did.
func (in *input) coverUrgency(q *query) Points {
	last := in.lastCovered[wantKeyOfAllPeriods(in, q)]
	if last.IsZero() {
		return maxCoverUrgency
	}
	start := q.goal.Want.Per.Start(in.today)
	period := start.DaysUntil(q.goal.Want.Per.next(start))
	return min(max(Points(last.DaysUntil(in.today))*1000/Points(period), minUrgency), maxCoverUrgency)
}

// paceUrgency compares the part of the want that is met or planned with the part of
// the period that is over.
func (in *input) paceUrgency(q *query) Points {
	key := wantKey(in, q)
	if pace, ok := in.paceUrgencies[key]; ok {
		return pace
	}
	elapsed, length := max(0, key.day.DaysUntil(in.today)), key.day.DaysUntil(q.goal.Want.Per.next(key.day))
	wanted := max(1, q.goal.Want.Meetings)
	late := 1000*elapsed/length - 1000*in.used[key]/wanted
	pace := min(max(1000+Points(late), minUrgency), maxUrgency)
	in.paceUrgencies[key] = pace
	return pace
}

// latestDay returns the last day on which a meeting keeps within the longest pause of
// a rhythm. It is zero if every start of the horizon does, or none.
func (in *input) latestDay(q *query) date.Date {
	last := q.lastMeeting()
	if q.goal.Want.Each == 0 || q.goal.Want.Latest == 0 || last.IsZero() {
		return date.Date{}
	}
	day := in.dateOf(last).AddDays(q.goal.Want.Latest)
	if day.Before(in.today) || !day.Before(in.lastDay) {
		return date.Date{}
	}
	return day
}

// recordCover records that b covered its value for its goal.
func (in *input) recordCover(b *Booking, q *query) {
	if b.State != StateMet || q.goal == nil || q.goal.Want.Cover == "" {
		return
	}
	key := wantKeyOfAllPeriods(in, q)
	if day := in.dateOf(b.Span.Start); in.lastCovered[key].Before(day) {
		in.lastCovered[key] = day
	}
}

// next returns the first day of the period after the one that begins on start.
func (p Period) next(start date.Date) date.Date {
	switch p {
	case PerWeek:
		return start.AddDays(7)
	case PerMonth:
		return start.AddMonths(1)
	case PerYear:
		return start.AddMonths(12)
	}
	return start.AddMonths(3)
}
