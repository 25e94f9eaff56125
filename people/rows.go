package people

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
)

// rows reads CSV text row by row. After a row that is no CSV it goes on with
// the next line: a lost quote must not swallow the rest of the file.
type rows struct {
	faults    *faults
	separator rune
	csv       *csv.Reader
	text      []byte // what csv began to read
	before    int    // lines before text
	cells     []string
}

func readRows(f *faults, data []byte) *rows {
	r := &rows{faults: f, separator: separator(data)}
	r.open(data, 0)
	return r
}

// open reads on in text, which stands behind so many lines.
func (r *rows) open(text []byte, before int) {
	r.text, r.before = text, before
	r.csv = csv.NewReader(bytes.NewReader(text))
	r.csv.Comma = r.separator
	r.csv.FieldsPerRecord = -1
	r.csv.TrimLeadingSpace = r.separator != '\t' // it would swallow empty cells
}

// next goes to the next row that holds anything, and reports whether there is
// one.
func (r *rows) next() bool {
	for {
		var err error
		var bad *csv.ParseError
		switch r.cells, err = r.csv.Read(); {
		case errors.As(err, &bad):
			r.skip(bad)
		case err != nil: // io.EOF; the text is in memory
			return false
		case slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }):
			return true
		}
	}
}

// skip tells that a row is no CSV and goes on behind its first line. That stays
// linear: a quote that is open runs to the next line with an odd one at most.
func (r *rows) skip(bad *csv.ParseError) {
	at := place{r.before + bad.StartLine, 0}
	if bad.Line == bad.StartLine {
		at.col = bad.Column
	}
	r.faults.add(at, "a cell with a quote in it is quoted as a whole, its quotes doubled", "a quote is missing or out of place")
	rest := r.text
	for range bad.StartLine {
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	r.open(rest, r.before+bad.StartLine)
}

// at is the place of a cell, or of the row if it has no such cell.
func (r *rows) at(i int) place {
	if i >= len(r.cells) {
		line, _ := r.csv.FieldPos(0)
		return place{r.before + line, 0}
	}
	line, col := r.csv.FieldPos(i)
	return place{r.before + line, col}
}

// separator is the one of comma, semicolon and tab that finds most columns in
// the first line, the comma if none is better.
func separator(data []byte) rune {
	line, _, _ := strings.Cut(strings.TrimLeft(string(data[:min(len(data), 4096)]), "\r\n"), "\n")
	best, most := ',', 0
	for _, candidate := range ",;\t" {
		found := 0
		for heading := range strings.SplitSeq(line, string(candidate)) {
			if slices.Contains(columnNames(), columnName(strings.Trim(heading, "\" \r"))) {
				found++
			}
		}
		if found > most {
			best, most = candidate, found
		}
	}
	return best
}
