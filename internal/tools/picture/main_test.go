package main

import (
	"encoding/xml"
	"strings"
	"testing"
)

// TestDrawKeepsSpaces draws indented lines and checks that a reader that collapses
// spaces, as browsers do, still sees them all.
func TestDrawKeepsSpaces(t *testing.T) {
	lines := []string{"$ fika plan", "  k7q2fa  Ana <Ruiz>", "          goal field;  new", "", "end"}
	var out strings.Builder
	if err := draw(strings.NewReader(strings.Join(lines, "\n")), &out); err != nil {
		t.Fatal(err)
	}
	var drawn struct {
		Lines []string `xml:"g>text"`
	}
	if err := xml.Unmarshal([]byte(out.String()), &drawn); err != nil {
		t.Fatal(err)
	}
	if len(drawn.Lines) != len(lines) {
		t.Fatalf("%d lines, want %d", len(drawn.Lines), len(lines))
	}
	for i, line := range drawn.Lines {
		joined := strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }), " ")
		if got := strings.ReplaceAll(joined, "\u00a0", " "); got != lines[i] {
			t.Errorf("line %d is %q, want %q", i, got, lines[i])
		}
	}
}
