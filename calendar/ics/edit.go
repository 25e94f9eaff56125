package ics

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
)

// An edit puts text in the place of the bytes from, inclusive, to, exclusive.
type edit struct {
	from, to int
	text     string
}

// apply returns the file with the edits made, which must not overlap. Bytes
// outside of them are what they were.
func (f *File) apply(edits []edit) []byte {
	if len(edits) == 0 {
		return f.Bytes()
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		b.WriteString(f.text[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(f.text[at:])
	return f.encoding.encode(b.Bytes())
}

// Texts returns the text of each event by UID, with those of its occurrences
// that stand alone. It changes with the event and not with its neighbours.
func (f *File) Texts() map[string]string {
	texts := map[string]string{}
	for c := range f.events() {
		from, to := c.bounds()
		texts[uidOf(c)] += f.text[from:to]
	}
	return texts
}

// Several returns the UIDs that more than one event of the file has, such as a series
// and an occurrence of it that was moved.
func (f *File) Several() map[string]bool {
	several := map[string]bool{}
	for c := range f.events() {
		_, again := several[uidOf(c)]
		several[uidOf(c)] = again
	}
	maps.DeleteFunc(several, func(_ string, again bool) bool { return !again })
	return several
}

// Only returns the file without the events of other UIDs.
func (f *File) Only(uids ...string) []byte {
	return f.without(func(c *component) bool { return !slices.Contains(uids, uidOf(c)) })
}

// Remove returns the file without the event of that UID, and whether anything
// but time zones is left in it: a task, for instance, which must outlive the
// event.
func (f *File) Remove(uid string) (data []byte, more bool) {
	for c := range f.calendars() {
		for _, child := range c.children {
			switch {
			case child.kind == "VTIMEZONE", child.kind == "VCALENDAR":
			case child.kind != "VEVENT", uidOf(child) != uid:
				more = true
			}
		}
	}
	return f.without(func(c *component) bool { return uidOf(c) == uid }), more
}

func (f *File) without(unwanted func(event *component) bool) []byte {
	var edits []edit
	for c := range f.events() {
		if unwanted(c) {
			from, to := c.bounds()
			edits = append(edits, edit{from: from, to: to})
		}
	}
	return f.apply(edits)
}

// Add returns the file with the events of other added at the end of its first
// calendar, and those of other's zones that are not defined there. It fails if
// the file has no calendar that ends.
func (f *File) Add(other []byte) ([]byte, error) {
	var into *component
	for c := range f.root.only("VCALENDAR") {
		into = c
		break
	}
	if into == nil {
		return nil, errors.New("there is no calendar to add an event to")
	}
	end, ok := into.end()
	if !ok {
		return nil, errors.New("the calendar has no end to add an event at")
	}
	defined := map[string]bool{}
	for zone := range into.only("VTIMEZONE") {
		defined[zoneName(zone.value("TZID"))] = true
	}
	var added strings.Builder
	source := Parse(other)
	for c := range source.calendars() {
		for _, child := range c.children {
			if child.kind == "VEVENT" || child.kind == "VTIMEZONE" && !defined[zoneName(child.value("TZID"))] {
				from, to := child.bounds()
				added.WriteString(source.text[from:to])
			}
		}
	}
	return f.apply([]edit{{end.at, end.at, into.ended(added.String())}}), nil
}

// ended is text, written with CRLF, with the line ends that c has.
func (c *component) ended(text string) string {
	if strings.HasSuffix(c.lines[0].raw, "\r\n") {
		return text
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}
