package simulation

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// newTestGraph returns a network of n people in teams: people of one team mostly know
// each other, others now and then.
func newTestGraph(t *testing.T, n, teams int) *Graph {
	t.Helper()
	r := rand.New(rand.NewPCG(11, uint64(n)))
	var list, labels strings.Builder
	for a := range n {
		fmt.Fprintf(&labels, "%d %d\n", a, a%teams)
		for b := range a {
			odds := 0.08
			if a%teams == b%teams {
				odds = 0.6
			}
			if r.Float64() < odds {
				fmt.Fprintf(&list, "%d %d\n", a, b)
				if r.IntN(2) == 0 {
					fmt.Fprintf(&list, "%d %d\n", b, a)
				}
			}
		}
	}
	g, err := ReadGraph(strings.NewReader(list.String()), strings.NewReader(labels.String()))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func newTestOrganisation(t *testing.T, seed uint64, users int) *Organisation {
	t.Helper()
	org, err := NewOrganisation(newTestGraph(t, 120, 12), seed, users)
	if err != nil {
		t.Fatal(err)
	}
	return org
}

// TestNewOrganisationHasNoConflicts looks for two meetings of one person at the same
// time, and for meetings outside office hours.
func TestNewOrganisationHasNoConflicts(t *testing.T) {
	org := newTestOrganisation(t, 1, 8)
	for week := range cycle {
		for i, d := range newDiaries(org) {
			sum, page := 0, d.page(org, week)
			for _, s := range d.series {
				if when, ok := org.Series[s].inWeek(org, week); ok {
					sum += int(when.Len().Minutes())
					if !WorkingHours().Covers(when, org.Zone) {
						t.Fatalf("member %d, week %d: %v is outside office hours", i, week, when)
					}
				}
			}
			if merged := int(totalLength(page.all()).Minutes()); merged != sum {
				t.Fatalf("member %d, week %d: %d minutes of meetings fill %d", i, week, sum, merged)
			}
		}
	}
}

func TestNewOrganisationNeedsContacts(t *testing.T) {
	_, err := NewOrganisation(newTestGraph(t, 5, 1), 1, 2)
	if want := "the network has only 0 people with at least 6 ties without a regular meeting, and 2 users were asked for"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestKeyContactsNeedCoffee checks that only coffees keep a key contact on rhythm.
func TestKeyContactsNeedCoffee(t *testing.T) {
	org := newTestOrganisation(t, 1, 8)
	users := 0
	for i := range org.Members {
		for _, g := range org.Members[i].Goals {
			if g.Want.Each == 0 {
				continue
			}
			users++
			for _, s := range org.Series {
				for _, a := range s.Members {
					for _, b := range s.Members {
						if a == i && g.From.Matches(org.Members[b].Person) && s.Every <= g.Want.Latest/7 {
							t.Errorf("member %d meets key contact %d every %d weeks anyway", a, b, s.Every)
						}
					}
				}
			}
		}
	}
	if users != 8 {
		t.Errorf("%d users, want 8", users)
	}
}
