package ics

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fika/internal/span"
)

// A Writer writes content lines (RFC 5545, 3.1): folded at 75 octets between
// characters, ended by CRLF. Its zero value is an empty file. It does not escape:
// pass values through [Text] and parameters through [Param].
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

// Zone writes the definition of z: a permanent rule if the clocks follow one,
// otherwise each change in years and the offset before them.
func (w *Writer) Zone(z *time.Location, years span.Span) {
	w.Line("BEGIN:VTIMEZONE")
	w.Line("TZID:", z.String())
	if yearly := yearlyOnsets(z, years.Start); yearly != nil {
		for _, y := range yearly {
			w.onset(y.onset, y.rule)
		}
	} else {
		for _, o := range onsets(z, years) {
			w.onset(o, "")
		}
	}
	w.Line("END:VTIMEZONE")
}

func (w *Writer) onset(o onset, rule string) {
	kind := "STANDARD"
	if o.daylight {
		kind = "DAYLIGHT"
	}
	w.Line("BEGIN:", kind)
	w.Line("DTSTART:", o.wall.dateTime())
	w.Line("TZOFFSETFROM:", utcOffset(o.before))
	w.Line("TZOFFSETTO:", utcOffset(o.after))
	if rule != "" {
		w.Line("RRULE:", rule)
	}
	w.Line("TZNAME:", o.name)
	w.Line("END:", kind)
}

// utcOffset writes seconds east of Greenwich as "+0100".
func utcOffset(seconds int) string {
	return time.Unix(0, 0).In(time.FixedZone("", seconds)).Format("-0700")
}

// UTC returns t as a DATE-TIME value in UTC.
func UTC(t time.Time) string { return wall(t.Unix()).dateTime() + "Z" }

// Text returns s as a TEXT value (RFC 5545, 3.3.11), without characters that are not
// allowed.
func Text(s string) string { return textEncoder.Replace(printable(s)) }

// Param returns s as the value of a parameter, quoted if necessary (RFC 5545, 3.2). A
// parameter cannot contain double quotes or line breaks. RFC 6868 encodes them with
// carets, which several programs display literally, so they become single quotes and
// spaces here. Carets in s that RFC 6868 would decode are doubled.
func Param(s string) string {
	s = caretEncoder.Replace(printable(s))
	if strings.ContainsAny(s, ",;:") {
		return `"` + s + `"`
	}
	return s
}

// printable returns s in UTF-8 without control characters other than tabs and line
// breaks, which become \n (RFC 5545, 3.1: CONTROL).
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
