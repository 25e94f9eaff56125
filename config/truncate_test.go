package config

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestMessagesAreBrief puts a text of 4,000 characters in place of every text, key and
// number in the example, and checks the messages.
func TestMessagesAreBrief(t *testing.T) {
	long := strings.Repeat("so long ", 500)
	before := mustParse(t, example)
	tried := 0
	for at := range example {
		if example[at] != '"' && example[at] != '=' || at == 0 {
			continue
		}
		text := example[:at+1] + long + example[at+1:]
		if example[at] == '=' {
			text = example[:at+1] + ` "` + long + `" #` + example[at+1:]
		}
		tried++
		c, err := Parse("fika.toml", []byte(text))
		var faults Faults
		if err != nil && !errors.As(err, &faults) {
			t.Fatal(err)
		}
		if c != nil {
			faults = append(append(c.Warnings, c.Unused()...), c.Review(nil, time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC))...)
			for _, change := range Diff(before, c) {
				isBrief(t, change.Text)
			}
		}
		for _, f := range faults {
			isBrief(t, f.Key)
			isBrief(t, f.Text)
			isBrief(t, f.Suggestion)
			if n := utf8.RuneCountInString(f.String()); n > 1500 {
				t.Fatalf("a fault is printed with %d characters: %.300s", n, f.String())
			}
		}
		if t.Failed() {
			return
		}
	}
	if tried < 100 {
		t.Errorf("only %d places", tried)
	}
	tooMany := "[" + strings.Repeat("k", 5000) + "]\n"
	if _, err := Parse("fika.toml", []byte(tooMany)); err == nil || len(err.Error()) > 5000 {
		t.Errorf("an unknown section: %d characters", len(err.Error()))
	}
}

func isBrief(t *testing.T, text string) {
	t.Helper()
	if n := strings.Count(text, "so long "); n > 200/len("so long ") {
		t.Errorf("a message quotes %d characters of the file: %.300s", n*len("so long "), text)
	}
}
