package apitext

import (
	"strings"
	"testing"

	"fika/internal/api"
)

// TestMirrorLines checks the lines of a mirror, and that each is left out if it would be
// empty.
func TestMirrorLines(t *testing.T) {
	ei, before := -0.16, -0.22
	full := api.Mirror{
		Meetings: 182, People: 61, Unlisted: 14,
		Measures:    &api.Measures{ClosestShare: 0.716, Closest: 6, Constraint: 0.105, EffectiveSize: 31.24, EI: &ei, EIBefore: &before, Placed: 47},
		Departments: api.MirrorGroups{Met: []string{"Sales", "Legal"}, Never: []string{"Finance", "Operations"}},
		Levels:      api.MirrorGroups{Met: []string{"staff"}},
		Quiet:       []api.Faded{{Name: "Tomas", Since: 65, Latest: 70}, {Name: "Rosa", Since: 80, Latest: 70}, {Name: "Bo", Since: 8, Latest: 10}, {Name: "Astrid"}},
		Dormant:     []api.Faded{{Name: "Hassan"}},
		Voices:      &api.Voices{Asked: 2, Met: 1, Kept: 1, Months: 6},
	}
	want := `61 people in 182 meetings; 14 of them are in no people list
72 % of your meeting hours with 6 people
E-I index -0.16 over 47 people (-1 only your department, +1 only others); -0.22 in the 90 days before
effective size 31.2 of 61, constraint 0.10
2 of 4 departments; not met: Finance, Operations
1 of 1 level
going quiet: Tomas (9 of 10 weeks), Rosa (11 weeks, where 10 are allowed), Bo (8 of 10 days), Astrid
dormant: Hassan
voices: 2 asked for honest feedback, 1 met, 1 note kept, in 6 months`
	if got := strings.Join(Mirror(full), "\n"); got != want {
		t.Errorf("%s", got)
	}
	bare := api.Mirror{Meetings: 20, People: 10, Measures: &api.Measures{ClosestShare: 1, Closest: 6, EffectiveSize: 10}}
	if got := strings.Join(Mirror(bare), "\n"); strings.Count(got, "\n") != 3 || !strings.Contains(got, "E-I index: not known") {
		t.Errorf("%s", got)
	}
}

// TestMirrorHowIsComplete checks that each explanation has a text and a limit, and each
// formula its source.
func TestMirrorHowIsComplete(t *testing.T) {
	for _, h := range MirrorHow() {
		if h.Code == "" || h.Text == "" || h.Limit == "" {
			t.Errorf("%+v", h)
		}
		if formula := strings.Contains(h.Text, "sum over") || strings.Contains(h.Text, "/"); formula && h.Source == "" {
			t.Errorf("%s has no source", h.Code)
		}
	}
}
