// Package ics reads and writes iCalendar files (RFC 5545) as they are found,
// not as the standard wishes them.
//
// A file keeps its lines: what fika does not change goes back byte for byte. A
// part that cannot be understood becomes a [calendar.Problem] and never hides
// the rest. Everything is a pure function of the bytes and of the zone and
// window that the caller passes.
package ics

import (
	"bytes"
	"iter"
	"strings"

	"fika/calendar"
)

// File is an iCalendar file as it was read. No method changes it, and it may
// be used by several goroutines.
type File struct {
	raw      []byte   // what was read, if its text is written in an odd way
	encoding encoding // the way
	text     string   // in lines that end in LF or CRLF
	root     *component
	problems []calendar.Problem // of its structure
}

// Parse reads data. It never fails: what is wrong with the file is among the
// problems that [File.Expand] returns.
func Parse(data []byte) *File {
	f := &File{}
	if f.text, f.encoding = decode(data); !f.encoding.plain() {
		f.raw = bytes.Clone(data)
	}
	f.root, f.problems = grow(f.text)
	return f
}

// Bytes returns the bytes that were read.
func (f *File) Bytes() []byte {
	if f.raw != nil {
		return bytes.Clone(f.raw)
	}
	return []byte(f.text)
}

// UIDs returns the UIDs of the file's events (VEVENTs), each once, in their
// order.
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

// calendars yields what may hold events: the file's calendars, and its root for
// events outside of any.
func (f *File) calendars() iter.Seq[*component] {
	return func(yield func(*component) bool) {
		if !yield(f.root) {
			return
		}
		f.root.only("VCALENDAR")(yield)
	}
}

// events yields the VEVENTs of all calendars.
func (f *File) events() iter.Seq[*component] {
	return func(yield func(*component) bool) {
		for c := range f.calendars() {
			for event := range c.only("VEVENT") {
				if !yield(event) {
					return
				}
			}
		}
	}
}

func uidOf(c *component) string { return strings.TrimSpace(text(c.value("UID"))) }
