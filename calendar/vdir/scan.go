package vdir

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"fika/calendar"
	"fika/internal/span"
)

// How often to retry a file that another program seems to be writing, the first pause
// before that (it doubles each time), and how often to list a folder again that changed
// in the meantime.
const (
	maxRereads    = 3
	firstPause    = 20 * time.Millisecond
	maxRelistings = 3
)

// file is the state of one item.
type file struct {
	path      string
	stamp     stamp
	settled   bool     // an equal stamp makes reading unnecessary
	content   *content // the last complete content; nil if there was none
	readError error    // why content is not the current content of the file; nil if it is

	cover         span.Span // the window of listing
	relatedDigest string    // key of its surroundings then, see [relatedFiles]
	listing       calendar.Listing
	busy          busyListing // the events of listing, if only the owner's busy time is needed
}

// scan updates c.files. An error means that the calendar as a whole cannot be read;
// faults of single files are stored with them. c.mu must be held.
func (c *Calendar) scan(ctx context.Context) error {
	if !c.folder {
		if err := c.refresh(ctx, []string{c.path}); err != nil {
			return err
		}
		if c.files[c.path] == nil {
			return &fs.PathError{Op: "read", Path: c.path, Err: fs.ErrNotExist}
		}
		return nil
	}
	// Listing a folder while files are renamed in it may miss one that was always
	// there. So known files are looked up by name, and a folder that changed is
	// listed again.
	for try := 0; ; try++ {
		before, err := stat(c.path)
		if err != nil {
			return err
		}
		entries, err := os.ReadDir(c.path)
		if err != nil {
			return err
		}
		paths := map[string]bool{}
		for path := range c.files {
			paths[path] = true
		}
		for _, e := range entries {
			if isItem(e.Name()) && !e.IsDir() {
				paths[filepath.Join(c.path, e.Name())] = true
			}
		}
		if err := c.refresh(ctx, slices.Sorted(maps.Keys(paths))); err != nil {
			return err
		}
		after, err := stat(c.path)
		if err != nil {
			return err
		}
		if before == after || try == maxRelistings {
			return nil
		}
	}
}

// refresh reads the files that may have changed. Files that another program is writing
// are read again after a pause, all together, so that many take no more time than one.
// The error comes from ctx.
func (c *Calendar) refresh(ctx context.Context, paths []string) error {
	var changed []*file
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f := c.needsReading(path); f != nil {
			changed = append(changed, f)
		}
	}
	for try, pause := 0, firstPause; ; try, pause = try+1, 2*pause {
		var unfinished []*file
		for _, f := range changed {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.reread(f)
			if isTransient(f.readError) {
				unfinished = append(unfinished, f)
			}
		}
		if len(unfinished) == 0 || try == maxRereads {
			return nil
		}
		if err := wait(ctx, pause); err != nil {
			return err
		}
		changed = unfinished
	}
}

// needsReading returns the file at path if it has to be read, and drops it if it no
// longer exists. A dangling link counts as existing: its target may be on a disk that
// is not mounted.
func (c *Calendar) needsReading(path string) *file {
	f := c.files[path]
	s, err := stat(path)
	if f != nil && err == nil && f.settled && f.stamp == s && f.coversWindow(c.window) {
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err != nil {
			delete(c.files, path)
			return nil
		}
	}
	if f == nil {
		f = &file{path: path}
		c.files[path] = f
	}
	return f
}

// reread reads the file, or stores in its readError why it cannot.
func (c *Calendar) reread(f *file) {
	now := time.Now() // before reading, so that no write during it is missed
	data, s, err := read(f.path)
	if errors.Is(err, fs.ErrNotExist) && c.needsReading(f.path) == nil {
		return // deleted since the look
	}
	// What the system refuses now may work later without a new stamp.
	final := err == nil || errors.Is(err, errHalfWritten)
	f.stamp, f.readError, f.settled = s, err, final && s.settled(now)
	switch {
	case err == nil && (f.content == nil || f.content.sum != hash(data) || !f.coversWindow(c.window)):
		f.content, f.cover = newContent(data, c.folder), span.Span{}
	case err != nil && !f.coversWindow(c.window):
		f.content = nil // what is kept does not cover the window
	}
}

// isTransient reports whether err may be temporary: the file is being written, or
// replaced by deletion and creation.
func isTransient(err error) bool {
	return errors.Is(err, errHalfWritten) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ESTALE)
}

// expand returns the listing of f for window. It keeps a wider range of time, so that
// the window can move with the days.
func (c *Calendar) expand(f *file, window span.Span, b relatedFiles) calendar.Listing {
	const step = 14 * 24 * time.Hour
	if !f.cover.Covers(window) || f.cover.Empty() {
		f.cover = span.Span{Start: window.Start.Truncate(step), End: window.End.Truncate(step).Add(step)}
		f.listing = f.content.expand(f.cover, c.zone, b)
		if c.owner != nil {
			f.reduceToBusy(c.owner)
		}
	}
	l := f.listing
	if c.owner != nil {
		l.Events, l.Doubts, l.DetachedOverrides = eventsOf(f.busy.events), eventsOf(f.busy.doubts), eventsOf(f.busy.detachedOverrides)
	}
	l.Events, l.Doubts = eventsInWindow(l.Events, window), eventsInWindow(l.Doubts, window)
	return l
}

// eventsInWindow returns the events that take time in window.
func eventsInWindow(events []calendar.Event, window span.Span) []calendar.Event {
	var some []calendar.Event
	for _, e := range events {
		if e.OverlapsWithTravel(window) {
			some = append(some, e)
		}
	}
	return some
}

// wait returns after d, or earlier with the error of ctx.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
