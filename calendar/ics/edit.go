package ics

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
)

// An edit replaces the bytes from (inclusive) to (exclusive) with text.
type edit struct {
	from, to int
	text     string
}

// apply returns the file with the edits applied, which must not overlap. All other
// bytes stay the same.
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

// EventTexts returns the text of each event by UID, including its overrides. It
// changes with the event, but not with other events.
func (f *File) EventTexts() map[string]string {
	texts := map[string]string{}
	for c := range f.events() {
		from, to := c.bounds()
		texts[uidOf(c)] += f.text[from:to]
	}
	return texts
}

// RepeatedUIDs returns the UIDs that occur in more than one event of the file, such
// as a series and an override.
func (f *File) RepeatedUIDs() map[string]bool {
	several := map[string]bool{}
	for c := range f.events() {
		_, again := several[uidOf(c)]
		several[uidOf(c)] = again
	}
	maps.DeleteFunc(several, func(_ string, again bool) bool { return !again })
	return several
}

// KeepOnly returns the file without events with other UIDs.
func (f *File) KeepOnly(uids ...string) []byte {
	return f.without(func(c *component) bool { return !slices.Contains(uids, uidOf(c)) })
}

// Remove returns the file without the event of that UID, and whether it still
// contains anything other than time zones, such as a task, so that the file must be
// kept.
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
// calendar, and with other's zones if they are not defined there. It fails if no
// calendar in the file has an end.
func (f *File) Add(other []byte) ([]byte, error) {
	var into *component
	for c := range f.root.childrenOf("VCALENDAR") {
		into = c
		break
	}
	if into == nil {
		return nil, errors.New("the file has no calendar to add an event to")
	}
	end, ok := into.end()
	if !ok {
		return nil, errors.New("the calendar has no end, so no event can be added")
	}
	defined := map[string]bool{}
	for zone := range into.childrenOf("VTIMEZONE") {
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
	return f.apply([]edit{{end.at, end.at, into.withLineEndingsOf(added.String())}}), nil
}

// withLineEndingsOf converts the CRLF line endings of text to those of c.
func (c *component) withLineEndingsOf(text string) string {
	if strings.HasSuffix(c.lines[0].raw, "\r\n") {
		return text
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}
