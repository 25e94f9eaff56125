package config

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fika/planner"
)

// placesFile returns a file with lines for [me], [invite] and its goal.
func placesFile(me, invite, goal string) string {
	return `[me]
name     = "Maya Lind"
email    = "maya@example.com"
timezone = "Europe/Stockholm"
` + me + `
[[calendar]]
name = "home"
kind = "vdir"
book = true
path = "calendar"

[people]
domains = ["example.com"]

[invite]
` + invite + `
[[goal]]
id    = "field"
kind  = "value"
theme = "sales_wins"
topic = "what customers ask for"
want  = { meetings = 3, per = "quarter" }
` + goal
}

// TestPlaces checks that one place and several are read, that files from before there were
// several mean the same, and that what is written is read again.
func TestPlaces(t *testing.T) {
	for _, test := range []struct {
		invite, goal string
		want         []planner.Place // of [invite]
		own          []planner.Place // of the goal
		written      string
	}{
		{"", "", []planner.Place{"video"}, nil, `where = "video"`},
		{`where = "walk"`, "", []planner.Place{"walk"}, nil, `where = "walk"`},
		{`where = "Kitchen"`, "", []planner.Place{"Kitchen"}, nil, `where = "Kitchen"`},
		{`where = ["walk", "in person", "video"]`, `where = "in person"`, []planner.Place{"walk", "in person", "video"}, []planner.Place{"in person"}, `where = ["walk", "in person", "video"]`},
		{`where = ["video"]`, `where = ["walk", "https://meet.example.com/a"]`, []planner.Place{"video"}, []planner.Place{"walk", "https://meet.example.com/a"}, `where = "video"`},
	} {
		c, err := Parse("fika.toml", []byte(placesFile(`site = "Lund"`, test.invite, test.goal)))
		if err != nil {
			t.Fatal(err)
		}
		text := string(c.Encode())
		again, err := Parse("fika.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []*Config{c, again} {
			if !slices.Equal(c.Rules.Where, test.want) || !slices.Equal(c.Goals[0].Where, test.own) || c.Rules.Site != "Lund" || len(c.Warnings) > 0 {
				t.Errorf("%s, %s: %q and %q at %q, %v", test.invite, test.goal, c.Rules.Where, c.Goals[0].Where, c.Rules.Site, c.Warnings)
			}
		}
		if words := strings.Join(strings.Fields(text), " "); !strings.Contains(words, test.written) {
			t.Errorf("%q is not in\n%s", test.written, text)
		}
	}
}

// TestPasswordsOfLinksAreMasked checks that no message about a configuration shows the
// password in a video link, which is allowed there.
func TestPasswordsOfLinksAreMasked(t *testing.T) {
	before, err := Parse("fika.toml", []byte(placesFile(`video = "https://meet.example.com/j/1?pwd=hunter2&x=1"`, "", "")))
	if err != nil || before.Invite.Video != "https://meet.example.com/j/1?pwd=hunter2&x=1" {
		t.Fatalf("%v: %q", err, before.Invite.Video)
	}
	after, err := Parse("fika.toml", []byte(placesFile(`video = "https://meet.example.com/j/2?pwd=hunter3"`, "", "")))
	if err != nil {
		t.Fatal(err)
	}
	changes := Diff(before, after)
	if len(changes) != 1 || strings.Contains(changes[0].Text, "hunter") || !strings.Contains(changes[0].Text, "pwd=*******") {
		t.Errorf("the changes are %+v", changes)
	}
}

// TestReviewOfSites checks the warning if nobody can be met in person.
func TestReviewOfSites(t *testing.T) {
	for _, test := range []struct {
		me, goal, site string
		warned         bool
	}{
		{`site = "Lund"`, `where = "walk"`, "Lisbon", true},
		{`site = "Lund"`, `where = "walk"`, "lund ", false},
		{`site = "Lund"`, "", "Lisbon", false},
		{"", `where = "walk"`, "Lisbon", false}, // the file itself has a warning
	} {
		c, err := Parse("fika.toml", []byte(placesFile(test.me, "", test.goal)))
		if err != nil {
			t.Fatal(err)
		}
		people := []planner.Person{{ID: "ana@example.com", Name: "Ana", Site: test.site}}
		warned := slices.ContainsFunc(c.Review(people, time.Now()), func(f Fault) bool { return f.Key == "me.site" && f.Warning })
		if warned != test.warned {
			t.Errorf("%s, %s with a guest in %s: warned %t", test.me, test.goal, test.site, warned)
		}
	}
}
