package terminal_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"fika/internal/terminal"
)

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"Åsa Öberg, 東京":         "Åsa Öberg, 東京",
		"a\x1b[31mb":            `a\x1b[31mb`,
		"line\nnext\r\tx":       `line\nnext\r\tx`,
		"a\u202eb\u200bc":       `a\u202eb\u200bc`,
		"\u009b31m":             `\u009b31m`,
		"\xff\xfe":              `\xff\xfe`,
		"\uFFFD":                "\uFFFD",
		"it's \"x\"":            "it's \"x\"",
		"un café\u00a0?":        "un café ?",
		"14\u202fh\u3000x":      "14 h x",
		"a\u2028b\u2060c":       `a\u2028b\u2060c`,
		"\ufeffa\u061cb\u2066c": `\ufeffa\u061cb\u2066c`,
	} {
		if got := terminal.Visible(text); got != want {
			t.Errorf("terminal.Visible(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzVisible checks that no character that a terminal would interpret gets onto a page.
func FuzzVisible(f *testing.F) {
	f.Add("a\x1b]0;x\x07\u202e\u009b\xff\n")
	f.Fuzz(func(t *testing.T, text string) {
		p := &terminal.Page{Columns: terminal.Width}
		p.Line("%s", text)
		p.Wrap(text, text+" "+text)
		p.Table([]string{text, text}, []string{"x", p.Clip(text, 10)})
		out := p.String()
		if !utf8.ValidString(out) {
			t.Fatalf("%q is not valid text", out)
		}
		for _, r := range out {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Fatalf("%q got through in %q", r, out)
			}
		}
	})
}

func TestWrap(t *testing.T) {
	p := &terminal.Page{}
	p.Wrap("  -> ", strings.Repeat("word ", 40))
	for line := range strings.Lines(p.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > terminal.Width {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if got := strings.Count(p.String(), "word"); got != 40 {
		t.Errorf("%d of 40 words", got)
	}
}

// TestWrapKeepsNoBreakSpaces checks that no line begins with the question mark of a French
// sentence.
func TestWrapKeepsNoBreakSpaces(t *testing.T) {
	for n := range 12 {
		p := &terminal.Page{Columns: 40}
		p.Wrap("  ", strings.Repeat("a", n)+strings.Repeat(" un café\u00a0?\u2009oui\u202f!", 9))
		for line := range strings.Lines(p.String()) {
			if words := strings.Fields(line); words[0] == "?" || words[0] == "!" || utf8.RuneCountInString(line) > 41 {
				t.Errorf("%q", line)
			}
		}
	}
}

// TestTableKeepsItsColumns puts another kind of line between the rows, such as a guard
// below a person.
func TestTableKeepsItsColumns(t *testing.T) {
	p := &terminal.Page{}
	p.Table([]string{"Ana", "Sales", "new"}, []string{"    never"}, []string{"Friedrich Heide", "IT", "warm"}, []string{"", "R&D"})
	want := "Ana              Sales  new\n    never\nFriedrich Heide  IT     warm\n                 R&D\n"
	if p.String() != want {
		t.Errorf("got:\n%swant:\n%s", p, want)
	}
}

// TestOnlyATerminalCuts uses a title too long for 80 columns.
func TestOnlyATerminalCuts(t *testing.T) {
	title := strings.Repeat("Communication and ", 6) + "the end"
	for columns, want := range map[int]int{0: 134, 60: 60, 80: 80, 200: 134} {
		p := &terminal.Page{Columns: columns}
		p.Fit(1, []string{"busy", title, "opaque"}, []string{"free", "x", "transparent"})
		first, _, _ := strings.Cut(p.String(), "\n")
		if n := utf8.RuneCountInString(first) + len("transparent") - len("opaque"); n > want || columns == 0 && !strings.Contains(first, title) {
			t.Errorf("%d columns: %d are written: %s", columns, n, first)
		}
		if got := p.Clip(title, 20) == title; got != (columns == 0) {
			t.Errorf("%d columns: the cell is whole: %v", columns, got)
		}
	}
}
