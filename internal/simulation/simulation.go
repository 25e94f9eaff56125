// Package simulation plays some weeks in an organisation and counts the outcomes: who
// was invited, who came, whom the users know afterwards.
//
// Every user has a calendar, ties, goals and a weekday on which they plan. A [Policy]
// chooses the invitations, the same number for every policy; guests answer; meetings
// become encounters and fill calendars. A user knows only what fika would know: their
// own calendar, the list of people, and the free/busy times of colleagues. Users share
// nothing.
//
// Randomness is a hash of the seed and of the question (see chance), so that runs are
// repeatable and all policies meet the same guests in the same moods. The package
// does not read the clock.
package simulation

import (
	"context"
	"fmt"
	"time"

	"fika/planner"
)

// Options are the options of a run.
type Options struct {
	Policy      Policy
	Weeks       int
	Seed        uint64
	Invitations int // per user and week
	// Progress, if not nil, is called with the number of weeks done.
	OnWeek func(weeks int)
}

// Run plays o.Weeks weeks in org, which it does not change. The error comes from ctx,
// or names an unknown policy.
func Run(ctx context.Context, org *Organisation, o Options) (*Outcome, error) {
	choose, ok := policies()[o.Policy]
	if !ok {
		return nil, fmt.Errorf("there is no policy %q", o.Policy)
	}
	r := newRun(org, o, choose)
	for week := range o.Weeks {
		for day := range 7 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			r.morning(ctx, week, day)
			r.evening()
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

// The time of day at which things happen.
const (
	planningTime  planner.Clock = 8 * 60
	answeringTime planner.Clock = 18 * 60
)

// run is a run in progress.
type run struct {
	org    *Organisation
	o      Options
	chance chance
	choose choose
	now    time.Time
	week   int

	diaries []diary // by member
	knows   []set   // by member: whom they were in a meeting with before the start
	users   []*user
	host    map[int]*user // by member
	asked   [][]time.Time // by member: when somebody invited them
	open    []*invitation // not answered
	sent    []*invitation // all
	rhythm  share         // key contacts in time
}

func newRun(org *Organisation, o Options, choose choose) *run {
	r := &run{
		org: org, o: o, chance: chance(o.Seed), choose: choose,
		diaries: newDiaries(org), knows: acquaintances(org),
		host: map[int]*user{}, asked: make([][]time.Time, len(org.Members)),
	}
	for i := range org.Members {
		if len(org.Members[i].Goals) > 0 {
			u := r.newUser(i)
			r.users = append(r.users, u)
			r.host[i] = u
		}
	}
	return r
}

// morning: users look at their calendars, and those who plan today send invitations,
// one after the other.
func (r *run) morning(ctx context.Context, week, day int) {
	r.week = week
	date := r.org.Start.AddDays(7*week + day)
	r.now = date.At(planningTime, r.org.Zone)
	for _, u := range r.users {
		if day == 0 {
			u.met = append(u.met, r.diaries[u.member].encounters(r.org, u.member, week)...)
		}
		r.settle(u)
	}
	for i, u := range r.users {
		if i%workdays != day || ctx.Err() != nil {
			continue
		}
		r.readCalendars(u)
		for _, p := range r.choose(r, u, r.o.Invitations) {
			r.send(u, p)
		}
	}
}

// evening: guests answer the invitations of the morning.
func (r *run) evening() {
	r.now = planner.DateOf(r.now, r.org.Zone).At(answeringTime, r.org.Zone)
	for _, v := range r.open {
		r.answer(v)
	}
	r.open = r.open[:0]
}

// workdays is the number of days on which users plan, a fifth of the users on each.
const workdays = 5
