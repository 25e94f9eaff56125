package simulation

import (
	"math"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/span"
	"fika/planner"
)

// Invited describes a run as those see it who are invited. Shares are percentages; a
// value without data is NaN.
type Invited struct {
	Declined, Unanswered float64 // share of the invitations
	SameDay              float64 // share of the invitations to somebody whom another user invites on the same day

	WeekMost          float64 // the most invitations of a person in a week
	FourAWeek         float64 // person-weeks with four invitations or more, of 10,000
	MonthMost         float64 // the most invitations of a person in four weeks
	YearMedian        float64 // invitations of a person in 52 weeks
	YearP95, YearMost float64

	MostAskedShare  float64 // share of the invitations to the twentieth of all people who get most
	ConnectedShare  float64 // and to the twentieth with the most ties
	SeniorMedian    float64 // invitations of a vice president or above in 52 weeks
	SeniorMost      float64
	TwoLevelsUp     float64 // share of the invitations to somebody two or more levels above the user
	DirectorOrAbove float64

	AfterNoWeek, AfterNoMonth float64 // share of declines after which another user asks within 7, 30 days
	FiveInARow                float64 // people who declined or ignored five invitations in a row
	PairsFour, PairMost       float64 // pairs of a user and a guest with four invitations or more; the most of a pair

	SentInLeave      float64 // share of the invitations that are sent while the guest is on leave that the calendar shows
	ShownLeave       float64 // coffees planned in leave that the guest's calendar shows
	HiddenLeave      float64 // share of the coffees planned in leave that it does not show
	OutsideHours     float64 // coffees planned outside the guest's working hours
	Lunch            float64 // coffees planned in the guest's lunch
	PeopleNeverAsked float64 // share of the people whom nobody ever invites
}

// InvitedMeasures returns the measures of [Invited], in the order in which they are
// shown.
func InvitedMeasures() []Measure {
	m := func(code, text string, digits int, of func(v *Invited) float64) Measure {
		return Measure{Code: code, Text: text, Digits: digits, Of: func(o *Outcome) float64 { return of(&o.Invited) }}
	}
	return []Measure{
		m("declined_percent", "declined %", 1, func(v *Invited) float64 { return v.Declined }),
		m("unanswered_percent", "without an answer %", 1, func(v *Invited) float64 { return v.Unanswered }),
		m("shown_leave", "coffees in leave that the calendar shows", 1, func(v *Invited) float64 { return v.ShownLeave }),
		m("lunch", "coffees in the guest's lunch", 1, func(v *Invited) float64 { return v.Lunch }),
		m("outside_hours", "coffees outside the guest's hours", 1, func(v *Invited) float64 { return v.OutsideHours }),
		m("hidden_leave_percent", "coffees in leave that no calendar shows %", 1, func(v *Invited) float64 { return v.HiddenLeave }),
		m("sent_in_leave_percent", "sent during leave that the calendar shows %", 1, func(v *Invited) float64 { return v.SentInLeave }),
		m("same_day_percent", "invited by two users on one day %", 1, func(v *Invited) float64 { return v.SameDay }),
		m("four_a_week", "four or more in a week, of 10,000 person-weeks", 2, func(v *Invited) float64 { return v.FourAWeek }),
		m("week_most", "most in a week", 0, func(v *Invited) float64 { return v.WeekMost }),
		m("month_most", "most in four weeks", 0, func(v *Invited) float64 { return v.MonthMost }),
		m("year_median", "in the year, median", 1, func(v *Invited) float64 { return v.YearMedian }),
		m("year_p95", "in the year, 95th percentile", 1, func(v *Invited) float64 { return v.YearP95 }),
		m("year_most", "in the year, most", 0, func(v *Invited) float64 { return v.YearMost }),
		m("never_asked_percent", "people never invited %", 1, func(v *Invited) float64 { return v.PeopleNeverAsked }),
		m("senior_median", "vice presidents and above, in the year, median", 1, func(v *Invited) float64 { return v.SeniorMedian }),
		m("senior_most", "vice presidents and above, in the year, most", 0, func(v *Invited) float64 { return v.SeniorMost }),
		m("connected_share", "to the 5 % with the most ties %", 1, func(v *Invited) float64 { return v.ConnectedShare }),
		m("most_asked_share", "to the 5 % most invited %", 1, func(v *Invited) float64 { return v.MostAskedShare }),
		m("two_up_percent", "to somebody two levels above the user %", 1, func(v *Invited) float64 { return v.TwoLevelsUp }),
		m("director_percent", "to directors and above %", 1, func(v *Invited) float64 { return v.DirectorOrAbove }),
		m("after_no_week_percent", "another user within 7 days of a no %", 1, func(v *Invited) float64 { return v.AfterNoWeek }),
		m("after_no_month_percent", "another user within 30 days of a no %", 1, func(v *Invited) float64 { return v.AfterNoMonth }),
		m("five_in_a_row", "people who refused five in a row", 1, func(v *Invited) float64 { return v.FiveInARow }),
		m("pairs_four", "pairs with four invitations", 1, func(v *Invited) float64 { return v.PairsFour }),
		m("pair_most", "most invitations of a pair", 0, func(v *Invited) float64 { return v.PairMost }),
	}
}

// means returns the figures that [Mean] averages, and maxima those of which it takes
// the largest.
func (v *Invited) means() []*float64 {
	return []*float64{
		&v.Declined, &v.Unanswered, &v.SameDay, &v.FourAWeek, &v.YearMedian, &v.YearP95, &v.MostAskedShare,
		&v.ConnectedShare, &v.SeniorMedian, &v.TwoLevelsUp, &v.DirectorOrAbove, &v.AfterNoWeek, &v.AfterNoMonth,
		&v.FiveInARow, &v.PairsFour, &v.SentInLeave, &v.ShownLeave, &v.HiddenLeave, &v.OutsideHours, &v.Lunch, &v.PeopleNeverAsked,
	}
}

func (v *Invited) maxima() []*float64 {
	return []*float64{&v.WeekMost, &v.MonthMost, &v.YearMost, &v.SeniorMost, &v.PairMost}
}

// invited computes the figures.
func (r *run) invited() Invited {
	var v Invited
	r.countInvitations(&v)
	r.countWeeks(&v)
	r.countYear(&v)
	r.countLevels(&v)
	r.countRefusals(&v)
	return v
}

// countInvitations sets what follows from each invitation alone.
func (r *run) countInvitations(v *Invited) {
	var no, silent, inLeave, hidden share
	for _, one := range r.invitations {
		no.add(one.reply == declined)
		silent.add(one.reply == unanswered)
		now := r.org.leaveAt(one.guest, span.New(one.sent, time.Minute))
		inLeave.add(now != nil && now.Shown)
		then := r.org.leaveAt(one.guest, one.span)
		hidden.add(then != nil && !then.Shown)
		if then != nil && then.Shown {
			v.ShownLeave++
		}
		zone := r.org.zone(one.guest)
		if lunch := span.New(date.Of(one.span.Start, zone).At(12*60, zone), time.Hour); lunch.Overlaps(one.span) {
			v.Lunch++
		}
		if office := planner.OfficeHours(9*60, 17*60); !office.Covers(one.span, zone) {
			v.OutsideHours++
		}
	}
	v.Declined, v.Unanswered = no.percent(), silent.percent()
	v.SentInLeave, v.HiddenLeave = inLeave.percent(), hidden.percent()
}

// countWeeks sets what follows from the invitations of a day, a week or four weeks.
func (r *run) countWeeks(v *Invited) {
	type guestAt struct{ guest, at int }
	weeks, days := map[guestAt]int{}, map[guestAt]map[int]int{}
	for _, one := range r.invitations {
		weeks[guestAt{one.guest, one.week}]++
		day := guestAt{one.guest, r.org.Start.DaysUntil(date.Of(one.sent, r.org.Zone))}
		if days[day] == nil {
			days[day] = map[int]int{}
		}
		days[day][one.host.member]++
	}
	var sameDay share
	for _, hosts := range days {
		for range hosts {
			sameDay.add(len(hosts) > 1)
		}
	}
	v.SameDay = sameDay.percent()
	all := make([]int, 0, len(r.org.Members)*r.o.Weeks)
	for i := range r.org.Members {
		for week := range r.o.Weeks {
			n := weeks[guestAt{i, week}]
			all = append(all, n)
			if n >= 4 {
				v.FourAWeek += 10_000 / float64(len(r.org.Members)*r.o.Weeks)
			}
			month := 0
			for w := week; w < week+4; w++ {
				month += weeks[guestAt{i, w}]
			}
			v.MonthMost = max(v.MonthMost, float64(month))
		}
	}
	v.WeekMost = quantile(all, 1)
}

// countYear sets what follows from the invitations of each person.
func (r *run) countYear(v *Invited) {
	counts := r.perMember()
	scale := 52 / float64(max(1, r.o.Weeks))
	v.YearMedian, v.YearP95, v.YearMost = scale*quantile(counts, 0.5), scale*quantile(counts, 0.95), scale*quantile(counts, 1)
	var never share
	for _, n := range counts {
		never.add(n == 0)
	}
	v.PeopleNeverAsked = never.percent()
	twentieth := (len(counts) + 10) / 20
	toTwentieth := func(of func(i int) int) (percent float64) {
		n := 0
		for _, i := range mostFirst(len(counts), of)[:twentieth] {
			n += counts[i]
		}
		return 100 * float64(n) / float64(len(r.invitations))
	}
	v.ConnectedShare = toTwentieth(func(i int) int { return len(r.acquaintances[i]) })
	v.MostAskedShare = toTwentieth(func(i int) int { return counts[i] })
}

// countLevels sets what follows from levels. It is without data in an organisation that
// has none.
func (r *run) countLevels(v *Invited) {
	v.SeniorMedian, v.SeniorMost, v.TwoLevelsUp, v.DirectorOrAbove = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	counts := r.perMember()
	var seniors []int
	for i := range r.org.Members {
		if r.org.Members[i].Person.Level >= levelVP {
			seniors = append(seniors, counts[i])
		}
	}
	if len(seniors) == 0 {
		return
	}
	scale := 52 / float64(max(1, r.o.Weeks))
	v.SeniorMedian, v.SeniorMost = scale*quantile(seniors, 0.5), scale*quantile(seniors, 1)
	var up, director share
	for _, one := range r.invitations {
		guest := r.org.Members[one.guest].Person.Level
		up.add(guest-r.org.Members[one.host.member].Person.Level >= 2)
		director.add(guest >= levelDirector)
	}
	v.TwoLevelsUp, v.DirectorOrAbove = up.percent(), director.percent()
}

// countRefusals sets what follows from the sequence of a person's invitations.
func (r *run) countRefusals(v *Invited) {
	byGuest := make([][]*invitation, len(r.org.Members))
	pairs := map[[2]int]int{}
	for _, one := range r.invitations {
		byGuest[one.guest] = append(byGuest[one.guest], one)
		pairs[[2]int{one.host.member, one.guest}]++
	}
	for _, n := range pairs {
		if n >= 4 {
			v.PairsFour++
		}
		v.PairMost = max(v.PairMost, float64(n))
	}
	var week, month share
	for _, list := range byGuest {
		row, longest := 0, 0
		for n, one := range list {
			if row++; one.reply == accepted {
				row = 0
			}
			longest = max(longest, row)
			if one.reply != declined {
				continue
			}
			next := math.Inf(1)
			for _, other := range list[n+1:] {
				if other.host != one.host {
					next = other.sent.Sub(one.sent).Hours() / 24
					break
				}
			}
			week.add(next < 7)
			month.add(next < 30)
		}
		if longest >= 5 {
			v.FiveInARow++
		}
	}
	v.AfterNoWeek, v.AfterNoMonth = week.percent(), month.percent()
}

// quantile returns the smallest of the numbers that is not less than a fraction of
// them.
func quantile(numbers []int, fraction float64) float64 {
	if len(numbers) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(numbers))
	return float64(sorted[max(0, int(math.Ceil(fraction*float64(len(sorted))))-1)])
}
