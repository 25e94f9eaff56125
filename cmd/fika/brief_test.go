package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/internal/api"
)

// TestBriefIsShort checks that a brief has twelve lines at most, whatever is known: who it
// is, when, and the first promise are always among them.
func TestBriefIsShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		draw := func(what string, most int) int { return rapid.IntRange(0, most).Draw(t, what) }
		a := api.Brief{Coffee: &api.BriefCoffee{Start: at, End: at.Add(25 * time.Minute), Place: "video", Goal: "field", Progress: "1 of 3"}}
		for range draw("questions", 4) {
			a.Coffee.Questions = append(a.Coffee.Questions, "Why?")
		}
		for _, name := range []string{"Ana Ruiz", "Bo Lind"}[:1+draw("second guest", 1)] {
			one := api.BriefPerson{Name: name, LastMet: &at, Reads: "mail"}
			for range draw("promises", 5) {
				one.Promised = append(one.Promised, api.Note{Text: "the page"})
			}
			for range draw("owed", 5) {
				one.Owed = append(one.Owed, api.Note{Text: "a name"})
			}
			for range draw("asks", 5) {
				one.Ask = append(one.Ask, "And you?")
			}
			for range draw("notes", 5) {
				one.Notes = append(one.Notes, api.Note{Text: "they pay late", At: at})
			}
			for range draw("others", 5) {
				one.Others = append(one.Others, api.BriefOther{Name: "Cy", Topic: "late", At: at})
			}
			a.People = append(a.People, one)
		}
		var out bytes.Buffer
		c := &cli{stdout: &out, now: func() time.Time { return at }, getenv: func(string) string { return "" }}
		if err := c.show(func(out *page) { out.brief(a) }); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) > maxBriefLines {
			t.Fatalf("%d lines:\n%s", len(lines), out.String())
		}
		for i, one := range a.People {
			if lines[i] != one.Name {
				t.Errorf("line %d is %q, not %s", i, lines[i], one.Name)
			}
		}
		if promised := len(a.People[0].Promised) > 0; promised != strings.Contains(out.String(), "You promised: ") && len(a.People) == 1 {
			t.Errorf("a promise is missing, or made up:\n%s", out.String())
		}
	})
}
