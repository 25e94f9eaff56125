package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"fika/internal/api"

	"github.com/google/go-cmp/cmp"
)

// TestDemoRepeats runs the same week twice. Booking IDs differ, but not whom Maya meets,
// when, and what they answer.
func TestDemoRepeats(t *testing.T) {
	play := func() (coffees []string) {
		var out, talk bytes.Buffer
		now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
		a := &cli{stdin: strings.NewReader(""), stdout: &out, stderr: &talk, now: func() time.Time { return now },
			getenv: func(string) string { return "" }, program: "fika"}
		if code := a.run(t.Context(), []string{"demo", "--weeks", "1", "--json"}); code != api.ExitDone {
			t.Fatalf("exit code %d: %s", code, talk.String())
		}
		var doc api.Demo
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		for _, b := range doc.Bookings {
			coffees = append(coffees, strings.Join([]string{b.Start.Format(time.RFC3339), b.Person, b.Goal, string(b.State), string(b.Reply)}, " "))
		}
		return coffees
	}
	one, two := play(), play()
	if len(one) < 3 {
		t.Fatalf("only %d coffees in a week of the demo", len(one))
	}
	if diff := cmp.Diff(one, two); diff != "" {
		t.Errorf("the second time it went otherwise (-first +second):\n%s", diff)
	}
}
