package people

import (
	"bytes"
	"encoding/csv"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// rows reads CSV text row by row. After an invalid row it continues with the next
// line, so that a missing quote does not swallow the rest of the file.
type rows struct {
	faults    *faults
	separator rune
	csv       *csv.Reader
	text      []byte // what csv reads
	before    int    // lines before text
	cells     []string
	skipped   []int // lines of invalid rows
}

func readRows(f *faults, data []byte, mapped map[string]string) *rows {
	r := &rows{faults: f}
	if stated, rest, ok := statedSeparator(data); ok {
		r.separator = stated
		r.open(rest, 1)
		return r
	}
	r.separator = separator(data, mapped)
	r.open(data, 0)
	return r
}

// statedSeparator returns the separator in a first line "sep=;", which Excel
// understands, and the rest of data.
func statedSeparator(data []byte) (separator rune, rest []byte, ok bool) {
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	text := strings.Trim(strings.TrimRight(string(line), "\r"), `"`)
	if len(text) < 4 || !strings.EqualFold(text[:4], "sep=") {
		return 0, data, false
	}
	separator, size := utf8.DecodeRuneInString(text[4:])
	ok = strings.ContainsRune(",;\t|", separator) && len(text) == 4+size
	return separator, rest, ok
}

// open continues with text, which comes after the given number of lines.
func (r *rows) open(text []byte, before int) {
	r.text, r.before = text, before
	r.csv = csv.NewReader(bytes.NewReader(text))
	r.csv.Comma = r.separator
	r.csv.FieldsPerRecord = -1
	r.csv.TrimLeadingSpace = r.separator != '\t' // otherwise it would swallow empty cells
}

// next advances to the next row that is not empty, and reports whether there is
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

// skip reports an invalid row and continues after its first line. This stays
// linear: an open quote extends at most to the next line with an odd number of
// quotes.
func (r *rows) skip(bad *csv.ParseError) {
	at := place{r.before + bad.StartLine, 0}
	if bad.Line == bad.StartLine {
		at.col = bad.Column
	}
	r.skipped = append(r.skipped, at.line)
	r.faults.add(at, "a cell with a quote in it is quoted as a whole, its quotes doubled", "a quote is missing or out of place")
	rest := r.text
	for range bad.StartLine {
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	r.open(rest, r.before+bad.StartLine)
}

// at returns the place of a cell, or of the row if it has no such cell.
func (r *rows) at(i int) place {
	if i >= len(r.cells) {
		line, _ := r.csv.FieldPos(0)
		return place{r.before + line, 0}
	}
	line, col := r.csv.FieldPos(i)
	return place{r.before + line, col}
}

// separator returns the comma, semicolon or tab that finds the most columns in the first
// line; the comma in a tie.
func separator(data []byte, mapped map[string]string) rune {
	line, _, _ := strings.Cut(strings.TrimLeft(string(data[:min(len(data), 4096)]), "\r\n"), "\n")
	best, most := ',', 0
	for _, candidate := range ";\t" { // if no heading is known
		if strings.Count(line, string(candidate)) > strings.Count(line, string(best)) {
			best = candidate
		}
	}
	for _, candidate := range ",;\t" {
		found := 0
		for heading := range strings.SplitSeq(line, string(candidate)) {
			name := columnName(heading)
			if column, _ := knownColumn(heading); column != "" {
				found++
			} else if slices.ContainsFunc(slices.Collect(maps.Values(mapped)), func(theirs string) bool { return columnName(theirs) == name }) {
				found++
			}
		}
		if found > most {
			best, most = candidate, found
		}
	}
	return best
}
