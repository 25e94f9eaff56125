package vdir

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"fika/calendar"
	"fika/internal/span"
)

// List returns the occurrences in window, sorted by start, and the problems with files.
// A folder without changes costs one stat per file. If the calendar is gone or not
// accessible, the error wraps that of the system; if a single file may hide busy time,
// it is an [*UnreadableError].
func (c *Calendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.window = window
	if err := c.scan(ctx); err != nil {
		return calendar.Listing{}, err
	}
	if err := unreadable(c.filesByName(), neverRead); err != nil {
		return calendar.Listing{}, err
	}
	around := c.findRelated()
	files := c.filesByName()
	if err := unreadable(files, neverRead); err != nil { // read again because of its surroundings
		return calendar.Listing{}, err
	}
	var l calendar.Listing
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return calendar.Listing{}, err
		}
		held := c.expand(f, window, around.byFile[f])
		l.Events = append(l.Events, held.Events...)
		for _, e := range held.DetachedOverrides {
			if !around.seriesUIDs[e.UID] {
				l.DetachedOverrides = append(l.DetachedOverrides, e)
			}
		}
		l.Doubts = append(l.Doubts, held.Doubts...)
		l.Problems = append(l.Problems, c.problems(f, held.Problems)...)
	}
	slices.SortStableFunc(l.Events, compareEvents)
	slices.SortStableFunc(l.Doubts, compareEvents)
	l.Version = version(files)
	return l, nil
}

func compareEvents(a, b calendar.Event) int {
	return cmp.Or(a.Span.Start.Compare(b.Span.Start), cmp.Compare(a.UID, b.UID), cmp.Compare(a.Instance, b.Instance))
}

// Find returns the event with that UID; for a series, its first occurrence. It returns
// an [*UnreadableError] instead of ErrNotFound while any file cannot be read, because
// the event may be in it.
func (c *Calendar) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	id := eventID(at)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.checkComplete(); err != nil {
		return calendar.Event{}, err
	}
	if err := c.scan(ctx); err != nil {
		return calendar.Event{}, err
	}
	holders := c.filesWithEvent(id)
	if len(holders) == 0 {
		return calendar.Event{}, c.notFoundError(id)
	}
	var copies []calendar.Event
	for _, f := range holders {
		e, err := f.content.event(string(id), c.zone)
		if err != nil {
			return calendar.Event{}, fmt.Errorf("%s: %w", f.path, err)
		}
		if !e.IsMessage() {
			copies = append(copies, e)
		}
	}
	if len(copies) == 0 {
		return calendar.Event{}, c.notFoundError(id)
	}
	return slices.MaxFunc(copies, calendar.Newer), nil // the first of equally new ones
}

// eventID returns the id of the event at that place; ids are UIDs here.
func eventID(at calendar.Place) calendar.EventID {
	return cmp.Or(at.ID, calendar.EventID(at.UID))
}

// problems returns the problems with the content of a file and with the file itself.
func (c *Calendar) problems(f *file, found []calendar.Problem) []calendar.Problem {
	all := slices.Clone(found)
	if f.readError != nil {
		all = append(all, calendar.Problem{Text: f.readError.Error(), Stale: true})
	}
	if n := len(f.content.uids); c.folder && n > 1 {
		all = append(all, calendar.Problem{Text: fmt.Sprintf("it has %d events; sync programs expect one per file", n)})
	}
	for i := range all {
		all[i].File = f.path
	}
	return all
}

// filesByName returns the known files by name.
func (c *Calendar) filesByName() []*file {
	return slices.SortedFunc(maps.Values(c.files), func(a, b *file) int { return cmp.Compare(a.path, b.path) })
}

// filesWithEvent returns the files with an event with that UID, by name.
func (c *Calendar) filesWithEvent(id calendar.EventID) []*file {
	return slices.DeleteFunc(c.filesByName(), func(f *file) bool { return !f.content.has(string(id)) })
}

// notFoundError returns the error for an event that is in no readable file.
func (c *Calendar) notFoundError(id calendar.EventID) error {
	if err := unreadable(c.filesByName(), currentlyUnreadable); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s in %s", calendar.ErrNotFound, id, c.path)
}

// neverRead reports whether a file was never read completely, and currentlyUnreadable
// whether its current content cannot be read.
func neverRead(f *file) bool           { return f.content == nil }
func currentlyUnreadable(f *file) bool { return f.readError != nil }

// unreadable returns an [*UnreadableError] if bad holds for any of the files.
func unreadable(files []*file, bad func(*file) bool) error {
	var all *UnreadableError
	for _, f := range files {
		switch {
		case !bad(f):
		case all == nil:
			all = &UnreadableError{Path: f.path, Err: f.readError}
		default:
			all.More++
		}
	}
	if all == nil {
		return nil
	}
	return all
}

// version identifies the content of the files and which of them are stale.
func version(files []*file) string {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%q %s %v\n", f.path, f.content.sum, f.readError)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}
