package config

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/planner"
)

// TestEdit changes small files and reads every byte.
func TestEdit(t *testing.T) {
	for _, test := range []struct {
		name, text string
		change     Assignment
		want       string
	}{
		{"a value, and the comment keeps its column", "[rhythm]\nper_day  = 1      # coffees\n",
			Assignment{Table: "rhythm", Key: "per_day", Value: "12"}, "[rhythm]\nper_day  = 12     # coffees\n"},
		{"a comment without room moves", "[trust]\nmode = \"book\" # bold\n",
			Assignment{Table: "trust", Key: "mode", Value: `"propose"`}, "[trust]\nmode = \"propose\" # bold\n"},
		{"a new key in the form of the last", "[rhythm]\n  per_day  = 1\n  open     = 3 # at most\n\n[trust]\nmode = \"book\"\n",
			Assignment{Table: "rhythm", Key: "per_week", Value: "2"}, "[rhythm]\n  per_day  = 1\n  open     = 3 # at most\n  per_week = 2\n\n[trust]\nmode = \"book\"\n"},
		{"before a table inside", "[rhythm]\nopen = 3\n[rhythm.buffer]\nbefore = \"5m\"\n",
			Assignment{Table: "rhythm", Key: "per_week", Value: "2"}, "[rhythm]\nopen = 3\nper_week = 2\n[rhythm.buffer]\nbefore = \"5m\"\n"},
		{"of a dotted table", "rhythm.open = 3\nme.name = \"x\"\n",
			Assignment{Table: "rhythm", Key: "per_week", Value: "2"}, "rhythm.open = 3\nrhythm.per_week = 2\nme.name = \"x\"\n"},
		{"in a table on one line", "rhythm = { open = 3 } # all\n",
			Assignment{Table: "rhythm", Key: "per_week", Value: "2"}, "rhythm = { open = 3, per_week = 2 } # all\n"},
		{"of an empty table", "[rhythm]\n\n[me]\nname = \"x\"\n",
			Assignment{Table: "rhythm", Key: "open", Value: "2"}, "[rhythm]\nopen = 2\n\n[me]\nname = \"x\"\n"},
		{"a new table", "[me]\nname = \"x\"",
			Assignment{Table: "rhythm", Key: "open", Value: "2"}, "[me]\nname = \"x\"\n\n[rhythm]\nopen = 2\n"},
		{"a removed key takes its line", "[rhythm]\nopen = 3 # at most\nper_day = 1\n",
			Assignment{Table: "rhythm", Key: "open"}, "[rhythm]\nper_day = 1\n"},
		{"a removed value of many lines", "[rhythm]\nhours = [\n  \"mon-fri 09:00-17:00\", # all\n]\nper_day = 1\n",
			Assignment{Table: "rhythm", Key: "hours"}, "[rhythm]\nper_day = 1\n"},
		{"removing what is not there", "[rhythm]\nopen = 3\n", Assignment{Table: "rhythm", Key: "per_day"}, "[rhythm]\nopen = 3\n"},
		{"of one goal of several", "[[goal]]\nid = \"a\"\nweight = 1\n[[goal]]\nid = 'b'\nweight = 1 # low\n",
			Assignment{Goal: "b", Key: "weight", Value: "3"}, "[[goal]]\nid = \"a\"\nweight = 1\n[[goal]]\nid = 'b'\nweight = 3 # low\n"},
		{"line ends stay", "[rhythm]\r\nopen = 3\r\n",
			Assignment{Table: "rhythm", Key: "per_day", Value: "1"}, "[rhythm]\r\nopen = 3\r\nper_day = 1\r\n"},
		{"without a line end", "[rhythm]\nopen = 3", Assignment{Table: "rhythm", Key: "per_day", Value: "1"}, "[rhythm]\nopen = 3\nper_day = 1\n"},
	} {
		got, err := Edit(test.text, test.change)
		if err != nil || got != test.want {
			t.Errorf("%s: %v\n%s", test.name, err, cmp.Diff(test.want, got))
		}
	}
}

// TestEditRefuses checks that nothing is changed if a change cannot be made as it says.
func TestEditRefuses(t *testing.T) {
	for name, change := range map[string]Assignment{
		"an unknown goal":            {Goal: "c", Key: "weight", Value: "1"},
		"no value":                   {Table: "rhythm", Key: "open", Value: "3 4"},
		"more than a value":          {Table: "rhythm", Key: "open", Value: "3\nper_day = 5"},
		"a value with another table": {Table: "rhythm", Key: "open", Value: "3\n[me]\nname = \"x\""},
		"a key inside one line":      {Table: "me", Key: "name"},
	} {
		if got, err := Edit("me = { name = \"x\", email = \"y\" }\n[rhythm]\nopen = 3\n[[goal]]\nid = \"a\"\n", change); err == nil {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// TestEditTouchesOneLine changes values of the example file one after the other: each time
// one line differs, and the comment behind the value stays.
func TestEditTouchesOneLine(t *testing.T) {
	file, err := os.ReadFile("fika.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []Assignment{
		{Table: "rhythm", Key: "per_week", Value: "5"}, {Table: "rhythm", Key: "minutes", Value: "20"}, {Table: "trust", Key: "mode", Value: `"book"`},
		{Goal: "field", Key: "weight", Value: "2"}, {Goal: "field", Key: "want", Value: `{ meetings = 4, per = "quarter" }`}, {Goal: "field", Key: "topic", Value: `"why deals are lost"`},
	} {
		got, err := Edit(string(file), change)
		if err != nil {
			t.Errorf("%+v: %v", change, err)
			continue
		}
		before, after := strings.Split(string(file), "\n"), strings.Split(got, "\n")
		if len(before) != len(after) {
			t.Errorf("%+v: %d lines, then %d", change, len(before), len(after))
			continue
		}
		different := 0
		for i := range before {
			if before[i] != after[i] {
				different++
				_, was, _ := strings.Cut(before[i], " # ")
				if !strings.HasSuffix(after[i], was) {
					t.Errorf("%+v: %q became %q", change, before[i], after[i])
				}
			}
		}
		if different != 1 {
			t.Errorf("%+v: %d lines differ", change, different)
		}
	}
}

// TestAppendGoal adds a goal to files, and refuses those whose goals are written otherwise.
func TestAppendGoal(t *testing.T) {
	goal := FormatGoal([]string{"staff", "vp"}, planner.Goal{ID: "up", Kind: "career", Theme: "perspective", Topic: "how it looks",
		From: planner.Filter{LevelMin: 2, LevelMax: 2}, Want: planner.Want{Cover: planner.ByLevel, Per: planner.PerQuarter}, Weight: 2, Mode: planner.ModePropose})
	for name, text := range map[string]string{
		"without goals":     "[me]\nname = \"x\" # mine\n",
		"after a goal":      "[[goal]]\nid = \"a\" # first",
		"with its own ends": "[[goal]]\r\nid = \"a\"\r\n\r\n\r\n",
	} {
		got, err := AppendGoal(text, goal)
		if err != nil || !strings.HasPrefix(got, strings.TrimRight(text, "\r\n")) || !strings.HasSuffix(strings.ReplaceAll(got, "\r\n", "\n"), "\n\n"+goal) {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
		if strings.Contains(text, "\r\n") && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
			t.Errorf("%s: the line ends are mixed: %q", name, got)
		}
	}
	for name, c := range map[string]struct{ text, block string }{
		"a list of goals":   {"goal = [{ id = \"a\" }]\n", goal},
		"a file with fault": {"[[goal]\n", goal},
		"two goals":         {"", goal + goal},
		"more than a goal":  {"", goal + "[me]\nname = \"x\"\n"},
		"no goal":           {"", "[me]\nname = \"x\"\n"},
	} {
		if got, err := AppendGoal(c.text, c.block); err == nil {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// FuzzEdit checks that an edit of any file that a parser accepts fails, or changes what it
// says and nothing else, which Edit checks itself; here, that its own check is right about
// lines: those without the key stay.
func FuzzEdit(f *testing.F) {
	f.Add("[rhythm]\nopen = 3 # x\n", "open", "4")
	f.Add("rhythm.open = '''\n3'''\n[[goal]]\nid = \"a\"", "per_day", "{ a = 1 }")
	f.Fuzz(func(t *testing.T, text, key, value string) {
		if _, err := decoded(text); err != nil || strings.ContainsAny(key+value, "\n\r") || value == "" {
			t.Skip()
		}
		edited, err := Edit(text, Assignment{Table: "rhythm", Key: key, Value: value})
		if err != nil {
			return
		}
		again, err := Edit(edited, Assignment{Table: "rhythm", Key: key, Value: value})
		if err != nil || again != edited {
			t.Errorf("the same edit again: %v\n%s", err, cmp.Diff(edited, again))
		}
	})
}
