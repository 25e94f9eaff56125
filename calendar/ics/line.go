package ics

import (
	"iter"
	"strings"
)

// A line is one content line as it is in the file (RFC 5545, 3.1), over several
// physical lines if it is folded.
type line struct {
	at     int    // offset of its first byte in the file
	raw    string // with folds and line ending
	number int    // of its first physical line, from 1
	depth  int    // of components around it
	name   string // upper case, without parameters
}

const byteOrderMark = "\ufeff"

// lines splits text into its content lines. Lines end in CRLF or LF, also mixed;
// blank lines are skipped; a line that starts with a space or a tab continues the
// one before.
func lines(text string) iter.Seq[line] {
	return func(yield func(line) bool) {
		at, number := 0, 1
		if strings.HasPrefix(text, byteOrderMark) {
			at = len(byteOrderMark)
		}
		for at < len(text) {
			l := line{at: at, number: number}
			end := at
			for {
				end = lineEnd(text, end)
				number++
				if end == len(text) || text[end] != ' ' && text[end] != '\t' {
					break
				}
			}
			l.raw, at = text[at:end], end
			if l.name = nameOf(l.raw); l.name != "" && !yield(l) {
				return
			}
		}
	}
}

// lineEnd returns the offset after the physical line that contains offset at.
func lineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}

// nameOf returns the property name at the start of a raw line, "" for a blank line.
func nameOf(raw string) string {
	end := strings.IndexAny(raw, ":;\n")
	if end >= 0 && raw[end] == '\n' && strings.TrimSpace(raw[end:]) != "" {
		raw = unfold(raw) // the fold splits the name
		end = strings.IndexAny(raw, ":;\n")
	}
	if end >= 0 {
		raw = raw[:end]
	}
	return strings.ToUpper(strings.TrimSpace(raw))
}

// unfold joins the physical lines of a raw line and drops its line ending. A fold
// may split a multi-byte character; joining the bytes restores it.
func unfold(raw string) string {
	raw = strings.TrimRight(raw, "\r\n")
	if strings.IndexByte(raw, '\n') < 0 {
		return raw
	}
	var b strings.Builder
	b.Grow(len(raw))
	for part := range strings.SplitSeq(raw, "\n") {
		if b.Len() > 0 && part != "" {
			part = part[1:]
		}
		b.WriteString(strings.TrimSuffix(part, "\r"))
	}
	return b.String()
}

// split returns the parameters of l as written, without the first semicolon, and
// its value. A line without a value has neither.
func (l line) split() (params, value string) {
	s := unfold(l.raw)
	colon := unquotedColon(s)
	if colon < 0 {
		return "", ""
	}
	if semicolon := strings.IndexByte(s[:colon], ';'); semicolon >= 0 {
		params = s[semicolon+1 : colon]
	}
	value = s[colon+1:]
	if len(value) > maxValue {
		value = value[:maxValue]
	}
	return params, value
}

// unquotedColon returns the index of the first colon outside quotes. A quote that is
// never closed does not count.
func unquotedColon(s string) int {
	quoted := false
	for i := range len(s) {
		switch s[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return i
			}
		}
	}
	return strings.IndexByte(s, ':')
}
