package daemon_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/planner"
)

// mirrored returns a daemon whose user met twelve colleagues of three departments, each
// twice in the last weeks, and three of them more often before.
func mirrored(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	h.settings.Rules.Levels = []string{"staff", "manager", "vp"}
	h.settings.Department = "Sales"
	h.people = nil
	add := func(id, department string, level planner.Level) {
		h.people = append(h.people, planner.Person{ID: mailbox.Address(id + "@example.com"), Name: strings.ToUpper(id[:1]) + id[1:], Department: department, Level: level, Zone: time.UTC, BusyKnown: true})
	}
	for i := range 12 {
		id := fmt.Sprintf("p%d", i)
		add(id, []string{"Sales", "Sales", "Legal"}[i%3], planner.Level(1+i%2))
		h.write(t, meetingFile{uid: id, title: "Talk", start: fmt.Sprintf("202602%02dT100000Z", 2+i), accepted: []string{id}, weeks: 2})
	}
	add("vera", "Board", 3)
	add("fred", "Finance", 1)
	add("quinn", "Legal", 1)
	h.write(t, meetingFile{uid: "quinn", title: "Talk", start: "20251110T100000Z", accepted: []string{"quinn"}, weeks: 3})
	h.restartWith(func(o *daemon.Options) { o.FormatGoal = config.FormatGoal })
	return h
}

// mirror returns the mirror on the first Monday.
func (h *harness) mirror(t *testing.T) api.Mirror {
	t.Helper()
	if err := h.daemon.ReadView(t.Context(), monday); err != nil {
		t.Fatal(err)
	}
	a, err := h.daemon.Mirror(t.Context(), monday)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestMirror checks every part of a mirror against meetings that are known.
func TestMirror(t *testing.T) {
	h := mirrored(t)
	a := h.mirror(t)
	if a.TooLittle != nil || a.People != 12 || a.Meetings != 24 {
		t.Fatalf("%d people in %d meetings, too little: %v", a.People, a.Meetings, a.TooLittle)
	}
	m := a.Measures
	if m == nil || m.EI == nil || m.EIBefore != nil || m.Placed != 12 || *m.EI > -0.2 || *m.EI < -0.5 {
		t.Errorf("measures %+v", m) // two of three are inside; the meetings differ in age
	}
	// Nobody meets anybody else: each of twelve adds 1 to the size, and about (1/12)^2.
	if math.Abs(m.EffectiveSize-12) > 1e-9 || m.Constraint < 1.0/12 || m.Constraint > 0.1 {
		t.Errorf("effective size %v, constraint %v", m.EffectiveSize, m.Constraint)
	}
	if m.Hours != 12 || m.ClosestShare != 0.5 {
		t.Errorf("%v of %v hours", m.ClosestShare, m.Hours)
	}
	if got := fmt.Sprint(a.Departments, a.Levels); got != "{[Legal Sales] [Board Finance]} {[staff manager] [vp]}" {
		t.Errorf("groups %s", got)
	}
	if len(a.Quiet) != 1 || a.Quiet[0].Name != "Quinn" || len(a.Dormant) != 0 {
		t.Errorf("quiet %+v, dormant %+v", a.Quiet, a.Dormant)
	}
}

// TestMirrorNamesNobodyInPeace checks that a mirror does not name people who are not to be
// invited, and has no step with them.
func TestMirrorNamesNobodyInPeace(t *testing.T) {
	h := mirrored(t)
	for i := range h.people {
		h.people[i].Never = true
	}
	if a := h.mirror(t); len(a.Quiet) != 0 || a.Step != nil {
		t.Errorf("quiet %+v, step %+v", a.Quiet, a.Step)
	}
}

// TestMirrorSaysLittle checks that few meetings give no numbers.
func TestMirrorSaysLittle(t *testing.T) {
	h := newHarness(t)
	if a := h.mirror(t); a.TooLittle == nil || a.Measures != nil || a.Step != nil || a.Departments.Never != nil {
		t.Errorf("%+v", a)
	}
}

// TestMirrorStep takes the steps of a mirror one after the other: each is a valid goal, of
// people who may be invited, and is not proposed again.
func TestMirrorStep(t *testing.T) {
	h := mirrored(t)
	for _, want := range []struct {
		code  api.StepCode
		id    string
		wants string
	}{
		{api.StepDepartments, "new-departments", `from   = { department = ["Board", "Finance"] }`},
		{api.StepLevels, "level-vp", `from   = { level_min = "vp", level_max = "vp" }`},
		{api.StepQuiet, "keep-in-touch", `from   = { person = ["quinn@example.com"] }`},
	} {
		a := h.mirror(t)
		if a.Step == nil || a.Step.Code != want.code || a.Step.Goal != want.id || !strings.Contains(a.Step.TOML, want.wants+"\n") {
			t.Fatalf("step %+v, want %+v", a.Step, want)
		}
		c, err := config.Parse("fika.toml", []byte(`[me]
name = "Maya Lind"
email = "maya@example.com"
timezone = "Europe/Stockholm"
levels = ["staff", "manager", "vp"]
[people]
csv = ["people.csv"]
domains = ["example.com"]
[[calendar]]
name = "work"
kind = "vdir"
path = "/calendars/work"
book = true
`+a.Step.TOML))
		if err != nil {
			t.Fatalf("%v\n%s", err, a.Step.TOML)
		}
		h.settings.Goals = append(h.settings.Goals, c.Goals...)
		h.daemon.Configure(h.settings)
	}
	if a := h.mirror(t); a.Step != nil {
		t.Errorf("a fourth step: %+v", a.Step)
	}
}

// TestMirrorKeepsWhy checks that a mirror does not have the reason of a goal.
func TestMirrorKeepsWhy(t *testing.T) {
	h := mirrored(t)
	h.settings.Goals[0].Why = "canary"
	h.daemon.Configure(h.settings)
	text, err := json.Marshal(h.mirror(t))
	if err != nil || strings.Contains(string(text), "canary") {
		t.Errorf("%v: %s", err, text)
	}
}

// TestMirrorCountsVoices checks that notes of honest feedback count for six months, and
// other notes do not.
func TestMirrorCountsVoices(t *testing.T) {
	h := mirrored(t)
	h.settings.Goals[0].Theme = planner.ThemeFeedback
	h.restartWith(func(*daemon.Options) {})
	for at, kind := range map[time.Time]api.NoteKind{
		monday.AddDate(0, -6, 0):                 api.NoteFeedback,
		monday.AddDate(0, -6, 0).Add(-time.Hour): api.NoteFeedback, // too old
		monday.AddDate(0, 0, -1):                 api.NoteLearned,
	} {
		if _, err := h.daemon.AddNotes(t.Context(), at, api.NoteArgs{About: "p1", Notes: []api.NewNote{{Kind: kind, Text: "you talk fast"}}}); err != nil {
			t.Fatal(err)
		}
	}
	if v := h.mirror(t).Voices; v == nil || v.Kept != 1 || v.Asked != 0 {
		t.Errorf("voices %+v, want 1 note kept", v)
	}
}
