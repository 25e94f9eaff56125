package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar/ics"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// files returns the contents of the folder's .ics files by name.
func (d *workspace) files(folder string) map[string]string {
	d.t.Helper()
	paths, err := filepath.Glob(d.file(folder + "/*.ics"))
	if err != nil {
		d.t.Fatal(err)
	}
	all := map[string]string{}
	for _, path := range paths {
		all[filepath.Base(path)] = d.read(folder + "/" + filepath.Base(path))
	}
	return all
}

// sync lets vdirsyncer sync fika's folder with another, as it would with a server. A
// conflict is an error.
func (d *workspace) sync() {
	d.t.Helper()
	out, talk, code := d.runCommand("vdirsyncer", "-c", d.file("vdirsyncer.conf"), "sync")
	if code != 0 || strings.Contains(talk+out, "onflict") {
		d.t.Fatalf("vdirsyncer sync: exit %d\n%s%s", code, out, talk)
	}
}

// live returns the bookings with an open invitation.
func live(all []api.Booking) []api.Booking {
	return slices.DeleteFunc(all, func(b api.Booking) bool { return b.State != api.StateBooked })
}

// TestVdirsyncer syncs fika's folder with another and back: other files stay the same to
// the byte, coffees arrive, and fika settles a guest's answer from the other side.
func TestVdirsyncer(t *testing.T) {
	requireProgram(t, "vdirsyncer")
	d := newBusyWorkspace(t, 10)
	d.write("calendars/there/theirs.ics", weeklyEvent("theirs", "20260109T120000Z", "20260109T140000Z"))
	d.write("calendars/work/foreign.ics", strings.Replace(weeklyEvent("foreign", "20260109T090000Z", "20260109T100000Z"),
		"END:VEVENT", "X-SOMEBODYS;P=\"a;b\":folded\r\n  value\r\nEND:VEVENT", 1))
	d.write("vdirsyncer.conf", `[general]
status_path = "`+d.file("status")+`"
[pair office]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "`+d.file("calendars/work")+`"
fileext = ".ics"
[storage there]
type = "filesystem"
path = "`+d.file("calendars/there")+`"
fileext = ".ics"
`)
	discover := d.command("vdirsyncer", "-c", d.file("vdirsyncer.conf"), "discover")
	discover.Stdin = strings.NewReader("y\ny\n")
	if out, err := discover.CombinedOutput(); err != nil {
		t.Fatalf("vdirsyncer discover: %v\n%s", err, out)
	}
	d.sync()
	others := d.files("calendars/work")
	d.days(2)
	d.sync()

	guests := map[string]rsvp.Reply{}
	replies := []rsvp.Reply{rsvp.Accepted, rsvp.Declined, rsvp.Maybe}
	for i, b := range live(d.bookings()) {
		reply := replies[i%len(replies)]
		path := "calendars/there/" + b.Event + ".ics"
		d.write(path, string(ics.Parse([]byte(d.read(path))).Reply(mailbox.Address(b.Person), reply)))
		guests[b.ID] = reply
	}
	if len(guests) < len(replies) {
		t.Fatalf("only %d coffees reached the other side", len(guests))
	}
	d.sync()
	d.mustRun("fika", "run", "--once")
	d.now = d.now.Add(10 * time.Minute) // a no stands that long before it counts
	d.mustRun("fika", "run", "--once")
	d.sync()
	for _, b := range d.bookings() {
		reply, answered := guests[b.ID]
		if !answered {
			continue
		}
		state := api.StateBooked
		if reply == rsvp.Declined {
			state = api.StateDeclined
		}
		if b.Reply != reply || b.State != state {
			t.Errorf("%s answered %s: the booking is %s with the reply %q", b.Name, reply, b.State, b.Reply)
		}
		if _, err := os.Stat(d.file("calendars/there/" + b.Event + ".ics")); b.Event != "" && err != nil {
			t.Errorf("the coffee of %s is not on the other side: %v", b.Name, err)
		}
	}
	here, there := d.files("calendars/work"), d.files("calendars/there")
	if diff := cmp.Diff(here, there); diff != "" {
		t.Errorf("the sides differ: %s", diff)
	}
	for name, text := range others {
		if here[name] != text {
			t.Errorf("%s was changed:\n%s\n%s", name, text, here[name])
		}
	}
}
