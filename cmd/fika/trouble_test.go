package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"fika/internal/api"
	"fika/planner"
)

// smallDisk mounts a small file system on a folder of the workspace, or skips the
// test.
func (d *workspace) smallDisk(folder string) (fill, free func()) {
	d.t.Helper()
	at := d.file(folder)
	if err := os.MkdirAll(at, 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "mode=0700,size=8m", "fika-test", at).Run(); err != nil {
		d.t.Skipf("SKIPPED: a full disk needs a small one, and none can be mounted here: %v", err)
	}
	d.t.Cleanup(func() {
		if err := exec.Command("umount", at).Run(); err != nil {
			d.t.Errorf("unmount: %v", err)
		}
	})
	ballast := d.file(folder + "/ballast")
	fill = func() {
		f, err := os.Create(ballast)
		for err == nil {
			_, err = f.Write(make([]byte, 1<<10))
		}
		f.Close()
		if !errors.Is(err, unix.ENOSPC) {
			d.t.Fatal(err)
		}
	}
	free = func() {
		if err := os.Remove(ballast); err != nil {
			d.t.Fatal(err)
		}
	}
	return fill, free
}

// TestFullCalendar has no room for the invitations: fika holds and says why, and sends
// them when there is room.
func TestFullCalendar(t *testing.T) {
	d := newBusyWorkspace(t, 10)
	fill, free := d.smallDisk("calendars/work")
	d.write("calendars/work/standup.ics", weeklyEvent("standup", "20260105T080000Z", "20260105T083000Z"))
	fill()
	said, talk, code := d.runCommand("fika", "run", "--once")
	if code != api.ExitAttention || !strings.Contains(said, "no space left") || !strings.Contains(said, "make room") {
		t.Errorf("exit %d\n%s%s", code, said, talk)
	}
	if got := d.files("calendars/work"); len(got) != 1 {
		t.Errorf("half an invitation was left behind: %v", got)
	}
	waiting := len(d.bookings())
	free()
	d.mustRun("fika", "run", "--once")
	booked := live(d.bookings()) // as many as the caps allow in a day
	if len(booked) == 0 || len(d.bookings()) != waiting || len(d.files("calendars/work")) != 1+len(booked) {
		t.Errorf("with room again: of %d invitations %d are booked, and the folder holds %d files",
			waiting, len(booked), len(d.files("calendars/work")))
	}
}

// TestFullState has no room in the state: nothing is sent that could not be recorded.
func TestFullState(t *testing.T) {
	d := newBusyWorkspace(t, 10)
	fill, free := d.smallDisk("disk")
	d.mustRun("fika", "run", "--once", "--state", d.file("disk/state"))
	before := d.files("calendars/work")
	d.now = d.now.AddDate(0, 0, 7)
	fill()
	said, talk, code := d.runCommand("fika", "run", "--once", "--state", d.file("disk/state"))
	if code != api.ExitDisk || !strings.Contains(talk, "hint: make room") {
		t.Errorf("exit %d\n%s%s", code, said, talk)
	}
	if now := d.files("calendars/work"); len(now) != len(before) {
		t.Errorf("%d events, there were %d", len(now), len(before))
	}
	free()
	if said, talk, code := d.runCommand("fika", "run", "--once", "--state", d.file("disk/state")); code != api.ExitDone {
		t.Errorf("with room again: exit %d\n%s%s", code, said, talk)
	}
}

// TestHalfWrittenCalendar has a calendar file that another program is replacing: fika
// holds because it never saw the whole file, and sends nothing.
func TestHalfWrittenCalendar(t *testing.T) {
	d := newBusyWorkspace(t, 10)
	whole := weeklyEvent("trip", "20260304T080000Z", "20260304T160000Z")
	d.write("calendars/work/trip.ics", whole[:len(whole)/2])
	said, talk, code := d.runCommand("fika", "run", "--once")
	if code != api.ExitAttention || !strings.Contains(said, "trip.ics") || !strings.Contains(said, "half written") {
		t.Errorf("exit %d\n%s%s", code, said, talk)
	}
	if len(d.bookings()) != planner.ApproveFirst { // the past ones
		t.Error("fika planned without knowing the whole calendar")
	}
	d.write("calendars/work/trip.ics", whole)
	d.mustRun("fika", "run", "--once")
	if len(live(d.bookings())) == 0 {
		t.Error("nothing was booked after the file was whole")
	}
}
