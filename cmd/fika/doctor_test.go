package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/config"
	"fika/daemon"
)

// TestDoctorOfARunningFika finds nothing wrong, then a pause.
func TestDoctorOfARunningFika(t *testing.T) {
	o := begin(t)
	if _, _, talk := o.fika("sync"); talk != "" {
		t.Fatal(talk)
	}
	code, out, talk := o.fika("doctor")
	if code != exitDone || strings.Contains(out, "ATTENTION") {
		t.Errorf("exit %d\n%s%s", code, out, talk)
	}
	for _, want := range []string{"running    the same version", "store      sound", "clock      ", "holds      nothing keeps", "sandbox    "} {
		if !strings.Contains(out, want) {
			t.Errorf("%s\nlacks %q", out, want)
		}
	}
	o.fika("pause")
	if code, out, _ := o.fika("doctor"); code != exitAttention || !strings.Contains(out, "ATTENTION  hold") || !strings.Contains(out, "-> fika resume") {
		t.Errorf("paused: exit %d\n%s", code, out)
	}
}

// TestDoctorReadsTheClock compares it with the last pass.
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
		{"passes that do not come", now.Add(-time.Hour), false},
	} {
		d := &doctor{now: now, config: c, status: &daemon.StatusAnswer{LastPass: &e.last}}
		d.lookAtClock()
		if d.found[0].OK != e.ok {
			t.Errorf("%s: %+v", e.name, d.found[0])
		}
	}
}

// TestDoctorFindsASandbox that hides a calendar which the user can read.
func TestDoctorFindsASandbox(t *testing.T) {
	status := &daemon.StatusAnswer{Calendars: []daemon.CalendarAnswer{{Name: "home", Problem: "open /home/maya/cal: no such file"}}}
	for readable, want := range map[bool]bool{true: false, false: true} {
		d := &doctor{status: status, paths: paths{State: t.TempDir()}, mine: map[string]bool{"home": readable}}
		d.lookAtSandbox()
		if d.found[0].OK != want {
			t.Errorf("readable for the user: %v: %+v", readable, d.found[0])
		}
	}
}

// TestDoctorReadsModes of what others may not write.
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
		d := &doctor{paths: paths{Config: file}}
		d.lookAtModes()
		if d.found[0].OK != want {
			t.Errorf("mode %04o: %+v", mode, d.found[0])
		}
	}
}
