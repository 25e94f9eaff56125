// Package simulation simulates some weeks in an organisation and counts the outcomes:
// who was invited, who came, whom the users know afterwards.
//
// Every user has a calendar, ties, goals and a weekday on which they plan. A [Policy]
// chooses the invitations, the same number for every policy; guests answer; meetings
// become encounters and fill calendars. A user knows only what fika would know: their
// own calendar, the list of people, and the free/busy times of colleagues. Users
// share no information.
//
// Random numbers are hashes of the seed and of the question (see random), so that
// runs are repeatable and guests behave the same under all policies. The package does
// not read the clock.
package simulation

import (
	"context"
	"slices"
	"time"

	"fika/internal/date"
)

// Options are the options of a run.
type Options struct {
	Policy      Policy
	Weeks       int
	Seed        uint64
	Invitations int // per user and week
	// OnWeek, if not nil, is called after each week with the number of weeks done.
	OnWeek func(weeks int)
}

// Run simulates o.Weeks weeks in org, which it does not change. The error comes from
// ctx, or names an unknown policy.
func Run(ctx context.Context, org *Organisation, o Options) (*Outcome, error) {
	policy, sparing, err := o.Policy.parts()
	if err != nil {
		return nil, err
	}
	r := newRun(org, o, policies()[policy])
	r.sparing = sparing
	for week := range o.Weeks {
		for day := range 7 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			r.planDay(ctx, week, day)
			r.answerAll()
		}
		if o.OnWeek != nil {
			o.OnWeek(week + 1)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r.outcome(), nil
}

// Times of day of the simulated events, in the organisation's zone.
const (
	planningTime  date.Clock = 8 * 60
	answeringTime date.Clock = 18 * 60
)

// run is a simulation in progress.
type run struct {
	org    *Organisation
	o      Options
	random random
	choose policyFunc
	now    time.Time
	week   int

	sparing int // see [planner.Guards]

	diaries       []diary     // by member
	acquaintances []memberSet // by member: whom they had met before the start
	users         []*user
	userOf        map[int]*user // by member
	invitedAt     [][]time.Time // by member: when somebody invited them
	unanswered    []*invitation // not read yet
	invitations   []*invitation // all
	onRhythm      share         // key contacts who were met in time
}

func newRun(org *Organisation, o Options, choose policyFunc) *run {
	r := &run{
		org: org, o: o, random: random(o.Seed), choose: choose,
		diaries: newDiaries(org), acquaintances: findAcquaintances(org),
		userOf: map[int]*user{}, invitedAt: make([][]time.Time, len(org.Members)),
	}
	for i := range org.Members {
		if len(org.Members[i].Goals) > 0 {
			u := r.newUser(i)
			r.users = append(r.users, u)
			r.userOf[i] = u
		}
	}
	return r
}

// planDay simulates a morning: users read their calendars, and those who plan today
// send invitations, one after the other.
func (r *run) planDay(ctx context.Context, week, day int) {
	r.week = week
	on := r.org.Start.AddDays(7*week + day)
	r.now = on.At(planningTime, r.org.Zone)
	for _, u := range r.users {
		if day == 0 {
			u.encounters = append(u.encounters, r.diaries[u.member].encounters(r.org, u.member, week)...)
		}
		r.updateBookings(u)
	}
	for i, u := range r.users {
		if i%workdays != day || r.isAway(u.member) || ctx.Err() != nil {
			continue
		}
		r.readCalendars(u)
		for _, p := range r.choose(r, u, r.o.Invitations) {
			r.send(u, p)
		}
	}
}

// answerAll simulates an evening: guests answer the invitations of the day, and those
// who are back from leave the ones that still stand.
func (r *run) answerAll() {
	r.now = date.Of(r.now, r.org.Zone).At(answeringTime, r.org.Zone)
	r.unanswered = slices.DeleteFunc(r.unanswered, func(v *invitation) bool {
		if v.reply == pending && !r.isAway(v.guest) {
			r.answer(v)
		}
		return v.reply != pending
	})
}

// workdays is the number of days on which users plan, a fifth of the users on each
// day.
const workdays = 5
