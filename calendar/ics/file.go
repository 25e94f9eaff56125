// Package ics reads and writes iCalendar files (RFC 5545) as programs really write
// them, even where they deviate from the standard.
//
// A file keeps its lines: whatever fika does not change is written back byte for
// byte. A part that cannot be understood becomes a [calendar.Problem] and never hides
// the rest. Everything is a pure function of the bytes and of the zone and window
// that the caller passes.
package ics

import (
	"bytes"
	"iter"
	"strings"

	"fika/calendar"
)

// File is a parsed iCalendar file. It is immutable and safe for concurrent use.
type File struct {
	raw      []byte   // the original bytes, if they have an unusual encoding
	encoding encoding // that encoding
	text     string   // in lines that end in LF or CRLF
	root     *component
	problems []calendar.Problem // of its structure
}

// Parse parses data. It never fails; [File.Expand] returns the problems of the
// file.
func Parse(data []byte) *File {
	f := &File{}
	if f.text, f.encoding = decode(data); !f.encoding.plain() {
		f.raw = bytes.Clone(data)
	}
	f.root, f.problems = parseComponents(f.text)
	return f
}

// Bytes returns the original bytes.
func (f *File) Bytes() []byte {
	if f.raw != nil {
		return bytes.Clone(f.raw)
	}
	return []byte(f.text)
}

// UIDs returns the UIDs of the file's events (VEVENTs), each once, in order.
func (f *File) UIDs() []string {
	var uids []string
	seen := map[string]bool{}
	for c := range f.events() {
		if uid := uidOf(c); uid != "" && !seen[uid] {
			seen[uid] = true
			uids = append(uids, uid)
		}
	}
	return uids
}

// calendars yields the components that may contain events: the file's calendars, and
// its root for events outside of any calendar.
func (f *File) calendars() iter.Seq[*component] {
	return func(yield func(*component) bool) {
		if !yield(f.root) {
			return
		}
		f.root.childrenOf("VCALENDAR")(yield)
	}
}

// events yields the VEVENTs of all calendars.
func (f *File) events() iter.Seq[*component] {
	return func(yield func(*component) bool) {
		for c := range f.calendars() {
			for event := range c.childrenOf("VEVENT") {
				if !yield(event) {
					return
				}
			}
		}
	}
}

func uidOf(c *component) string { return strings.TrimSpace(text(c.value("UID"))) }
