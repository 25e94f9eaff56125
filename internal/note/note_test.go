package note

import (
	"slices"
	"strings"
	"testing"
)

func TestTopics(t *testing.T) {
	for text, want := range map[string]string{
		"customers skip the Monday order #late-deliveries; Bo solved it": "late-deliveries",
		"#Pricing, (#travel) and #pricing":                               "pricing travel",
		"C# is no topic, nor is see.html#part":                           "",
		"ticket #1, #2b":                                                 "2b",
		"#-- # #_x_":                                                     "x",
		"#führung #日本語":                                                  "führung 日本語",
		"":                                                               "",
	} {
		if got := Topics(text); strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestID(t *testing.T) {
	for text, want := range map[string]ID{"N3": 3, "n12": 12, " 7 ": 7} {
		if got, err := ParseID(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "N", "N0", "-1", "k7q2fa", "99999999999999999999"} {
		if got, err := ParseID(text); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
	if ID(3).String() != "N3" {
		t.Error(ID(3))
	}
}

func TestClean(t *testing.T) {
	if got, err := Clean("  two\n lines\t\xff "); err != nil || got != "two lines" {
		t.Errorf("%q, %v", got, err)
	}
	for _, text := range []string{"", " \n", strings.Repeat("x", MaxText+1)} {
		if _, err := Clean(text); err == nil {
			t.Errorf("%q is a note", text)
		}
	}
}

// FuzzTopics checks that topics are words in lower case, and stay the same when they are
// written as a text of their own.
func FuzzTopics(f *testing.F) {
	f.Add("a #b-c, #D")
	f.Fuzz(func(t *testing.T, text string) {
		topics := Topics(text)
		for _, topic := range topics {
			if topic != strings.ToLower(topic) || strings.ContainsAny(topic, " #") {
				t.Errorf("%q has the topic %q", text, topic)
			}
		}
		if again := Topics("#" + strings.Join(topics, " #")); len(topics) > 0 && !slices.Equal(again, topics) {
			t.Errorf("%q has the topics %q, and these have %q", text, topics, again)
		}
	})
}
