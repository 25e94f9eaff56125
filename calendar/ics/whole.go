package ics

import (
	"errors"
	"slices"
	"strings"

	"fika/internal/excerpt"
)

// Whole returns why data is not all of a file that somebody has finished
// writing, nil if it is. What began must have ended: no beginning of a calendar
// is whole, but for one that lacks nothing but some letters of its last line.
// Text before the first BEGIN and after the last END, as servers add it, does
// not matter.
func Whole(data []byte) error {
	text, _ := decode(data)
	text = strings.Trim(strings.TrimPrefix(text, byteOrderMark), "\x00\x1a \t\r\n")
	if text == "" {
		return errors.New("it is empty")
	}
	if closed(text) {
		return nil
	}
	var open []string // the components around the line, the outer first
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
				open = open[:i] // what is inside and was not ended is a fault of its own
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
		return excerpt.Errorf("it ends with %s", end)
	case len(open) == 1 && len(end) > len("END:") && strings.HasPrefix("END:"+open[0], end):
		return nil
	}
	return excerpt.Errorf("it does not end with END:%s", open[0])
}

// closed reports whether text ends with what it begins with, as nearly all files
// do: then there is no need to look at the lines between.
func closed(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	last := text[strings.LastIndexByte(text, '\n')+1:]
	kind, begins := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(first)), "BEGIN:")
	return begins && strings.EqualFold(strings.TrimSpace(last), "END:"+kind)
}
