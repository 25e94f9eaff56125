package terminal

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Width is the maximum width of sentences, on a terminal or not.
const Width = 80

// Page is an answer as text. Everything written to it is made safe to print.
//
// Tables are clipped to the terminal's width, because wrapping would break their
// columns. If the output is not a terminal nothing is clipped, for tools such as grep.
type Page struct {
	strings.Builder
	Now     time.Time
	Columns int // of the terminal; 0 if it is not one
}

// Line writes one line.
func (p *Page) Line(format string, args ...any) {
	p.WriteString(Visible(fmt.Sprintf(format, args...)) + "\n")
}

// Head starts a section of the page.
func (p *Page) Head(title string) {
	if p.Len() > 0 {
		p.WriteString("\n")
	}
	p.Line("%s", title)
}

// Table writes rows in columns as wide as their widest cell. The last cell of a row does
// not count.
func (p *Page) Table(rows ...[]string) {
	var widest []int
	for _, row := range rows {
		for i := range len(row) - 1 {
			widest = append(widest, make([]int, max(0, i+1-len(widest)))...)
			widest[i] = max(widest[i], len([]rune(Visible(row[i]))))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			if i == len(row)-1 {
				line.WriteString(Visible(cell))
				continue
			}
			fmt.Fprintf(&line, "%-*s", widest[i]+2, Visible(cell))
		}
		p.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// Fit writes rows in columns. On a terminal it clips one column so that the rows fit.
func (p *Page) Fit(column int, rows ...[]string) {
	if p.Columns == 0 {
		p.Table(rows...)
		return
	}
	var widest []int
	for _, row := range rows {
		for i, cell := range row {
			widest = append(widest, make([]int, max(0, i+1-len(widest)))...)
			widest[i] = max(widest[i], len([]rune(Visible(cell))))
		}
	}
	room := p.Columns - 2*(len(widest)-1)
	for i, w := range widest {
		if i != column {
			room -= w
		}
	}
	for _, row := range rows {
		row[column] = clip(row[column], max(room, 4))
	}
	p.Table(rows...)
}

// Clip shortens text to n characters on a terminal.
func (p *Page) Clip(text string, n int) string {
	if p.Columns == 0 {
		return Visible(text)
	}
	return clip(text, n)
}

// Wrap writes text in lines that fit the page: the first after lead, the others indented
// to match.
func (p *Page) Wrap(lead, text string) {
	lead = Visible(lead)
	indent := strings.Repeat(" ", len([]rune(lead)))
	line := lead
	for i, word := range strings.FieldsFunc(text, breaks) {
		word = Visible(word)
		switch {
		case i == 0 || line == indent:
			line += word
		case len([]rune(line))+1+len([]rune(word)) > p.measure():
			p.WriteString(line + "\n")
			line = indent + word
		default:
			line += " " + word
		}
	}
	p.WriteString(strings.TrimRight(line, " ") + "\n")
}

// breaks reports whether a line may end at the space r. French has a no-break space before a
// question mark.
func breaks(r rune) bool {
	return unicode.Is(unicode.Zs, r) && !strings.ContainsRune("\u00a0\u2007\u202f", r)
}

// measure returns the line width for sentences; short lines are easier to read.
func (p *Page) measure() int {
	if p.Columns == 0 {
		return Width
	}
	return min(Width, max(p.Columns, Width/2))
}

// Hint writes advice about the line above.
func (p *Page) Hint(text string) {
	if text != "" {
		p.Wrap("    -> ", text)
	}
}
