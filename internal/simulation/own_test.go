package simulation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/simulation"
	"fika/internal/span"
	"fika/planner"
)

// TestOwn adds events and busy times to the organisation of Maya, who knows Ana, under two
// addresses, and Bo.
func TestOwn(t *testing.T) {
	zone := time.FixedZone("", 3600)
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, zone) // a Wednesday
	own := simulation.NewOwn(simulation.Member{Person: planner.Person{ID: "maya@example.com"}}, zone, now)
	ana := planner.Person{ID: "ana@example.com", Aliases: []mailbox.Address{"ana.berg@example.com"}}
	for _, p := range []planner.Person{ana, {ID: "bo@example.com"}, ana} {
		own.AddPerson(p)
	}
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, zone)
	if got := own.Repeated(); !got.End.Equal(monday) || !got.Start.Equal(monday.AddDate(0, 0, -26*7)) {
		t.Errorf("it repeats %v", got)
	}
	met := func(when span.Span, size int, with ...mailbox.Address) []network.Encounter {
		return []network.Encounter{{Span: when, Size: size, With: with}}
	}
	lately := span.New(monday.AddDate(0, 0, -6).Add(9*time.Hour), time.Hour) // Tuesday of the week before
	crowd := span.New(monday.AddDate(0, 0, -14).Add(10*time.Hour), time.Hour)
	old := span.New(monday.AddDate(-1, 0, 0), time.Hour)
	own.AddEvent(lately, []mailbox.Address{"ana.berg@example.com", "stranger@example.com"}, 3)
	own.AddEvent(crowd, []mailbox.Address{"bo@example.com"}, network.MaxEncounterSize+1)
	own.AddEvent(old, []mailbox.Address{"ana.berg@example.com"}, 2)
	own.SetBusy(2, []span.Span{lately})

	org := own.Organisation()
	if len(org.Members) != 3 || org.Members[1].Person.BusyKnown || !org.Members[2].Person.BusyKnown {
		t.Errorf("members %+v", org.Members)
	}
	if diff := cmp.Diff(met(old, 2, "ana@example.com"), org.Members[0].Past); diff != "" {
		t.Errorf("the user's past (-want +got):\n%s", diff)
	}
	nine, ten := date.Clock(9*60), date.Clock(10*60)
	want := []simulation.Series{
		{Members: []int{0, 1}, Day: 1, At: nine, Length: time.Hour, Every: 26, Phase: -1},
		{Members: []int{0}, Day: 0, At: ten, Length: time.Hour, Every: 26, Phase: -2}, // too many to have met
		{Members: []int{2}, Day: 1, At: nine, Length: time.Hour, Every: 26, Phase: -1},
	}
	if diff := cmp.Diff(want, org.Series); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
}
