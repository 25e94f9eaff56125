package ics

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnchangedUpstream(t *testing.T) {
	eachUpstream(t, func(t *testing.T, dir string) { testUnchanged(t, filepath.Join(dir, "corpus")) })
}

func TestUnchangedHandmade(t *testing.T) { testUnchanged(t, "testdata/corpus") }

// testUnchanged checks that a file which nobody changes keeps its bytes.
func testUnchanged(t *testing.T, dir string) {
	paths := calendarFiles(t, dir)
	if len(paths) < 40 {
		t.Fatalf("only %d files", len(paths))
	}
	for _, path := range paths {
		checkWhole(t, read(t, path))
	}
}

// checkWhole checks that a file is kept as it is: its bytes come back, its lines and
// components are parts of it in order, and only lines without a name are between them.
// Changes rely on this.
func checkWhole(t testing.TB, data []byte) {
	t.Helper()
	f := Parse(data)
	if !bytes.Equal(f.Bytes(), data) {
		t.Fatalf("the bytes changed:\n%s", cmp.Diff(string(data), string(f.Bytes())))
	}
	at := 0
	for l := range lines(f.text) {
		between := strings.TrimPrefix(f.text[at:l.at], byteOrderMark)
		for nameless := range strings.SplitSeq(between, "\n") {
			if nameOf(nameless) != "" && !strings.HasPrefix(nameless, " ") && !strings.HasPrefix(nameless, "\t") {
				t.Fatalf("line %d: %q before it was lost", l.number, nameless)
			}
		}
		if at = l.at + len(l.raw); f.text[l.at:at] != l.raw {
			t.Fatalf("line %d: %q does not stand at %d", l.number, l.raw, l.at)
		}
	}
	checkNested(t, f.root)
}

// checkNested checks that the children of c are parts of it, one after another.
func checkNested(t testing.TB, c *component) {
	t.Helper()
	last := -1
	for _, child := range c.children {
		from, to := child.bounds()
		if child.lines[0].name != "BEGIN" || child.depth != c.depth+1 || from < last || from >= to {
			t.Fatalf("%s at %d to %d of depth %d is misplaced in %s", child.kind, from, to, child.depth, c.kind)
		}
		if c.depth > 0 {
			if start, end := c.bounds(); from < start || to > end {
				t.Fatalf("%s at %d to %d is not within %s at %d to %d", child.kind, from, to, c.kind, start, end)
			}
		}
		last = to
		checkNested(t, child)
	}
}

func TestUIDs(t *testing.T) {
	for _, test := range []struct {
		name, file string
		want       []string
	}{
		{"nothing", "", nil},
		{"a series and its change are one", calendarOf("BEGIN:VEVENT\nUID:a\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\n"), []string{"a", "b"}},
		{"of events only", calendarOf("BEGIN:VTODO\nUID:a\nEND:VTODO\nBEGIN:VEVENT\nBEGIN:VALARM\nUID:b\nEND:VALARM\nUID:c\nEND:VEVENT\n"), []string{"c"}},
		{"none that is empty", calendarOf("BEGIN:VEVENT\nUID:\nEND:VEVENT\n"), nil},
		{"outside of a calendar", "BEGIN:VEVENT\nUID:a\nEND:VEVENT\n", []string{"a"}},
		{"of two calendars", calendarOf("BEGIN:VEVENT\nUID:a\nEND:VEVENT\n") + calendarOf("BEGIN:VEVENT\nUID:b\nEND:VEVENT\n"), []string{"a", "b"}},
		{"escaped and folded", calendarOf("BEGIN:VEVENT\nUID:a\\,\n b \nEND:VEVENT\n"), []string{"a,b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Parse([]byte(test.file)).UIDs()); diff != "" {
				t.Errorf("UIDs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLines checks what may be between two property names.
func TestLines(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string // name, parameters and value of each line
	}{
		{"CRLF, LF and no end", "A:1\r\nB:2\nC:3", []string{"A||1", "B||2", "C||3"}},
		{"a byte order mark", "\ufeffA:1\r\n", []string{"A||1"}},
		{"blank lines", "\r\nA:1\r\n\r\n\nB:2\r\n", []string{"A||1", "B||2"}},
		{"lower case", "dtstart;tzid=X:1\r\n", []string{"DTSTART|tzid=X|1"}},
		{"folded with a blank and with a tab", "A:1\r\n 2\r\n\t3\n 4\r\n", []string{"A||1234"}},
		{"folded within a character", "A:\xc3\r\n \xa4\r\n", []string{"A||ä"}},
		{"folded within the name", "DTST\r\n ART:1\r\n", []string{"DTSTART||1"}},
		{"a colon in quotes", `A;X="b:c;d":1` + "\r\n", []string{`A|X="b:c;d"|1`}},
		{"a quote that is never closed", `A;X="b:1` + "\r\n", []string{`A|X="b|1`}},
		{"no colon", "A\r\nB:2\r\n", []string{"A||", "B||2"}},
		{"no name", ":1\r\n;X=2:3\r\nB:2\r\n", []string{"B||2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for l := range lines(test.text) {
				params, value := l.split()
				got = append(got, l.name+"|"+params+"|"+value)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}
