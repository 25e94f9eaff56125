package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/internal/api"

	"github.com/google/go-cmp/cmp"
)

// TestEventsOfTheCorpus lists every window on which independent implementations
// agree, and compares every occurrence.
func TestEventsOfTheCorpus(t *testing.T) {
	t.Run("repository", func(t *testing.T) { testEvents(t, "../../calendar/ics/testdata/upstream") })
	t.Run("outside", func(t *testing.T) {
		const data = "../../../shared/data/ical"
		if _, err := os.Stat(data); err != nil {
			t.Skipf("SKIPPED, CALENDARS OUTSIDE THE REPOSITORY ARE NOT TESTED: %v", err)
		}
		testEvents(t, data)
	})
}

func testEvents(t *testing.T, data string) {
	text, err := os.ReadFile(filepath.Join(data, "sure.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		ID, File, Start, End string
		Rows                 [][]any
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			var out, talk bytes.Buffer
			a := &cli{stdin: strings.NewReader(""), stdout: &out, stderr: &talk, now: time.Now, getenv: func(string) string { return "" }}
			code := a.run(t.Context(), []string{"events", "--json", "--zone", "Europe/Berlin",
				"--file", filepath.Join(data, "corpus", c.File), "--from", midnight(c.Start), "--to", midnight(c.End)})
			var got api.Events
			if err := json.Unmarshal(out.Bytes(), &got); code != api.ExitDone || err != nil {
				t.Fatalf("exit %d, %v, %s", code, err, talk.String())
			}
			var want, have []string
			for _, row := range c.Rows {
				row[0] = strings.TrimSpace(fmt.Sprint(row[0]))
				row[5] = fmt.Sprint(row[5] == "TRANSPARENT")
				want = append(want, fmt.Sprint(row))
			}
			for _, e := range got.Events {
				row := []any{strings.TrimSpace(e.UID), e.Start, e.End, e.AllDay, e.Status, fmt.Sprint(e.Transparency == "TRANSPARENT")}
				have = append(have, fmt.Sprint(row))
			}
			slices.Sort(want)
			slices.Sort(have)
			if diff := cmp.Diff(want, have); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// midnight returns the start of a UTC date in the data.
func midnight(date string) string {
	if len(date) == len(time.DateOnly) {
		return date + "T00:00:00Z"
	}
	return date
}
