package config

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fika/internal/mailbox"
	"fika/planner"
)

// TestOutOfReach checks which goals are warned about because of managers and levels: with
// a manager, Bo, a report, Rita, whose report is Rolf, a peer, Pia, and four vice presidents.
func TestOutOfReach(t *testing.T) {
	staff := func(name, manager, department string, level planner.Level) planner.Person {
		return planner.Person{ID: mailbox.Address(name + "@example.com"), Name: name, Manager: mailbox.Address(manager + "@example.com"), Department: department, Level: level}
	}
	people := []planner.Person{
		staff("bo", "vp1", "Bosses", 3), staff("rita", "maya", "Mine", 1), staff("rolf", "rita", "Mine", 1), staff("pia", "bo", "Peers", 2),
		staff("vp1", "vp1", "Top", 5), staff("vp2", "vp1", "Top", 5), staff("vp3", "vp1", "Top", 5), staff("vp4", "vp1", "Top", 5),
	}
	const feedback = `kind = "career"
theme = "honest_feedback"
`
	for _, test := range []struct {
		name, goal string
		key, text  string // of the warning; "" for none
	}{
		{"everybody", feedback, "", ""},
		{"reports alone", feedback + `from = { department = ["Mine"] }`, "goal[1].from", `goal "g" invites nobody`},
		{"the manager by department", feedback + `from = { department = ["Bosses"] }`, "goal[1].from", "your manager is only asked if from names them"},
		{"the manager by name", feedback + `from = { person = ["bo@example.com"] }`, "", ""},
		{"somebody below by name", feedback + `from = { person = ["pia@example.com", "rolf@example.com"] }`, "goal[1].from.person[2]", "never looks for rolf@example.com"},
		{"reports, for something else", "kind = \"value\"\ntheme = \"sales_wins\"\nfrom = { person = [\"rita@example.com\"] }", "", ""},
		{"vice presidents, more than the ceiling", "kind = \"value\"\ntheme = \"sales_wins\"\nfrom = { department = [\"Top\"] }", "goal[1].from", "asks for 4 meetings a quarter, and everybody it looks for is 2 or more levels above you"},
		{"vice presidents and a peer", "kind = \"value\"\ntheme = \"sales_wins\"\nfrom = { department = [\"Top\", \"Peers\"] }", "", ""},
		{"three vice presidents", "kind = \"value\"\ntheme = \"sales_wins\"\nfrom = { person = [\"vp1@example.com\", \"vp2@example.com\", \"vp3@example.com\"] }", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := Parse("fika.toml", []byte(`[me]
name     = "Maya Lind"
email    = "maya@example.com"
timezone = "Europe/Stockholm"
level    = "staff"
manager  = "bo@example.com"
[[calendar]]
name = "home"
kind = "vdir"
book = true
path = "calendar"
[people]
domains = ["example.com"]
[[goal]]
id    = "g"
topic = "what customers ask for"
want  = { meetings = 4, per = "quarter" }
`+test.goal))
			if err != nil {
				t.Fatal(err)
			}
			for _, faults := range [][]Fault{c.OutOfReach(people), c.Review(people, time.Now())} {
				faults = slices.DeleteFunc(faults, func(f Fault) bool { return !strings.HasPrefix(f.Key, "goal[1].from") })
				if test.key == "" && len(faults) == 0 {
					continue
				}
				if len(faults) != 1 || faults[0].Key != test.key || !strings.Contains(faults[0].Text, test.text) || !faults[0].Warning || faults[0].Line == 0 {
					t.Errorf("the warnings are %+v", faults)
				}
			}
		})
	}
}
