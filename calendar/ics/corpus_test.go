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
	"fika/internal/span"
)

// upstream has calendars from the test suites of other projects, if their licences allow a
// copy, with results on which independent implementations agree. testdata/corpus has our
// own.
const upstream = "testdata/upstream"

// outside has the same form and also contains what licences keep out of this repository.
// It is not part of a clone.
const outside = "../../../shared/data/ical"

// outsideData skips the test if outside does not exist.
func outsideData(t testing.TB) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(outside, "sure.json")); err != nil {
		t.Skipf("SKIPPED, CALENDARS OUTSIDE THE REPOSITORY ARE NOT TESTED: %v", err)
	}
	return outside
}

// eachUpstream runs test on the upstream calendars in the repository, and on those outside
// if they exist.
func eachUpstream(t *testing.T, test func(t *testing.T, dir string)) {
	t.Run("repository", func(t *testing.T) { test(t, upstream) })
	t.Run("outside", func(t *testing.T) { test(t, outsideData(t)) })
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

// A windowCase is a window of a file with the rows expected in it.
type windowCase struct {
	ID, File, Start, End string
	Rows                 []json.RawMessage
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

// rows reads the expected rows as lines for comparison.
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

// expandRows expands data and formats the result like [windowCase.rows]. For the cases, an
// all-day event is its dates; for fika, it lasts between midnights in the reader's zone. So
// fika expands two more days, and what is outside for the cases is dropped.
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

// asUTC returns the date of t at midnight in Greenwich.
func asUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func TestSureWindows(t *testing.T) {
	eachUpstream(t, func(t *testing.T, dir string) {
		testWindows(t, filepath.Join(dir, "sure.json"), filepath.Join(dir, "corpus"))
	})
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

// contestedProblems are parts of what fika must report for files on which the other
// implementations disagree, because it skipped something there. If only the meaning of a
// file is disputed, there is no report.
var contestedProblems = map[string]string{
	"caldavtester/monthly_3.ics":                              "SKIP=FORWARD is not understood",
	"caldavtester/monthly_4.ics":                              "SKIP=BACKWARD is not understood",
	"ical4j/incoming.ics":                                     "without DTSTART",
	"ical4j/phpicalendar_sample.ics":                          "DTEND:20031114T18300 is not a time",
	"icalendar/created_calendar_with_unicode_fields.ics":      "without DTSTART",
	"icalendar/issue_178_custom_component_contains_other.ics": "MYCOMPTOO has no END",
	"icalendar/issue_722_missing_timezones.ics":               "without DTSTART",
	"icalendar/multiple_calendar_components.ics":              "DTSTART: is not a time",
	"icalendar/multiple_timezones.ics":                        "RDATE:083000 is not a time",
	"ics-parser/issue-343.ics":                                "without DTSTART",
	"libical/calendar.ics":                                    "DTEND:19970701T1100000Z is not a time",
	"libical/incoming.ics":                                    "DTEND:19970701T10300Z is not a time",
	"libical/issue252.ics":                                    "DAYLIGHT has no END",
	"libical/process-calendar.ics":                            "DTSTART:19970701T13000Z is not a time",
	"libical/process-incoming.ics":                            "DTSTART:19970701T13000Z is not a time",
	"libical/restriction.ics":                                 "without DTSTART",
	"node-ical/bad_custom_ms_tz.ics":                          `"tzone://Microsoft/Custom" is unknown`,
	"node-ical/bad_custom_ms_tz2.ics":                         `"Customized Time Zone 1" is unknown`,
	"node-ical/daily-count-exdate-recurrence-id.ics":          "ends before it starts",
	"node-ical/large-file-with-late-error.ics":                "DTSTART:20240230T100000Z is not a time",
	"node-ical/music-school-weekly-until.ics":                 `"(GMT +01:00)" is unknown`,
	"node-ical/multi-event-basic.ics":                         "DTSTART:Next Year is not a time",
	"radicale/broken-vevents.ics":                             "without DTSTART",
	"recurring-ical-events/bad_rrule_missing_until_event.ics": "UNTL=20191023 is not understood",
	"recurring-ical-events/end_before_start_event.ics":        "ends before it starts",
}

func TestContestedWindows(t *testing.T) {
	eachUpstream(t, testContested)
}

func testContested(t *testing.T, dir string) {
	var windows []windowCase
	readJSON(t, filepath.Join(dir, "contested.json"), &windows)
	if len(windows) < 40 {
		t.Errorf("only %d windows are contested", len(windows))
	}
	berlin, seen := zoneOf(t, "Europe/Berlin"), map[string]bool{}
	for _, c := range windows {
		t.Run(c.ID, func(t *testing.T) {
			events, problems := Parse(read(t, filepath.Join(dir, "corpus", c.File))).Expand(c.window(t), berlin)
			checkEvents(t, events, c.window(t), berlin)
			want := contestedProblems[c.File]
			seen[c.File] = true
			if want == "" && len(problems) > 0 {
				t.Errorf("reports %v, want nothing", problems)
			}
			reported := slices.ContainsFunc(problems, func(p calendar.Problem) bool { return p.Line > 0 && strings.Contains(p.Text, want) })
			if want != "" && !reported {
				t.Errorf("reports %v, want %q", problems, want)
			}
		})
	}
	for file := range contestedProblems {
		if _, err := os.Stat(filepath.Join(dir, "corpus", file)); err == nil && !seen[file] {
			t.Errorf("%s is not contested", file)
		}
	}
}

// checkEvents checks what [File.Expand] promises about its events.
func checkEvents(t testing.TB, events []calendar.Event, window span.Span, reader *time.Location) {
	t.Helper()
	for i, e := range events {
		if !belongs(e, window, reader) || e.Span.End.Before(e.Span.Start) {
			t.Errorf("%s %v is not in %v", e.UID, e.Span, window)
		}
		if e.Span.Start.Location() != time.UTC || e.Span.End.Location() != time.UTC {
			t.Errorf("%s %v is not in UTC", e.UID, e.Span)
		}
		if i > 0 && !ordered(events[i-1], e) {
			t.Errorf("%s %s %v comes after %s %s %v", e.UID, e.Instance, e.Span, events[i-1].UID, events[i-1].Instance, events[i-1].Span)
		}
	}
}

// belongs reports whether window should find e.
func belongs(e calendar.Event, window span.Span, reader *time.Location) bool {
	s := e.Span
	if e.AllDay && s.Empty() {
		s.End = s.Start.In(reader).AddDate(0, 0, 1)
	}
	return s.Overlaps(window) || s.Empty() && window.Contains(s.Start) || e.OverlapsWithTravel(window)
}

// ordered reports whether b may come after a.
func ordered(a, b calendar.Event) bool {
	if !a.Span.Start.Equal(b.Span.Start) {
		return a.Span.Start.Before(b.Span.Start)
	}
	return slices.Compare([]string{a.UID, a.Instance}, []string{b.UID, b.Instance}) <= 0
}
