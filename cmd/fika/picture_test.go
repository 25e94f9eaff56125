package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/app"
)

// TestPicture compares docs/plan.svg, the picture in the README, with the first plan of
// the invented company in the demo. To draw it anew: make picture
func TestPicture(t *testing.T) {
	const path = "../../docs/plan.svg"
	plan := demoPlan(t)
	drawn := draw("$ fika plan\n" + plan)
	if *update {
		if err := os.WriteFile(path, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	had, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(had), drawn); diff != "" {
		t.Errorf("%s is stale, make picture draws it anew:\n%s", path, diff)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	caption := fmt.Sprintf("![What fika plan prints: %s meetings with the reasons for each, and the goals that fall short",
		[]string{"no", "one", "two", "three", "four", "five", "six"}[len(meeting.FindAllString(plan, -1))])
	if !strings.Contains(string(readme), caption) || !strings.Contains(plan, "Goals that fall short:") {
		t.Errorf("README.md does not say %q, or the picture shows something else", caption)
	}
}

// meeting is how the line of a planned meeting begins: with an ID, which is random.
var meeting = regexp.MustCompile(`(?m)^  [a-z2-7]{6}  `)

// demoPlan returns the first page of fika plan in the demo of the four weeks before
// Monday 30 November 2026. All but the random IDs follows from that date; the IDs are
// replaced.
func demoPlan(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	a := &cli{stdout: &out, now: func() time.Time { return now }, getenv: func(string) string { return "" }, program: "fika"}
	p, done, err := app.Demo(t.Context(), a.optionsAt(api.Paths{}), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	p.Begin()
	plan, err := p.Plan(t.Context(), now.AddDate(0, 0, -4*7))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.show(func(out *page) { out.plan(plan, false) }); err != nil {
		t.Fatal(err)
	}
	text, _, ends := strings.Cut(out.String(), "Slots that were excluded")
	if !ends {
		t.Fatalf("no plan in\n%s", out.String())
	}
	ids := []string{"k7q2fa", "m3xw5c", "p4ht6d", "r2ye7b", "t5zn4g", "w6cj3s"}
	return meeting.ReplaceAllStringFunc(strings.Trim(text, "\n")+"\n", func(string) string {
		id := ids[0]
		ids = ids[1:]
		return "  " + id + "  "
	})
}

// The look of the terminal, in pixels.
const (
	charWidth  = 7.8
	lineHeight = 18
	margin     = 18
)

// draw returns text as an SVG of a terminal as wide as the longest line. Lines that
// begin with "$ " are commands and are highlighted.
func draw(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	widest := 0
	for _, line := range lines {
		widest = max(widest, utf8.RuneCountInString(line))
	}
	var out strings.Builder
	width, height := float64(widest)*charWidth+2*margin, len(lines)*lineHeight+2*margin
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d">`+"\n", width, height, width, height)
	fmt.Fprintf(&out, `<rect width="100%%" height="100%%" rx="8" fill="#1d1f21"/>`+"\n")
	fmt.Fprintf(&out, `<g font-family="ui-monospace,SFMono-Regular,Menlo,DejaVu Sans Mono,monospace" font-size="13" fill="#c5c8c6" style="white-space:pre">`+"\n")
	for i, line := range lines {
		style := ""
		if strings.HasPrefix(line, "$ ") {
			style = ` fill="#f0c674" font-weight="bold"`
		}
		fmt.Fprintf(&out, `<text x="%d" y="%d"%s>%s</text>`+"\n", margin, margin+(i+1)*lineHeight-5, style, html.EscapeString(unbreakable(line)))
	}
	fmt.Fprintln(&out, "</g>\n</svg>")
	return out.String()
}

// unbreakable returns line with unbreakable spaces. SVG collapses ordinary ones, and not
// every renderer supports the attribute that preserves them.
func unbreakable(line string) string { return strings.ReplaceAll(line, " ", "\u00a0") }

// TestDrawKeepsSpaces draws indented lines and checks that a reader that collapses
// spaces, as browsers do, still sees them all.
func TestDrawKeepsSpaces(t *testing.T) {
	lines := []string{"$ fika plan", "  k7q2fa  Ana <Ruiz>", "          goal field;  new", "", "end"}
	var drawn struct {
		Lines []string `xml:"g>text"`
	}
	if err := xml.Unmarshal([]byte(draw(strings.Join(lines, "\n"))), &drawn); err != nil {
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
