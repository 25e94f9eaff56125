package diagnosis

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/config"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/people"
	"fika/planner"
)

// TestDoctorReadsTheClock compares the clock with the time of the last pass.
func TestDoctorReadsTheClock(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	c := &config.Config{Daemon: config.Daemon{Every: 5 * time.Minute}}
	for _, e := range []struct {
		name string
		last time.Time
		ok   bool
	}{
		{"a pass just now", now.Add(-time.Minute), true},
		{"a pass of this minute, on a clock that is being adjusted", now.Add(time.Minute), true},
		{"a pass to come", now.Add(time.Hour), false},
		{"passes that are overdue", now.Add(-time.Hour), false},
	} {
		x := &examination{Doctor: Doctor{Now: now, Config: c}, status: &api.Status{LastPass: &e.last}}
		x.checkClock()
		if x.found[0].OK != e.ok {
			t.Errorf("%s: %+v", e.name, x.found[0])
		}
	}
}

// TestDoctorFindsASandbox checks that the doctor notices if fika cannot read a calendar
// that the user can read.
func TestDoctorFindsASandbox(t *testing.T) {
	status := &api.Status{Calendars: []api.Calendar{{Name: "home", Problem: "open /home/maya/cal: no such file"}}}
	for readable, want := range map[bool]bool{true: false, false: true} {
		x := &examination{Doctor: Doctor{Paths: api.Paths{State: t.TempDir()}}, status: status, readable: map[string]bool{"home": readable}}
		x.checkSandbox()
		if x.found[0].OK != want {
			t.Errorf("readable by the user: %v: %+v", readable, x.found[0])
		}
	}
}

// TestDoctorReadsModes checks a file that others may not write.
func TestDoctorReadsModes(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "fika.toml")
	for mode, want := range map[os.FileMode]bool{0o600: true, 0o644: true, 0o640: true, 0o660: false, 0o666: false} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		x := &examination{Doctor: Doctor{Paths: api.Paths{Config: file}}}
		x.checkModes()
		if x.found[0].OK != want {
			t.Errorf("mode %04o: %+v", mode, x.found[0])
		}
	}
}

// TestDoctorNamesGoalsOutOfReach checks that the doctor names a goal that asks nobody but
// people who report to the user for feedback on them.
func TestDoctorNamesGoalsOutOfReach(t *testing.T) {
	c := &config.Config{
		Rules: planner.Rules{Me: "maya@example.com"},
		Goals: []planner.Goal{{ID: "feedback", Theme: "honest_feedback", From: planner.Filter{Person: []mailbox.Address{"rita@example.com"}}}},
	}
	for manager, want := range map[mailbox.Address]int{"maya@example.com": 1, "bo@example.com": 0} {
		list := []planner.Person{{ID: "rita@example.com", Name: "Rita", Manager: manager}}
		x := &examination{Doctor: Doctor{Config: c, People: func() (people.Everybody, []people.Fault) { return people.Everybody{Colleagues: list}, nil }}}
		x.checkGoals()
		if len(x.found) != want || want > 0 && (x.found[0].OK || !strings.Contains(x.found[0].Text, `goal "feedback" invites nobody`)) {
			t.Errorf("with the manager %s: %+v", manager, x.found)
		}
	}
}
