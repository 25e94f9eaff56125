package vdir

import (
	"bytes"
	"strings"
)

// A section is where one component lies that stands directly in a VCALENDAR,
// or in no component at all. Package ics reads what it means; here only its
// borders count, so that an event in a file of many has a version of its own.
type section struct {
	kind string // upper case, as "VEVENT"
	uid  string

	from, to int // from its BEGIN to after its END, line ends included
}

// sections returns the components of a file in their order. VCALENDAR is no
// section but a border; an END that is missing is found at the next border.
func sections(data []byte) []section {
	var all []section
	var open *section
	depth := 0
	shut := func(end int) {
		if open != nil {
			open.to = end
			all = append(all, *open)
			open, depth = nil, 0
		}
	}
	for at := 0; at < len(data); {
		next := contentLine(data, at)
		name, value := property(data[at:next])
		border := strings.EqualFold(value, "VCALENDAR")
		switch {
		case (name == "BEGIN" || name == "END") && border:
			shut(at)
		case name == "BEGIN" && (open == nil || topLevel(value)):
			shut(at)
			open, depth = &section{kind: strings.ToUpper(value), from: at}, 1
		case name == "BEGIN":
			depth++
		case name == "END" && open != nil:
			if depth--; depth == 0 || strings.EqualFold(value, open.kind) {
				shut(next)
			}
		case name == "UID" && open != nil && depth == 1 && open.uid == "":
			open.uid = value
		}
		at = next
	}
	shut(len(data))
	return all
}

// topLevel reports whether a component of that kind stands in a VCALENDAR only.
func topLevel(kind string) bool {
	switch strings.ToUpper(kind) {
	case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE":
		return true
	}
	return false
}

// contentLine is the offset after the content line at at, folds included.
func contentLine(data []byte, at int) int {
	for {
		n := bytes.IndexByte(data[at:], '\n')
		if n < 0 {
			return len(data)
		}
		at += n + 1
		if at == len(data) || data[at] != ' ' && data[at] != '\t' {
			return at
		}
	}
}

// property is the name and the value of BEGIN, END and UID, and "" of all
// other lines, which are not unfolded for speed.
func property(line []byte) (name, value string) {
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	if len(line) == 0 || !strings.ContainsRune("BbEeUu", rune(line[0])) {
		return "", ""
	}
	text := strings.TrimRight(string(line), "\r\n")
	if strings.Contains(text, "\n") {
		text = strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(text)
	}
	colon := strings.IndexByte(text, ':')
	if colon < 0 {
		return "", ""
	}
	name, _, _ = strings.Cut(text[:colon], ";")
	switch name = strings.ToUpper(strings.TrimSpace(name)); name {
	case "BEGIN", "END", "UID":
		return name, strings.TrimSpace(text[colon+1:])
	}
	return "", ""
}
