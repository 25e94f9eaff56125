package ics

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fika/span"
)

// A Writer writes content lines (RFC 5545, 3.1): folded at 75 octets between
// characters, ended by CRLF. Its zero value is an empty file. What it is given
// is written as it stands: values go through [Text], parameters through [Param].
type Writer struct{ b strings.Builder }

// String returns what was written.
func (w *Writer) String() string { return w.b.String() }

// Line writes the concatenation of parts as one content line.
func (w *Writer) Line(parts ...string) {
	line := strings.Join(parts, "")
	for room := 75; len(line) > room; room = 74 { // a fold takes one octet of the next line
		cut := room
		for cut > 1 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		w.b.WriteString(line[:cut])
		w.b.WriteString("\r\n ")
		line = line[cut:]
	}
	w.b.WriteString(line)
	w.b.WriteString("\r\n")
}

// Zone describes z by the changes of its offset in years, one by one, and the
// offset in force before them. A rule would be shorter and would have to be
// guessed: Go's zone data holds none.
func (w *Writer) Zone(z *time.Location, years span.Span) {
	w.Line("BEGIN:VTIMEZONE")
	w.Line("TZID:", z.String())
	for t := years.Start.In(z); ; {
		start, _ := t.ZoneBounds()
		kind := "STANDARD"
		if t.IsDST() {
			kind = "DAYLIGHT"
		}
		before, onset := t, "19700101T000000"
		if !start.IsZero() {
			before = start.Add(-time.Second)
			_, offset := before.Zone()
			onset = wall(start.Unix() + int64(offset)).dateTime()
		}
		w.Line("BEGIN:", kind)
		w.Line("DTSTART:", onset)
		w.Line("TZOFFSETFROM:", before.Format("-0700"))
		w.Line("TZOFFSETTO:", t.Format("-0700"))
		w.Line("TZNAME:", t.Format("MST"))
		w.Line("END:", kind)
		var more bool
		if t, more = nextOffset(t, years.End); !more {
			break
		}
	}
	w.Line("END:VTIMEZONE")
}

// nextOffset is the first moment after t, and before end, at which the zone of
// t has another offset. Beyond the last year of Go's zone data, its bounds also
// end with each year, and in leap years a day earlier, where they do not move.
func nextOffset(t, end time.Time) (time.Time, bool) {
	_, offset := t.Zone()
	for {
		_, bound := t.ZoneBounds()
		if bound.IsZero() {
			return bound, false
		}
		if !bound.After(t) {
			bound = t.Add(time.Hour)
		}
		if t = bound; !t.Before(end) {
			return t, false
		}
		if _, now := t.Zone(); now != offset {
			return t, true
		}
	}
}

// UTC is t as a DATE-TIME value in UTC.
func UTC(t time.Time) string { return wall(t.Unix()).dateTime() + "Z" }

// Text is s as a TEXT value (RFC 5545, 3.3.11). Characters that no file may
// hold are left out.
func Text(s string) string { return textEncoder.Replace(printable(s)) }

// Param is s as the value of a parameter, in quotes where it needs them (RFC
// 5545, 3.2; RFC 6868).
func Param(s string) string {
	s = caretEncoder.Replace(printable(s))
	if strings.ContainsAny(s, ",;:") {
		return `"` + s + `"`
	}
	return s
}

// printable is s in UTF-8 without control characters, but for line ends, which
// are \n, and tabs (RFC 5545, 3.1: CONTROL).
func printable(s string) string {
	s = lineEnds.Replace(strings.ToValidUTF8(s, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
