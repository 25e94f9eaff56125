// Package ics reads and writes iCalendar files (RFC 5545) as they are found,
// not as the standard wishes them.
//
// A file keeps its lines: what fika does not change goes back byte for byte. A
// part that cannot be understood becomes a [calendar.Problem] and never hides
// the rest. Everything is a pure function of the bytes and of the zone and
// window that the caller passes.
package ics

import (
	"time"

	"fika/calendar"
	"fika/span"
)

// File is an iCalendar file as it was read. It is not changed by any method
// and may be used by several goroutines.
type File struct {
	data []byte
}

// Parse reads data, which the file keeps and the caller must not change any
// more. It never fails: what is wrong with the file is among the problems that
// [File.Expand] returns.
func Parse(data []byte) *File { return &File{data: data} }

// Bytes returns the bytes that were read.
func (f *File) Bytes() []byte { return f.data }

// UIDs returns the UIDs of the file's VEVENTs, each once, in their order.
func (f *File) UIDs() []string { return nil }

// Expand returns every occurrence that overlaps window or, if it has no
// length, lies in it; sorted by start, then UID, then instance. zone is the
// reader's: floating times and all-day dates are read in it.
func (f *File) Expand(window span.Span, zone *time.Location) ([]calendar.Event, []calendar.Problem) {
	return nil, nil
}

// Remove returns the file without the events of that UID, and how many events
// (VEVENTs) are left in it.
func (f *File) Remove(uid string) (data []byte, left int) { return f.data, 0 }

// Add returns the file with the VEVENTs of other added, and those of its
// VTIMEZONEs that the file does not have.
func (f *File) Add(other []byte) ([]byte, error) { return f.data, nil }

// Encode returns a new file with the one event that d describes.
func Encode(d calendar.Draft) []byte { return nil }

// Revise returns the file with the event d.ID changed to look like d. Only the
// lines that d speaks of change. The error wraps [calendar.ErrNotFound] if
// there is no such event.
func (f *File) Revise(d calendar.Draft) ([]byte, error) { return f.data, nil }
