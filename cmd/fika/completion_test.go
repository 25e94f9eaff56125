package main

import (
	"strings"
	"testing"

	"fika/internal/api"
)

// TestCompletionOfCoffees checks that the shell gets the IDs of live coffees with their
// guests from a running fika, each once, and nothing from one that does not run.
func TestCompletionOfCoffees(t *testing.T) {
	silent := newInProcess(t)
	if code, out, talk := silent.fika("__complete", "move", ""); code != api.ExitDone || out != ":4\n" {
		t.Errorf("without a running fika: exit %d, %q, %s", code, out, talk)
	}
	o := startInProcess(t)
	o.fika("sync")
	code, list, talk := o.fika("bookings", "--fresh")
	if code != api.ExitDone || len(strings.Fields(list)) == 0 {
		t.Fatalf("no bookings: exit %d, %s%s", code, list, talk)
	}
	id := strings.Fields(list)[0]
	for _, c := range []struct {
		args []string
		want bool
	}{
		{[]string{"move", ""}, true},
		{[]string{"cancel", id[:2]}, true},
		{[]string{"why", ""}, true},
		{[]string{"approve", "zz", ""}, true},
		{[]string{"approve", id, ""}, false},
		{[]string{"move", id, ""}, false},
		{[]string{"skip", "-"}, false},
	} {
		_, out, talk := o.fika(append([]string{"__complete"}, c.args...)...)
		if got := strings.Contains(out, id+"\t"); got != c.want {
			t.Errorf("%q: %t, %s%s", c.args, got, out, talk)
		}
	}
}

// TestCompletionOfNotes checks that the shell gets the IDs of notes, and the topics that the
// user has used, from a running fika.
func TestCompletionOfNotes(t *testing.T) {
	o := startInProcess(t)
	o.fika("sync")
	for _, args := range [][]string{{"note", "ana", "late #late-deliveries"}, {"note", "ana", "--promise", "the page #pricing"}} {
		if code, _, talk := o.fika(args...); code != api.ExitDone {
			t.Fatalf("%q: exit %d, %s", args, code, talk)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"done", ""}, "N2 "},
		{[]string{"notes", "edit", ""}, "N2 N1 "},
		{[]string{"notes", "forget", "n1"}, "N1 "},
		{[]string{"notes", "edit", "N1", ""}, ""},
		{[]string{"notes", "--topic", ""}, "pricing late-deliveries "},
		{[]string{"notes", "--topic", "#l"}, "#late-deliveries "},
		{[]string{"note", "ana", "#p"}, "#pricing "},
		{[]string{"note", "ana", "p"}, ""},
	} {
		_, out, talk := o.fika(append([]string{"__complete"}, c.args...)...)
		got := ""
		for line := range strings.Lines(out) {
			if word, _, found := strings.Cut(line, "\t"); found {
				got += word + " "
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q\n%s%s", c.args, got, c.want, out, talk)
		}
	}
}
