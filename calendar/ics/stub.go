package ics

import "fika/calendar"

func (f *File) Remove(uid string) (data []byte, left int) { return nil, 0 }

// Add returns the file with the VEVENTs of other added, and those of its
// VTIMEZONEs that the file does not have.
func (f *File) Add(other []byte) ([]byte, error) { return nil, nil }

// Encode returns a new file with the one event that d describes.
func Encode(d calendar.Draft) []byte { return nil }

// Revise returns the file with the event d.ID changed to look like d. Only the
// lines that d speaks of change. The error wraps [calendar.ErrNotFound] if
// there is no such event.
func (f *File) Revise(d calendar.Draft) ([]byte, error) { return nil, nil }
