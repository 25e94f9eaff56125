package terminal

import (
	"fmt"
	"strings"
	"time"
)

// Width is how many columns sentences have at most, on a terminal and off it.
const Width = 80

// Page is an answer as text. Whatever is written on it was made safe to print.
//
// A table is cut to the terminal, where a second line would tear its columns.
// Off a terminal nothing is cut: grep and cut want the whole word.
type Page struct {
	strings.Builder
	Now     time.Time
	Columns int // of the terminal; 0: it is none
}

// Line writes one line.
func (p *Page) Line(format string, args ...any) {
	p.WriteString(Visible(fmt.Sprintf(format, args...)) + "\n")
}

// Head begins a part of the page.
func (p *Page) Head(title string) {
	if p.Len() > 0 {
		p.WriteString("\n")
	}
	p.Line("%s", title)
}

// Table writes rows in columns, which are as wide as their widest cell in any
// row. The last cell of a row widens none.
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

// Fit writes rows in columns. On a terminal it clips one column so that the rows
// fit.
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

// Wrap writes text in lines that fit the page, the first after lead, the others
// below it.
func (p *Page) Wrap(lead, text string) {
	lead = Visible(lead)
	indent := strings.Repeat(" ", len([]rune(lead)))
	line := lead
	for i, word := range strings.Fields(Visible(text)) {
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

// measure is how many columns a line of sentences has: short ones read best.
func (p *Page) measure() int {
	if p.Columns == 0 {
		return Width
	}
	return min(Width, max(p.Columns, Width/2))
}

// Hint writes what to do about the line above.
func (p *Page) Hint(text string) {
	if text != "" {
		p.Wrap("    -> ", text)
	}
}
