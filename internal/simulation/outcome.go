package simulation

import (
	"slices"

	"fika/internal/network"
	"fika/planner"
)

// Outcome is the result of a run. Values per user are means over users. A value
// without data is NaN.
type Outcome struct {
	Policy Policy
	People int // in the organisation
	Users  int // members who use fika
	Weeks  int

	Sent              float64 // invitations per user and week
	Accepted          float64 // percent of the invitations
	Held              float64 // coffees per user and week
	Wanted            float64 // of these, the ones that their goal still wanted
	Teams             float64 // departments that a user had coffee with
	Rhythm            float64 // percent of key contacts who were met in time, in the second half
	HostFocusCost     float64 // minutes of focus that an accepted coffee cost the user
	GuestFocusCost    float64 // and the guest
	New               float64 // people whom a user had coffee with and had not met before
	MostAsked         int     // the maximum of invitations to one guest in a week, from everybody
	Invited                   // the run as the guests see it
	Gini              float64 // of the invitations per member, 0 to 1
	network.Structure         // of the users' networks at the end
	Before            network.Structure
	Progress          []planner.GoalProgress // of the only user's goals at the end; nil if there are more
}

// outcome computes the outcome of the run.
func (r *run) outcome() *Outcome {
	r.now = r.org.Start.AddDays(7*r.o.Weeks).At(0, r.org.Zone)
	for _, u := range r.users {
		r.updateBookings(u)
	}
	o := &Outcome{Policy: r.o.Policy, People: len(r.org.Members), Users: len(r.users), Weeks: r.o.Weeks, Rhythm: r.onRhythm.percent()}
	var acceptedShare, held, wanted share
	var hostLost, guestLost, agreed, strangers float64
	for _, v := range r.invitations {
		acceptedShare.add(v.reply == accepted)
		held.add(v.held)
		wanted.add(v.held && !v.spare)
		if v.reply == accepted {
			hostLost, guestLost, agreed = hostLost+float64(v.hostFocusCost), guestLost+float64(v.guestFocusCost), agreed+1
		}
		if v.held && v.neverMet {
			strangers++
		}
	}
	users := float64(max(1, len(r.users)))
	weeks := users * float64(max(1, r.o.Weeks))
	o.Sent, o.Accepted, o.Held = float64(len(r.invitations))/weeks, acceptedShare.percent(), float64(held.count)/weeks
	o.Wanted = float64(wanted.count) / weeks
	o.HostFocusCost, o.GuestFocusCost = hostLost/agreed, guestLost/agreed
	o.New, o.Teams = strangers/users, float64(r.teams())/users
	o.MostAsked, o.Gini = r.mostAsked(), gini(r.perMember())
	o.Invited = r.invited()
	before, after := r.networks()
	o.Before, o.Structure = r.structure(before), r.structure(after)
	if len(r.users) == 1 {
		o.Progress = r.progress(r.users[0])
	}
	return o
}

// teams returns the sum over users of the departments that they had coffee with.
func (r *run) teams() (sum int) {
	for _, u := range r.users {
		reached := map[string]bool{}
		for _, v := range u.sent {
			if team := r.org.Members[v.guest].Person.Department; v.held && team != "" {
				reached[team] = true
			}
		}
		sum += len(reached)
	}
	return sum
}

// mostAsked returns the largest number of invitations to one guest in one week.
func (r *run) mostAsked() (highest int) {
	type cell struct{ guest, week int }
	counts := map[cell]int{}
	for _, v := range r.invitations {
		at := cell{v.guest, v.week}
		counts[at]++
		highest = max(highest, counts[at])
	}
	return highest
}

func (r *run) perMember() []int {
	counts := make([]int, len(r.org.Members))
	for _, v := range r.invitations {
		counts[v.guest]++
	}
	return counts
}

// gini returns the Gini coefficient of counts: 0 if all are equal, near 1 if one has
// everything.
func gini(counts []int) float64 {
	counts = slices.Sorted(slices.Values(counts))
	var sum, weighted float64
	for i, n := range counts {
		sum += float64(n)
		weighted += float64(2*i+1-len(counts)) * float64(n)
	}
	if sum == 0 {
		return 0
	}
	return weighted / (sum * float64(len(counts)))
}

// progress returns the progress of u's goals at the end.
func (r *run) progress(u *user) []planner.GoalProgress {
	u.ties = network.Compute(r.now, u.encounters, nil)
	var people []planner.Person
	for _, i := range u.order {
		people = append(people, r.person(u, i))
	}
	return planner.Progress(r.now, r.org.Members[u.member].Rules, r.world(u, people))
}

// share counts how many of a total.
type share struct{ count, total int }

func (s *share) add(yes bool) {
	s.total++
	if yes {
		s.count++
	}
}

// percent returns the percentage, NaN if the total is 0.
func (s share) percent() float64 { return 100 * float64(s.count) / float64(s.total) }

// Mean returns the mean of outcomes of one policy. For the most of a week, a month, a
// year and a pair it returns the maximum.
func Mean(outcomes []*Outcome) *Outcome {
	if len(outcomes) == 1 {
		return outcomes[0]
	}
	mean := *outcomes[0]
	mean.Progress = nil
	n := float64(len(outcomes))
	for _, field := range fields(&mean) {
		*field = 0
	}
	for _, o := range outcomes {
		one := *o
		for i, field := range fields(&mean) {
			*field += *fields(&one)[i] / n
		}
		mean.MostAsked = max(mean.MostAsked, o.MostAsked)
		for i, field := range mean.maxima() {
			*field = max(*field, *one.maxima()[i])
		}
	}
	return &mean
}

// fields returns the numbers that Mean averages.
func fields(o *Outcome) []*float64 {
	return append(o.means(), []*float64{
		&o.Sent, &o.Accepted, &o.Held, &o.Wanted, &o.Teams, &o.Rhythm, &o.HostFocusCost, &o.GuestFocusCost, &o.New, &o.Gini,
		&o.Constraint, &o.EffectiveSize, &o.EI, &o.TwoSteps,
		&o.Before.Constraint, &o.Before.EffectiveSize, &o.Before.EI, &o.Before.TwoSteps,
	}...)
}
