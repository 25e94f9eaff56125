package simulation

import (
	"encoding/xml"
	"fmt"
	"math"
	"testing"
)

func TestPolicyParts(t *testing.T) {
	for text, want := range map[Policy]struct {
		name    Policy
		sparing int
	}{
		"fika": {Fika, 0}, "fika:0": {Fika, -100}, "fika:0.5": {Fika, -50}, "fika:1": {Fika, 0}, "fika:20": {Fika, 1900}, "overdue": {Overdue, 0},
	} {
		if name, sparing, err := text.parts(); err != nil || name != want.name || sparing != want.sparing {
			t.Errorf("%s: %s, %d, %v", text, name, sparing, err)
		}
	}
	for _, text := range []Policy{"", "tea", "fika:", "fika:much", "fika:-1", "fika:21", "fika:NaN", "fika:Inf", "random:2", "fika:1:1"} {
		if text.Check() == nil {
			t.Errorf("%q is a policy", text)
		}
	}
}

// TestSparing checks that fewer people get two invitations on one day if those whom others
// ask are spared more.
func TestSparing(t *testing.T) {
	graph, err := Invent(Departments, 120, 1)
	if err != nil {
		t.Fatal(err)
	}
	outcomes, err := Comparison{
		Policies: []Policy{"fika:0", "fika:3"}, Seeds: []uint64{1}, Weeks: 4, Invitations: 2,
		Organisation: func(seed uint64) (*Organisation, error) { return NewYear(graph, seed, 30) },
	}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if without, with := outcomes[0].SameDay, outcomes[1].SameDay; with >= without {
		t.Errorf("on one day by two users: %.2f %% without sparing, %.2f with it", without, with)
	}
}

// TestCurve checks that every outcome is in every panel, inside of it, and that an
// outcome without data is in none.
func TestCurve(t *testing.T) {
	outcomes := []*Outcome{
		{Policy: "fika:0", Accepted: 50, Held: 1, Rhythm: 60, Invited: Invited{FourAWeek: 6, SameDay: 4}},
		{Policy: Fika, Accepted: 48, Held: 0.9, Rhythm: 61, Invited: Invited{FourAWeek: 3, SameDay: 2}},
		{Policy: Random, Accepted: 37, Held: math.NaN(), Rhythm: 34, Invited: Invited{FourAWeek: math.NaN(), SameDay: math.NaN()}},
	}
	var drawn struct {
		Panels []struct {
			X      float64 `xml:"x,attr"`
			Y      float64 `xml:"y,attr"`
			Width  float64 `xml:"width,attr"`
			Height float64 `xml:"height,attr"`
		} `xml:"rect"`
		Points []struct {
			X float64 `xml:"cx,attr"`
			Y float64 `xml:"cy,attr"`
		} `xml:"circle"`
		Lines []struct {
			Points string `xml:"points,attr"`
		} `xml:"polyline"`
	}
	if err := xml.Unmarshal([]byte(Curve("a < b", CurvePairs(), outcomes)), &drawn); err != nil {
		t.Fatal(err)
	}
	panels := drawn.Panels[1:] // the first is the background
	if len(panels) != len(CurvePairs()) || len(drawn.Points) != 2*len(panels) || len(drawn.Lines) != len(panels) {
		t.Fatalf("%d panels, %d points, %d lines", len(panels), len(drawn.Points), len(drawn.Lines))
	}
	for i, p := range drawn.Points {
		if in := panels[i/2]; p.X <= in.X || p.X >= in.X+in.Width || p.Y <= in.Y || p.Y >= in.Y+in.Height {
			t.Errorf("the point %s is outside of panel %d", fmt.Sprint(p), i/2)
		}
	}
}
