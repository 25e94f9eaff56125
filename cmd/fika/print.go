package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/term"

	"fika/internal/api"
)

// width is how many columns sentences have at most, on a terminal and off it.
const width = 80

// answer prints doc on stdout: with --json as it is, else as text writes it.
// It is written in one piece, so that a full disk leaves an error and not half
// an answer that looks whole.
func (a *cli) answer(doc any, text func(out *page)) error {
	if !a.flags.json {
		return a.show(text)
	}
	out, err := api.Document(doc)
	if err != nil {
		return err
	}
	return a.write(out)
}

// show prints a page on stdout.
func (a *cli) show(text func(out *page)) error {
	p := &page{now: a.now(), columns: columns(a.stdout)}
	text(p)
	return a.write([]byte(p.String()))
}

// columns is the width of the terminal that stream is; 0 if it is none.
func columns(stream any) int {
	f, ok := stream.(*os.File)
	if !ok || !isTerminal(stream) {
		return 0
	}
	if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
		return n
	}
	return width
}

// write puts out on stdout.
func (a *cli) write(out []byte) error {
	if _, err := a.stdout.Write(out); err != nil {
		return &api.Fault{Code: api.CodeOutput, Text: "the answer cannot be written: " + err.Error(), Hint: "make room where the output goes"}
	}
	return nil
}

// jsonLine prints doc as JSON on one line, for output that goes on.
func (a *cli) jsonLine(doc any) error {
	text, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(append(text, '\n'))
	return err
}

// page is an answer as text. Whatever is written on it was made safe to print.
//
// A table is cut to the terminal, where a second line would tear its columns.
// Off a terminal nothing is cut: grep and cut want the whole word.
type page struct {
	strings.Builder
	now     time.Time
	columns int // of the terminal; 0: it is none
}

// line writes one line.
func (p *page) line(format string, args ...any) {
	p.WriteString(visible(fmt.Sprintf(format, args...)) + "\n")
}

// head begins a part of the page.
func (p *page) head(title string) {
	if p.Len() > 0 {
		p.WriteString("\n")
	}
	p.line("%s", title)
}

// table writes rows in columns, which are as wide as their widest cell in any
// row. The last cell of a row widens none.
func (p *page) table(rows ...[]string) {
	var widest []int
	for _, row := range rows {
		for i := range len(row) - 1 {
			widest = append(widest, make([]int, max(0, i+1-len(widest)))...)
			widest[i] = max(widest[i], len([]rune(visible(row[i]))))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			if i == len(row)-1 {
				line.WriteString(visible(cell))
				continue
			}
			fmt.Fprintf(&line, "%-*s", widest[i]+2, visible(cell))
		}
		p.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// fit writes rows in columns. On a terminal it clips one column so that the rows
// fit.
func (p *page) fit(column int, rows ...[]string) {
	if p.columns == 0 {
		p.table(rows...)
		return
	}
	var widest []int
	for _, row := range rows {
		for i, cell := range row {
			widest = append(widest, make([]int, max(0, i+1-len(widest)))...)
			widest[i] = max(widest[i], len([]rune(visible(cell))))
		}
	}
	room := p.columns - 2*(len(widest)-1)
	for i, w := range widest {
		if i != column {
			room -= w
		}
	}
	for _, row := range rows {
		row[column] = clip(row[column], max(room, 4))
	}
	p.table(rows...)
}

// clip shortens text to n characters on a terminal.
func (p *page) clip(text string, n int) string {
	if p.columns == 0 {
		return visible(text)
	}
	return clip(text, n)
}

// wrap writes text in lines that fit the page, the first after lead, the others
// below it.
func (p *page) wrap(lead, text string) {
	lead = visible(lead)
	indent := strings.Repeat(" ", len([]rune(lead)))
	line := lead
	for i, word := range strings.Fields(visible(text)) {
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
func (p *page) measure() int {
	if p.columns == 0 {
		return width
	}
	return min(width, max(p.columns, width/2))
}

// hint writes what to do about the line above.
func (p *page) hint(text string) {
	if text != "" {
		p.wrap("    -> ", text)
	}
}

// visible spells out what a terminal would obey instead of show: control
// characters, marks that turn the direction of text, bytes that are no text.
func visible(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

// clip shortens text to n characters.
func clip(text string, n int) string {
	runes := []rune(visible(text))
	if len(runes) <= n {
		return string(runes)
	}
	return strings.TrimRight(string(runes[:n-3]), " ") + "..."
}

// when is t as people say it, in the zone that it came in.
func (p *page) when(t time.Time) string {
	if t.Year() != p.now.In(t.Location()).Year() {
		return t.Format("Mon 2 Jan 2006 15:04")
	}
	return t.Format("Mon 2 Jan 15:04")
}

// day is the day of t.
func (p *page) day(t time.Time) string {
	return strings.TrimSuffix(p.when(t), t.Format(" 15:04"))
}

// from is a stretch of time.
func (p *page) from(start, end time.Time) string {
	if y, d := start.Year(), start.YearDay(); y == end.Year() && d == end.YearDay() {
		return p.when(start) + "-" + end.Format("15:04")
	}
	return p.when(start) + " - " + p.when(end)
}

// holds writes why nothing is sent; nothing if nothing stands in the way.
func (p *page) holds(holds []api.Hold) {
	if len(holds) == 0 {
		return
	}
	title := "Nothing is sent:"
	if !slices.ContainsFunc(holds, func(h api.Hold) bool { return h.Code != api.CodeCaps }) {
		title = "Not everything is sent:"
	}
	p.head(title)
	for _, h := range holds {
		p.wrap("  ", h.Text+" (since "+p.when(h.Since)+")")
		p.hint(h.Hint)
	}
}

// problems writes what could not be understood.
func (p *page) problems(problems []string) {
	const shown = 3 // the page is about something else
	if len(problems) == 0 {
		return
	}
	p.head("Could not be understood:")
	for i, text := range problems {
		if i == shown {
			p.wrap("  ", fmt.Sprintf("and %d more: fika config check shows those of lists at their lines, fika events those of calendars, --json all", len(problems)-shown))
			return
		}
		p.wrap("  ", text)
	}
}
