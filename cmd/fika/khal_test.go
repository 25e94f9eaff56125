package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/planner"
)

// requireProgram skips the test if the program is missing.
// scripts/install-test-programs installs it.
func requireProgram(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("SKIPPED: %s is not installed; scripts/install-test-programs does it", program)
	}
}

// bookings returns all bookings.
func (d *workspace) bookings() []api.Booking {
	d.t.Helper()
	var known api.Bookings
	if err := json.Unmarshal([]byte(d.mustRun("fika", "bookings", "--all", "--json")), &known); err != nil {
		d.t.Fatal(err)
	}
	return known.Bookings
}

// days makes a pass on each of n mornings.
func (d *workspace) days(n int) {
	d.t.Helper()
	for range n {
		d.now = d.now.AddDate(0, 0, 1)
		d.mustRun("fika", "run", "--once")
	}
}

// entry is one line of khal's list.
type entry struct{ calendar, start, end, uid, title string }

// khal returns what khal lists in the folders, without all-day events.
func (d *workspace) khal(from time.Time, days int) []entry {
	d.t.Helper()
	var calendars strings.Builder
	for _, name := range []string{"home", "work"} {
		fmt.Fprintf(&calendars, "[[%s]]\npath = %s\ntype = calendar\n", name, d.file("calendars/"+name))
	}
	d.write("home/khal/config", "[calendars]\n"+calendars.String()+`[locale]
local_timezone = Europe/Stockholm
default_timezone = Europe/Stockholm
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = `+d.file("home/khal.db")+"\n")
	list := d.mustRun("khal", "list", "--day-format", "", "--format", "{calendar}|{start-long}|{end-long}|{uid}|{title}",
		from.Format("2006-01-02"), fmt.Sprintf("%dd", days))
	var entries []entry
	for line := range strings.Lines(list) {
		if f := strings.SplitN(strings.TrimSpace(line), "|", 5); len(f) == 5 {
			entries = append(entries, entry{f[0], f[1], f[2], f[3], f[4]})
		}
	}
	return entries
}

// TestKhal has another calendar program read what fika wrote: each coffee is listed
// once, where fika says, and overlaps no other event.
func TestKhal(t *testing.T) {
	requireProgram(t, "khal")
	d := newBusyWorkspace(t, 30)
	d.write("calendars/home/dentist.ics", weeklyEvent("dentist", "20260106T120000Z", "20260106T130000Z"))
	d.write("calendars/work/review.ics", weeklyEvent("review", "20260108T130000Z", "20260108T150000Z"))
	d.write("fika.toml", busyConfig+"\n[[calendar]]\nname = \"home\"\nkind = \"vdir\"\npath = \"calendars/home\"\n")
	first := d.now
	d.days(5)

	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]entry{}
	for _, b := range d.bookings() {
		if b.State == api.StateBooked {
			at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
			name := planner.Person{ID: mailbox.Address(b.Person), Name: b.Name}.FirstName()
			want[b.Event] = entry{"work", at(b.Start), at(b.End), b.Event, "Coffee: Maya and " + name}
		}
	}
	if len(want) < 5 {
		t.Fatalf("only %d coffees were booked", len(want))
	}
	entries := d.khal(first, 35)
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.start, b.start) })
	others := map[string]bool{}
	for i, e := range entries {
		if w, ours := want[e.uid]; !ours {
			others[e.uid] = true
		} else if e != w {
			t.Errorf("khal shows %v, fika booked %v", e, w)
		} else {
			delete(want, e.uid)
		}
		if i > 0 && e.start < entries[i-1].end {
			t.Errorf("%v overlaps %v", e, entries[i-1])
		}
	}
	if len(want) > 0 {
		t.Errorf("khal does not show %v", slices.Collect(maps.Values(want)))
	}
	for _, uid := range []string{"standup", "review", "dentist"} {
		if !others[uid] {
			t.Errorf("khal does not show %s, so nothing could overlap it", uid)
		}
	}
}
