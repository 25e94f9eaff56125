package network

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// now is the moment at which the tests look back.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// ago returns a moment some days before now.
func ago(days float64) time.Time { return now.Add(-time.Duration(days * float64(day))) }

// meetingAgo returns a meeting of size people that ended some days ago.
func meetingAgo(days float64, size int, with ...mailbox.Address) Encounter {
	return Encounter{With: with, Span: span.Span{Start: ago(days).Add(-time.Hour), End: ago(days)}, Size: size}
}

// coffees returns meetings of two.
func coffees(with mailbox.Address, days ...float64) []Encounter {
	var all []Encounter
	for _, d := range days {
		all = append(all, meetingAgo(d, 2, with))
	}
	return all
}

// instant is shorter than the precision of any limit, in days.
const instant = 1.0 / 24 / 3600

func TestClass(t *testing.T) {
	for _, test := range []struct {
		name       string
		encounters []Encounter
		want       Class
	}{
		{"never met", nil, ClassNew},
		{"one coffee today", coffees("ana", 0), ClassWarm},
		{"one coffee 90 days ago", coffees("ana", 90), ClassWarm},
		{"one coffee a second earlier", coffees("ana", 90+instant), ClassWeak},
		{"one seat in a room of twelve", []Encounter{meetingAgo(3, 12, "ana")}, ClassWeak},
		{"a weekly meeting of twelve", []Encounter{
			meetingAgo(1, 12, "ana"), meetingAgo(8, 12, "ana"), meetingAgo(15, 12, "ana"),
			meetingAgo(22, 12, "ana"), meetingAgo(29, 12, "ana"), meetingAgo(36, 12, "ana"), meetingAgo(43, 12, "ana"),
		}, ClassWarm},
		{"strong once, silent for 91 days", coffees("ana", 91, 92, 93, 94, 95, 96), ClassWeak},
		{"five coffees, silent for just under 180 days", coffees("ana", 180-instant, 200, 300, 400, 500), ClassWeak},
		{"five coffees, silent for 180 days", coffees("ana", 180, 200, 300, 400, 500), ClassDormant},
		{"four coffees, silent for a year", coffees("ana", 366, 400, 500, 600), ClassWeak},
		{"dormant, then one coffee", coffees("ana", 1, 300, 310, 320, 330, 340), ClassWarm},
		{"dormant, then one room of twelve", append(coffees("ana", 400, 410, 420, 430, 440), meetingAgo(1, 12, "ana")), ClassWeak},
	} {
		t.Run(test.name, func(t *testing.T) {
			tie := Compute(now, test.encounters, nil).Tie("ana")
			if tie.Class != test.want {
				t.Errorf("class %q, want %q: %+v", tie.Class, test.want, tie)
			}
		})
	}
}

func TestStrength(t *testing.T) {
	for _, test := range []struct {
		name       string
		encounters []Encounter
		want       float64
	}{
		{"never met", nil, 0},
		{"two who meet now", coffees("ana", 0), 1},
		{"a half-life later", coffees("ana", 90), 0.5},
		{"two half-lives later", coffees("ana", 180), 0.25},
		{"a third of a meeting of four", []Encounter{meetingAgo(0, 4, "ana")}, 1.0 / 3},
		{"a sum", append(coffees("ana", 0, 90), meetingAgo(90, 5, "ana")), 1 + 0.5 + 0.125},
		{"more are known than the size says", []Encounter{meetingAgo(0, 2, "ana", "bo", "cy")}, 1.0 / 3},
		{"the size is not known", []Encounter{meetingAgo(0, 0, "ana")}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Compute(now, test.encounters, nil).Tie("ana").Strength
			if math.Abs(got-test.want) > 1e-12 {
				t.Errorf("strength %v, want %v", got, test.want)
			}
		})
	}
}

func TestWhichMeetingsCount(t *testing.T) {
	everybody := []mailbox.Address{"ana", "bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "jo", "kim", "lu"}
	for _, test := range []struct {
		name      string
		encounter Encounter
		want      int
	}{
		{"it ended now", meetingAgo(0, 2, "ana"), 1},
		{"it ends in a second", meetingAgo(-instant, 2, "ana"), 0},
		{"twelve took part", meetingAgo(1, 12, "ana"), 1},
		{"thirteen took part", meetingAgo(1, 13, "ana"), 0},
		{"twelve others are known", meetingAgo(1, 2, everybody...), 0},
		{"eleven others are known", meetingAgo(1, 2, everybody[:11]...), 1},
		{"she is named twice", meetingAgo(1, 2, "ana", "ana"), 1},
		{"nobody is known", meetingAgo(1, 3), 0},
		{"it has no length", Encounter{[]mailbox.Address{"ana"}, span.Span{Start: ago(1), End: ago(1)}, 2}, 0},
		{"it ends before it starts", Encounter{[]mailbox.Address{"ana"}, span.Span{Start: ago(1), End: ago(2)}, 2}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			network := Compute(now, []Encounter{test.encounter}, nil)
			if got := network.Tie("ana").Meetings; got != test.want {
				t.Errorf("%d meetings, want %d", got, test.want)
			}
			if known := slices.Contains(network.People(), "ana"); known != (test.want > 0) {
				t.Errorf("in People %v, but %d meetings", known, test.want)
			}
		})
	}
}

func TestTie(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	first := meetingAgo(100, 3, "ana", "bo")
	first.Span.Start, first.Span.End = first.Span.Start.In(stockholm), first.Span.End.In(stockholm)
	network := Compute(now, []Encounter{meetingAgo(10, 2, "ana"), first, meetingAgo(50, 4, "ana", "cy"), meetingAgo(5, 2, "di")}, nil)

	want := Tie{
		Class: ClassWarm, Meetings: 3, Common: 2,
		Strength: math.Exp2(-10.0/90) + math.Exp2(-100.0/90)/2 + math.Exp2(-50.0/90)/3,
		First:    ago(100), Last: ago(10),
	}
	same := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
	if diff := cmp.Diff(want, network.Tie("ana"), same); diff != "" {
		t.Errorf("tie with ana (-want +got):\n%s", diff)
	}
	if zone := network.Tie("bo").Last.Location(); zone != time.UTC {
		t.Errorf("the last meeting with bo is told in %v", zone)
	}
	if diff := cmp.Diff(Tie{Class: ClassNew}, network.Tie("zoe")); diff != "" {
		t.Errorf("tie with a stranger (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]mailbox.Address{"ana", "di", "bo", "cy"}, network.People()); diff != "" {
		t.Errorf("people, strongest first (-want +got):\n%s", diff)
	}
}

func TestPeopleOfEqualStrengthByID(t *testing.T) {
	got := Compute(now, []Encounter{meetingAgo(1, 4, "cy", "ana", "bo")}, nil).People()
	if diff := cmp.Diff([]mailbox.Address{"ana", "bo", "cy"}, got); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
}

// history draws meetings around now among few people at few times, so that they collide.
var history = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Encounter {
	with := rapid.SliceOfN(rapid.SampledFrom([]mailbox.Address{"ana", "bo", "cy", "di", "ed", "flo"}), 0, 5).Draw(t, "with")
	months := rapid.IntRange(-1, 7).Draw(t, "months ago")
	return meetingAgo(30*float64(months), rapid.IntRange(0, 14).Draw(t, "size"), with...)
}), 0, 40)

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		encounters := history.Draw(t, "history")
		shuffled := rapid.Permutation(encounters).Draw(t, "shuffled")
		a, b := Compute(now, encounters, nil), Compute(now, shuffled, nil)
		if diff := cmp.Diff(a.People(), b.People()); diff != "" {
			t.Fatalf("people:\n%s", diff)
		}
		for _, id := range a.People() {
			if diff := cmp.Diff(a.Tie(id), b.Tie(id)); diff != "" { // bit for bit
				t.Fatalf("tie with %s:\n%s", id, diff)
			}
		}
	})
}

func TestComputeDoesNotChangeItsArgument(t *testing.T) {
	encounters := []Encounter{meetingAgo(1, 3, "bo", "ana", "bo"), meetingAgo(9, 2, "ana")}
	want := []Encounter{meetingAgo(1, 3, "bo", "ana", "bo"), meetingAgo(9, 2, "ana")}
	Compute(now, encounters, nil)
	if diff := cmp.Diff(want, encounters); diff != "" {
		t.Errorf("Read changed the encounters:\n%s", diff)
	}
}

// TestCommonMatchesPairSets compares Common with a simple implementation based on sets of pairs.
func TestCommonMatchesPairSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		encounters := history.Draw(t, "history")
		neighbours := map[mailbox.Address]map[mailbox.Address]bool{}
		for _, e := range encounters {
			others := map[mailbox.Address]bool{}
			for _, id := range e.With {
				others[id] = true
			}
			if e.Span.End.After(now) || max(e.Size, len(others)+1) > MaxEncounterSize {
				continue
			}
			for a := range others {
				for b := range others {
					if neighbours[a] == nil {
						neighbours[a] = map[mailbox.Address]bool{}
					}
					if a != b {
						neighbours[a][b] = true
					}
				}
			}
		}
		network := Compute(now, encounters, nil)
		if len(network.People()) != len(neighbours) {
			t.Fatalf("met %v, want %v", network.People(), neighbours)
		}
		for id, others := range neighbours {
			if got := network.Tie(id).Common; got != len(others) {
				t.Fatalf("%s has %d contacts in common, want %d: %v", id, got, len(others), others)
			}
		}
	})
}

// TestTimeOnlyWeakens: without new meetings a tie loses half its strength in
// each half-life and never becomes warm again.
func TestTimeOnlyWeakens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		encounters := history.Draw(t, "history")
		start := now.Add(60 * day) // all of history is past
		later := start.Add(HalfLife)
		before, after := Compute(start, encounters, nil), Compute(later, encounters, nil)
		for _, id := range before.People() {
			old, aged := before.Tie(id), after.Tie(id)
			if math.Abs(aged.Strength-old.Strength/2) > 1e-9 {
				t.Fatalf("%s: strength %v, a half-life later %v", id, old.Strength, aged.Strength)
			}
			if aged.Class == ClassWarm && old.Class != ClassWarm {
				t.Fatalf("%s: %s, and warm by waiting", id, old.Class)
			}
		}
	})
}

// TestOnePersonOfSeveralAddresses: meetings under two addresses add up, and somebody
// who was invited under both counts once.
func TestOnePersonOfSeveralAddresses(t *testing.T) {
	who := func(id mailbox.Address) mailbox.Address {
		if id == "ana.ruiz" {
			return "ana"
		}
		return id
	}
	network := Compute(now, []Encounter{meetingAgo(0, 3, "ana", "ana.ruiz"), meetingAgo(10, 2, "ana.ruiz"), meetingAgo(20, 2, "ana"), meetingAgo(5, 3, "bo", "ana.ruiz")}, who)
	tie := network.Tie("ana")
	same := Compute(now, []Encounter{meetingAgo(0, 2, "ana"), meetingAgo(10, 2, "ana"), meetingAgo(20, 2, "ana"), meetingAgo(5, 3, "bo", "ana")}, nil).Tie("ana")
	if tie != same {
		t.Errorf("tie %+v, want %+v", tie, same)
	}
	if other := network.Tie("ana.ruiz"); other.Class != ClassNew {
		t.Errorf("the alias has a tie of its own: %+v", other)
	}
}
