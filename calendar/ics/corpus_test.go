package ics

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/span"
)

// upstream holds calendars of other projects' test suites, under licences that
// keep them out of this repository, with results on which independent
// implementations agree. testdata holds our own part of them.
const upstream = "../../../shared/data/ical"

// upstreamData skips the test where the upstream data is absent.
func upstreamData(t testing.TB) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(upstream, "sure.json")); err != nil {
		t.Skipf("SKIPPED, THE UPSTREAM CORPUS IS NOT TESTED: %v", err)
	}
	return upstream
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	if err := json.Unmarshal(read(t, path), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// zoneOf loads a zone that must exist.
func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A windowCase is a window of a file with the rows that are expected in it.
type windowCase struct {
	ID, File, Start, End string
	Rows                 []json.RawMessage
	Answers              map[string]*struct{ N int }
}

func (c windowCase) window(t testing.TB) span.Span {
	t.Helper()
	start, err := time.Parse(time.DateOnly, c.Start)
	if err != nil {
		t.Fatal(err)
	}
	end, err := time.Parse(time.DateOnly, c.End)
	if err != nil {
		t.Fatal(err)
	}
	return span.Span{Start: start, End: end}
}

// rows reads the expected rows as lines that compare.
func (c windowCase) rows(t testing.TB) []string {
	t.Helper()
	var rows []string
	for _, raw := range c.Rows {
		var row [6]any // uid, start, end, all-day, STATUS, TRANSP
		if err := json.Unmarshal(raw, &row); err != nil {
			t.Fatal(err)
		}
		row[0] = strings.TrimSpace(row[0].(string))
		if row[5] == "" {
			row[5] = "OPAQUE"
		}
		rows = append(rows, fmt.Sprintf("%v", row))
	}
	slices.Sort(rows)
	return rows
}

// expandRows expands data and writes the result as [windowCase.rows] does. The
// cases take an all-day event for its dates, wherever the reader is; fika for
// midnights where the reader is. So fika is asked for two days more, and what
// lies outside by the cases' measure is dropped.
func expandRows(t testing.TB, data []byte, window span.Span) ([]string, []calendar.Problem) {
	t.Helper()
	berlin := zoneOf(t, "Europe/Berlin")
	events, problems := Parse(data).Expand(window.Pad(48*time.Hour, 48*time.Hour), berlin)
	var rows []string
	for _, e := range events {
		s, layout := e.Span, time.RFC3339
		if e.AllDay {
			layout = time.DateOnly
			s.Start, s.End = asUTC(s.Start.In(berlin)), asUTC(s.End.In(berlin))
		}
		if e.FreeBusy || !s.Overlaps(window) && !(s.Empty() && window.Contains(s.Start)) {
			continue
		}
		row := [6]any{strings.TrimSpace(e.UID), s.Start.Format(layout), s.End.Format(layout), e.AllDay, string(e.Status), "OPAQUE"}
		if e.Transparent {
			row[5] = "TRANSPARENT"
		}
		rows = append(rows, fmt.Sprintf("%v", row))
	}
	slices.Sort(rows)
	return rows, problems
}

// asUTC is the date of t at midnight in Greenwich.
func asUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func TestSureWindows(t *testing.T) {
	testWindows(t, filepath.Join(upstreamData(t), "sure.json"), filepath.Join(upstream, "corpus"))
}

func TestHandmadeWindows(t *testing.T) {
	testWindows(t, "testdata/sure.json", "testdata/corpus")
}

func testWindows(t *testing.T, cases, corpus string) {
	var windows []windowCase
	readJSON(t, cases, &windows)
	if len(windows) == 0 {
		t.Fatal("no windows")
	}
	for _, c := range windows {
		t.Run(c.ID, func(t *testing.T) {
			got, problems := expandRows(t, read(t, filepath.Join(corpus, c.File)), c.window(t))
			if diff := cmp.Diff(c.rows(t), got); diff != "" {
				t.Errorf("rows (-want +got):\n%s\nproblems: %v", diff, problems)
			}
		})
	}
}

// calendarFiles returns the paths of all calendars below dir.
func calendarFiles(t testing.TB, dir string) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".ics") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}
