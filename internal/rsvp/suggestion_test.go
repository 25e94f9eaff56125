package rsvp

import (
	"os"
	"strings"
	"testing"
	"time"
)

// TestComments checks how the comments in testdata/comments.txt are read.
func TestComments(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 3, 3, 9, 0, 0, 0, time.UTC)
	coffee := time.Date(2027, 3, 9, 10, 20, 0, 0, zone)
	table, err := os.ReadFile("testdata/comments.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(table)) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		want, comment := strings.TrimSpace(line[:20]), strings.ReplaceAll(line[20:], `\n`, "\n")
		got := "none"
		start, ok := SuggestedStart(comment, coffee, now)
		switch {
		case ok:
			got = start.Format("Mon 2 January 15:04")
		case SuggestsTime(comment, coffee):
			got = "asks"
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", comment, got, want)
		}
		n++
	}
	if n < 80 {
		t.Errorf("the table has only %d comments", n)
	}
}

// TestLongComment checks that the length of a comment is no trouble.
func TestLongComment(t *testing.T) {
	now := time.Date(2027, 3, 3, 9, 0, 0, 0, time.UTC)
	if got, ok := SuggestedStart(strings.Repeat("9", 400)+":00 Wed", now.AddDate(0, 0, 6), now); ok {
		t.Errorf("%v", got)
	}
}

// TestSuggestedStartIsAhead checks that a start that is over, or that no clock shows, is
// not offered.
func TestSuggestedStartIsAhead(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2027, 3, 12, 10, 20, 0, 0, zone)
	if got, ok := SuggestedStart("Monday 14:00", friday, friday.Add(-24*time.Hour)); ok {
		t.Errorf("a day that is over: %v", got)
	}
	if got, ok := SuggestedStart("Wednesday 14:00", friday, friday.AddDate(0, 0, -7)); !ok || got.Weekday() != time.Wednesday || !got.Equal(time.Date(2027, 3, 10, 14, 0, 0, 0, zone)) {
		t.Errorf("a day of that week: %v, %t", got, ok)
	}
}

func TestSuggestsTime(t *testing.T) {
	for comment, want := range map[string]bool{
		"Thursday or Friday?": true, "10:20 is too early": true, "could we do another day": true, "Kan vi ta det senare?": true,
		"nächste Woche gern": true, "un autre jour ?": true,
		"": false, "Gladly!": false, "No, sorry": false, "Gerne\n> Dienstag 10:20": false,
	} {
		if got := SuggestsTime(comment); got != want {
			t.Errorf("%q: %t", comment, got)
		}
	}
}

func FuzzSuggestedStart(f *testing.F) {
	f.Add("Thursday 14:00 would be better")
	f.Add("kl. 14 i stället\x00\u202e")
	now := time.Date(2027, 3, 3, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, comment string) {
		coffee := now.AddDate(0, 0, 6)
		if got, ok := SuggestedStart(comment, coffee, now); ok && (!got.After(now) || got.Sub(coffee).Abs() > 2*366*24*time.Hour || !SuggestsTime(comment, coffee)) {
			t.Errorf("%q: %v", comment, got)
		}
	})
}
