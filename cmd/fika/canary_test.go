package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// canary is part of every name, address, title, topic, reason, note and path of the
// canary workspace. Wherever it shows up, something private has leaked.
const canary = "zugvogel"

// canaryConfig returns its configuration.
func canaryConfig(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../internal/diagnosis/testdata/canary.toml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// newCanaryWorkspace returns a workspace where everything private contains the
// canary. Fika has run there: it proposed, booked, rested somebody, was paused with a
// reason, and found things that it could not read.
func newCanaryWorkspace(t *testing.T) *workspace {
	t.Helper()
	d := &workspace{t: t, dir: filepath.Join(t.TempDir(), canary)}
	d.write("fika.toml", canaryConfig(t))
	d.write("zugvogel.csv", "name,email,department,title,level,site,manager,tags,calendar\n"+
		"Ana Zugvogel,ana@zugvogel.example,Zugvogel Sales,Zugvogel lead,zugvogel one,Zugvogel City,boss@zugvogel.example,zugvogel tag,\n"+
		"Bo,bo@zugvogel.example,Zugvogel Sales,Zugvogel lead,zugvogel one,Zugvogel City,,,\n"+
		"Cy Zugvogel,cy@zugvogel.example,Zugvogel Sales,Zugvogel lead,zugvogel one,Zugvogel City,,zugvogel tag,\n"+
		"Zugvogel without address,zugvogel,,,,,,,\n")
	d.write("zugvogel-calendar/one.ics", weeklyEvent("zugvogel", "20260302T080000Z", "20260302T083000Z"))
	d.write("zugvogel-calendar/zugvogel-broken.ics", strings.Replace(weeklyEvent("zugvogel", "20260302T080000Z", "20260302T083000Z"), "RRULE:", "RRULE:ZUGVOGEL;", 1))
	d.write("zugvogel-home/one.ics", weeklyEvent("zugvogel at home", "20260302T080000Z", "20260302T083000Z"))
	d.write("zugvogel-bo/one.ics", weeklyEvent("zugvogel of Bo", "20260302T080000Z", "20260302T083000Z"))
	d.runCommand("fika", "run", "--once")
	for _, b := range d.bookings() {
		d.mustRun("fika", "approve", b.ID)
		break
	}
	d.runCommand("fika", "run", "--once")
	d.mustRun("fika", "people", "rest", "bo")
	d.mustRun("fika", "note", "bo", "--promise", "the zugvogel page #zugvogel")
	d.mustRun("fika", "pause", "--why", "zugvogel leave")
	d.runCommand("fika", "run", "--once")
	return d
}
