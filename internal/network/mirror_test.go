package network

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/internal/mailbox"
)

// quarter reflects the 90 days before now.
func (o Organisation) quarter(encounters []Encounter) Mirror {
	return o.Reflect(ago(90), now, encounters)
}

// TestReflect checks a mirror of few meetings, worked out by hand.
func TestReflect(t *testing.T) {
	company := Organisation{Own: Profile{Department: "sales"}, Profiles: map[mailbox.Address]Profile{
		"ann": {"Sales", 1}, "bob": {"Sales", 2}, "cy": {"Legal", 1}, "dan": {"Finance", 4}, "eva": {},
	}}
	m := company.quarter([]Encounter{
		meetingAgo(0, 2, "ann"), meetingAgo(0, 2, "cy"), // ties of 1 each
		meetingAgo(0, 3, "ann", "bob"), // half a tie each, also between the two
		meetingAgo(0, 2, "customer"),   // a tie of 1, of no known department
		meetingAgo(91, 2, "dan"),       // before the time
		meetingAgo(0, 13, "dan"),       // an audience
	})
	if m.Meetings != 4 || m.People != 4 || m.Unlisted != 1 || m.Placed != 3 || !m.TooLittle() {
		t.Errorf("%d meetings with %d people, %d in no list, %d placed", m.Meetings, m.People, m.Unlisted, m.Placed)
	}
	// Of the ties of 1.5, 0.5 and 1, two are inside.
	if math.Abs(m.EI-(1-2.0)/3) > 1e-9 {
		t.Errorf("E-I %v", m.EI)
	}
	// Of ties of 1.5, 0.5, 1 and 1: p = 3/8, 1/8, 1/4, 1/4. Ann's strongest tie is 1.5, of
	// 2 in all; Bob's is 0.5, of 1 in all.
	// Constraint: Ann's part is 3/8 + 1/8 1/2 = 7/16, Bob's is 1/8 + 3/8 1/4 = 7/32.
	if want := 4 - 1.0/8*0.5/1.5 - 3.0/8; math.Abs(m.EffectiveSize-want) > 1e-9 {
		t.Errorf("effective size %v, not %v", m.EffectiveSize, want)
	}
	if want := 7.0/16*7/16 + 7.0/32*7/32 + 2.0/16; math.Abs(m.Constraint-want) > 1e-9 {
		t.Errorf("constraint %v, not %v", m.Constraint, want)
	}
	for _, x := range []struct{ got, want any }{
		{m.Departments, []string{"Legal", "Sales"}}, {m.NeverDepartments, []string{"Finance"}},
		{m.Levels, []int{1, 2}}, {m.NeverLevels, []int{4}},
	} {
		if diff := cmp.Diff(x.want, x.got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestConcentration checks the share of the six people with the most hours: a meeting of an
// hour with two others is half an hour with each.
func TestConcentration(t *testing.T) {
	var encounters []Encounter
	for i := range 7 {
		encounters = append(encounters, meetingAgo(1, 2, mailbox.Address(fmt.Sprint("p", i))))
	}
	encounters = append(encounters, meetingAgo(2, 3, "p0", "p1"), meetingAgo(2, 3, "p7", "p8"))
	m := Organisation{}.quarter(encounters)
	// p0 and p1 have 1.5 hours, four others 1, of 9 in all.
	if m.Hours != 9 || math.Abs(m.Closest-7.0/9) > 1e-9 {
		t.Errorf("%v of %v hours", m.Closest, m.Hours)
	}
}

// TestFaded checks who is going quiet and who is dormant.
func TestFaded(t *testing.T) {
	profiles := map[mailbox.Address]Profile{}
	for _, id := range []mailbox.Address{"quiet", "quieter", "kept", "new", "dormant", "old", "never"} {
		profiles[id] = Profile{}
	}
	m := Organisation{Profiles: profiles}.quarter(slices.Concat(
		coffees("quiet", 100), coffees("quieter", 120, 130), coffees("kept", 10, 100), coffees("new", 5),
		coffees("dormant", 181, 190, 200, 210, 220), coffees("old", 300, 301, 302, 303, 304, 305), coffees("stranger", 100),
	))
	names := func(list []Faded) (ids []string) {
		for _, f := range list {
			ids = append(ids, fmt.Sprint(f.Person, f.Meetings))
		}
		return ids
	}
	if diff := cmp.Diff([]string{"quieter2", "quiet1"}, names(m.Quiet)); diff != "" {
		t.Errorf("quiet (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"old6", "dormant5"}, names(m.Dormant)); diff != "" {
		t.Errorf("dormant (-want +got):\n%s", diff)
	}
}

// TestMirrorIsAShare checks that shares are shares and that hours are those of the
// meetings, however many people are in them.
func TestMirrorIsAShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		company := Organisation{Profiles: map[mailbox.Address]Profile{}, Own: Profile{Department: "d0"}}
		for i := range 20 {
			company.Profiles[mailbox.Address(fmt.Sprintf("p%d", i))] = Profile{Department: fmt.Sprintf("d%d", i%4)}
		}
		var encounters []Encounter
		hours := 0.0
		for range rapid.IntRange(0, 40).Draw(t, "meetings") {
			var with []mailbox.Address
			for i := range rapid.IntRange(1, 11).Draw(t, "size") {
				with = append(with, mailbox.Address(fmt.Sprintf("p%d", (i+rapid.IntRange(0, 19).Draw(t, "who"))%20)))
			}
			e := meetingAgo(rapid.Float64Range(0, 80).Draw(t, "days"), len(with)+1, with...)
			encounters, hours = append(encounters, e), hours+e.Span.Len().Hours()
		}
		m := company.quarter(encounters)
		if math.Abs(m.Hours-hours) > 1e-6 || m.Meetings != len(encounters) {
			t.Errorf("%v hours of %v, %d meetings of %d", m.Hours, hours, m.Meetings, len(encounters))
		}
		if m.Closest < 0 || m.Closest > 1+1e-9 || m.EI < -1-1e-9 || m.EI > 1+1e-9 || m.EffectiveSize > float64(m.People)+1e-9 {
			t.Errorf("%+v", m)
		}
		if n := len(m.Departments) + len(m.NeverDepartments); n != 4 {
			t.Errorf("%d departments of 4", n)
		}
	})
}
