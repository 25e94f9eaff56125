package planner

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fika/internal/date"
	"fika/internal/mailbox"
)

// newCompanyOfTables returns a company whose goals are of size 2 and 3, with a calendar
// in which many colleagues meet each other.
func newCompanyOfTables(r *rand.Rand, people, days int) problem {
	p := newRandomCompany(r, people, days)
	p.rules.PerDay = 2 + r.IntN(2)
	p.rules.PerWeek = p.rules.PerDay + r.IntN(4)
	p.rules.Open = 2 + r.IntN(5)
	for i := range p.world.Goals {
		p.world.Goals[i].Size = 2 + r.IntN(2)
		p.world.Goals[i].Want.Meetings *= 2
	}
	p.world.Goals[r.IntN(len(p.world.Goals))].Size = 3
	for i := range p.world.People {
		for range r.IntN(people / 3) {
			p.world.People[i].Meets = append(p.world.People[i].Meets, address(r.IntN(people)))
		}
	}
	return p
}

// TestTablesMatchCBC solves twenty problems with goals of size 3 with CBC, using only
// the LP file.
func TestTablesMatchCBC(t *testing.T) {
	cbc := cbcPath(t)
	r := rand.New(rand.NewPCG(12, 3))
	tables, proven := 0, 0
	for i := range 20 {
		p := newCompanyOfTables(r, []int{12, 20, 40, 80}[i%4], []int{6, 13}[i/4%2])
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			proven += p.compareWithCBC(t, cbc).proven
			for _, m := range Decide(p.now, p.rules, p.world).Meetings {
				if m.Second != "" {
					tables++
				}
			}
		})
	}
	if tables == 0 || proven < 19 {
		t.Errorf("%d coffees of three, %d of 20 plans proven", tables, proven)
	}
}

// TestTablesAreTheFirstInOrder computes the pairs that a goal chooses from in another
// way: all pairs, sorted as [MaxTables] says.
func TestTablesAreTheFirstInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 4))
	for _, people := range []int{10, 40, 90} {
		p := newCompanyOfTables(r, people, 13)
		in := newInput(p.now, p.rules, p.world, "")
		s := in.newSurvey(true)
		for g, guests := range s.tableGuests {
			var want []string
			for _, pair := range allPairs(guests) {
				if a, b := pair[0].q.person, pair[1].q.person; !a.meets(b) && in.mayShareTable(in.goals[g], a, b) {
					want = append(want, fmt.Sprint(a.ID, " ", b.ID))
				}
			}
			var got []string
			for _, pair := range in.pairs(in.goals[g], guests) {
				got = append(got, fmt.Sprint(pair[0].q.person.ID, " ", pair[1].q.person.ID))
			}
			if want = want[:min(len(want), MaxTables)]; !slices.Equal(got, want) {
				t.Errorf("%d people: %d pairs, want %d\n%v\n%v", people, len(got), len(want), got, want)
			}
			if people == 90 && len(guests) > 60 && len(got) != MaxTables {
				t.Errorf("%d pairs of %d guests", len(got), len(guests))
			}
		}
	}
}

// allPairs returns all pairs of guests, who are sorted by worth, in order.
func allPairs(guests []*tableGuest) (pairs [][2]*tableGuest) {
	for i, a := range guests {
		for _, b := range guests[i+1:] {
			pairs = append(pairs, [2]*tableGuest{a, b})
		}
	}
	slices.SortStableFunc(pairs, func(x, y [2]*tableGuest) int {
		return cmp.Compare(y[0].worth+y[1].worth, x[0].worth+x[1].worth)
	})
	return pairs
}

// TestTablesDoNotDependOnCalendars checks that reading calendars does not change which
// pairs a goal chooses from: otherwise the bound of a short list would not hold.
func TestTablesDoNotDependOnCalendars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		order := func(w World) (order []mailbox.Address) {
			for _, guests := range newInput(p.now, p.rules, w, "").newSurvey(true).tableGuests {
				for _, guest := range guests {
					order = append(order, guest.q.person.ID)
				}
			}
			return order
		}
		if with, without := order(p.world), order(p.withoutCalendars()); !slices.Equal(with, without) {
			t.Errorf("guests %v, without calendars %v", with, without)
		}
	})
}

// TestSecondGuestIsChecked takes back each promise to one guest of a planned coffee of
// three, and checks the coffee again for that guest and for the other.
func TestSecondGuestIsChecked(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 5))
	checked := 0
	for range 10 {
		p := newCompanyOfTables(r, 30, 13)
		plan := Decide(p.now, p.rules, p.world)
		world := p.after(plan).world
		for _, b := range world.Bookings {
			if b.With == "" || b.State != StateLive {
				continue
			}
			checked++
			for j := range world.Bookings {
				if o := world.Bookings[j]; o.Span == b.Span && o.State == StateLive {
					world.Bookings[j].ID = "sent"
				}
			}
			b.ID = "sent"
			for _, change := range []struct {
				code Code
				do   func(*Person)
			}{
				{CodeTable, func(x *Person) { x.Meets = append(slices.Clone(x.Meets), b.With) }},
				{CodeNever, func(x *Person) { x.Never = true }},
				{CodeGuestLeave, func(x *Person) { x.AwayUntil = date.Of(p.now, p.rules.Zone).AddDays(60) }},
				{CodeGuestBusy, func(x *Person) { x.Busy, x.BusyKnown = append(slices.Clone(x.Busy), b.Span), true }},
			} {
				other := world
				other.People = slices.Clone(world.People)
				at := slices.IndexFunc(other.People, func(x Person) bool { return x.ID == b.Person })
				change.do(&other.People[at])
				if v := Check(p.now, p.rules, other, b); v.Code != change.code {
					t.Errorf("%s: %+v", change.code, v)
				}
				with := b
				with.Person, with.With = b.With, b.Person
				if v := Check(p.now, p.rules, other, with); v.OK == (change.code == CodeTable) {
					t.Errorf("%s of the other guest: %+v", change.code, v)
				}
			}
		}
	}
	if checked == 0 {
		t.Error("no coffee of three was planned")
	}
}
