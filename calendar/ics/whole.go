package ics

import (
	"errors"
	"slices"
	"strings"

	"fika/internal/prose"
)

// CheckComplete returns an error if data is not a complete calendar. Everything that began
// must have ended, so a truncated calendar is not complete unless only letters of
// its last line are missing. Text before the first BEGIN and after the last END, as
// added by servers, does not matter.
func CheckComplete(data []byte) error {
	text, _ := decode(data)
	text = strings.Trim(strings.TrimPrefix(text, byteOrderMark), "\x00\x1a \t\r\n")
	if text == "" {
		return errors.New("it is empty")
	}
	if endsAsItBegins(text) {
		return nil
	}
	var open []string // the components around the line, outermost first
	var last line
	began := false
	for l := range lines(text) {
		last = l
		if l.name != "BEGIN" && l.name != "END" {
			continue
		}
		_, value := l.split()
		kind := strings.ToUpper(strings.TrimSpace(value))
		switch {
		case l.name == "BEGIN":
			open, began = append(open, kind), true
		case !began:
			return errors.New("it does not begin with BEGIN:VCALENDAR")
		default:
			if i := slices.Index(open, kind); i >= 0 {
				open = open[:i] // an unended component inside is reported separately
			}
		}
	}
	end := strings.ToUpper(strings.TrimSpace(unfold(last.raw)))
	switch {
	case !began:
		return errors.New("it does not begin with BEGIN:VCALENDAR")
	case len(open) == 0 && !strings.HasPrefix("BEGIN:", end):
		return nil
	case len(open) == 0:
		return prose.Errorf("it ends with %s", end)
	case len(open) == 1 && len(end) > len("END:") && strings.HasPrefix("END:"+open[0], end):
		return nil
	}
	return prose.Errorf("it does not end with END:%s", open[0])
}

// endsAsItBegins reports whether text ends with the component that it begins with. Nearly
// all files do, and then the lines in between need no check.
func endsAsItBegins(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	last := text[strings.LastIndexByte(text, '\n')+1:]
	kind, begins := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(first)), "BEGIN:")
	return begins && strings.EqualFold(strings.TrimSpace(last), "END:"+kind)
}
