package config

import (
	"strings"
	"testing"

	"fika/internal/invitation"
	"fika/planner"
)

// TestCheckPhrases checks that topic and offer must be noun phrases that fit into a sentence of
// the invitation.
func TestCheckPhrases(t *testing.T) {
	for _, test := range []struct {
		text    string
		says    string // "" where nothing is wrong
		meant   string
		warning bool
	}{
		{text: "what customers ask for this quarter"},
		{text: "what customers ask for."},
		{text: "catching up"},
		{text: "OKRs of the year"},
		{text: "McKinsey's findings"},
		{text: "how v2.0 came about"},
		{text: "one two three four five six seven eight nine ten"},
		{"one two three four five six seven eight nine ten eleven", "has 11 words", "", false},
		{"What slows your team down?", "is a question", `"what slows your team down"`, false},
		{"what slows your team down ?", "is a question", `"what slows your team down"`, false},
		{"our launch!", "is a question or an exclamation", `"our launch"`, false},
		{"what slows you? And why", "contains a question", "", false},
		{"late deliveries,", "ends in a punctuation mark", `"late deliveries"`, false},
		{"What slows your team down", "capital", `"what slows your team down"`, true},
		{"Ärger mit Kunden", "capital", `"ärger mit Kunden"`, true},
		{"A day in your team.", "capital", `"a day in your team"`, true},
		{"late deliveries. They grow", "several sentences", "", true},
	} {
		for _, key := range []string{"topic", "offer"} {
			c := &Config{Goals: []planner.Goal{{}}}
			at := map[string]*string{"topic": &c.Goals[0].Topic, "offer": &c.Goals[0].Offer}[key]
			*at = test.text
			faults := c.CheckPhrases()
			if test.says == "" {
				if len(faults) > 0 {
					t.Errorf("%s %q: %v", key, test.text, faults)
				}
				continue
			}
			if len(faults) != 1 {
				t.Errorf("%s %q: %d faults, want one that says %q", key, test.text, len(faults), test.says)
				continue
			}
			f := faults[0]
			if !strings.Contains(f.Text, test.says) || !strings.HasSuffix(f.Text, "the guest reads: "+invitation.Sentences(c.Goals[0], "en")) || f.Key != "goal[1]."+key ||
				f.Suggestion != test.meant || f.Warning != test.warning {
				t.Errorf("%s %q: %+v", key, test.text, f)
			}
		}
	}
}

// TestExamplesHaveValidPhrases checks the same for the files that fika itself provides.
func TestExamplesHaveValidPhrases(t *testing.T) {
	c, err := Parse("fika.example.toml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if faults := c.CheckPhrases(); len(faults) > 0 {
		t.Error(Faults(faults))
	}
}
