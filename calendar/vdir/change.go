package vdir

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"fika/calendar"
	"fika/calendar/ics"
)

// maxChangeAttempts is how often a change is tried if other programs write to the
// same file. Each attempt starts from what they wrote.
const maxChangeAttempts = 5

// Insert durably writes d as a new file, or into the single one. It returns ErrExists
// also if the UID is in a file with another name, and an [*UnreadableError] while any
// file cannot be read, because the event may be in it. After an error that wraps
// ErrReadOnly or [syscall.ENOSPC] nothing is left behind.
func (c *Calendar) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	alone := ics.Encode(d)
	if !slices.Equal(ics.Parse(alone).UIDs(), []string{string(d.ID)}) {
		return calendar.Event{}, fmt.Errorf("%.80q cannot be the id of an event", d.ID)
	}
	data := alone
	err := c.change(ctx, func() (err error) {
		if len(c.filesWithEvent(d.ID)) > 0 {
			return fmt.Errorf("%w: %s in %s", calendar.ErrExists, d.ID, c.path)
		}
		if err := c.notFoundError(d.ID); !errors.Is(err, calendar.ErrNotFound) {
			return err
		}
		if c.folder {
			return c.insertFile(d.ID, alone)
		}
		f := c.files[c.path]
		if data, err = ics.Parse(f.content.data).Add(alone); err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
		return replace(f.path, f.content.data, data)
	})
	if err != nil {
		return calendar.Event{}, err
	}
	return newContent(data, false).event(string(d.ID), c.zone)
}

// insertFile creates the file of a new event. All processes of fika try the same
// names in the same order, so even without locks only one of them succeeds.
func (c *Calendar) insertFile(id calendar.EventID, data []byte) error {
	for _, name := range fileNames(id) {
		path := filepath.Join(c.path, name)
		if c.files[path] != nil {
			continue // it contains something else
		}
		err := create(path, data)
		if errors.Is(err, fs.ErrExist) {
			return errFileChanged // it is new since the scan: check what it is
		}
		return err
	}
	return fmt.Errorf("%s: every file name for the event %s is taken", c.path, id)
}

// Update changes the event to match d if its version is still etag. The file keeps its
// name and mode, and what d does not cover.
func (c *Calendar) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	return c.rewrite(ctx, etag, d.ID, func(f *ics.File) ([]byte, error) { return f.Revise(d) })
}

// Reschedule gives the event other times if its version is still etag. The guests are
// asked again by a server that syncs the folder, if there is one.
func (c *Calendar) Reschedule(ctx context.Context, etag string, n calendar.NewTimes) (calendar.Event, error) {
	n.ID = eventID(n.Place)
	return c.rewrite(ctx, etag, n.ID, func(f *ics.File) ([]byte, error) { return f.Reschedule(n) })
}

// rewrite replaces the event by what revise makes of its file, if its version is still
// etag.
func (c *Calendar) rewrite(ctx context.Context, etag string, id calendar.EventID, revise func(*ics.File) ([]byte, error)) (calendar.Event, error) {
	var data []byte
	err := c.change(ctx, func() (err error) {
		f, err := c.fileWithVersion(ctx, id, etag)
		if err != nil {
			return err
		}
		if data, err = revise(ics.Parse(f.content.data)); err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
		return replace(f.path, f.content.data, data)
	})
	if err != nil {
		return calendar.Event{}, err
	}
	return newContent(data, false).event(string(id), c.zone)
}

// Remove deletes the event if its version is still etag. Its file is deleted too,
// unless it contains something else or is the calendar itself.
func (c *Calendar) Remove(ctx context.Context, at calendar.Place, etag string) error {
	id := eventID(at)
	return c.change(ctx, func() error {
		f, err := c.fileWithVersion(ctx, id, etag)
		if err != nil {
			return err
		}
		old := f.content.data
		data, more := ics.Parse(f.content.data).Remove(string(id))
		if c.folder && !more {
			return remove(f.path, old)
		}
		return replace(f.path, old, data)
	})
}

// change runs act under both locks after a scan, and again if a file that act read was
// changed in the meantime.
func (c *Calendar) change(ctx context.Context, act func() error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := errors.Join(ctx.Err(), c.checkComplete()); err != nil {
		return err
	}
	dir := c.path
	if !c.folder {
		dir = filepath.Dir(resolve(c.path))
	}
	release, err := lockFolder(ctx, dir)
	if err != nil {
		return err
	}
	defer release()
	for range maxChangeAttempts {
		if err := c.scan(ctx); err != nil {
			return err
		}
		if err := c.checkNotOwned(); err != nil {
			return err
		}
		if err = act(); !errors.Is(err, errFileChanged) {
			return calendarError(dir, err)
		}
		for _, f := range c.files {
			f.settled = false // the remembered state was wrong
		}
	}
	return fmt.Errorf("%s: %w", c.path, err)
}

// evolutionMarker is the start of the line with which Evolution's data server marks
// its own file, which it keeps in memory and overwrites.
const evolutionMarker = "\nX-EVOLUTION-DATA-REVISION:"

// ProgramOwning returns the name of the program that keeps the single file at path in
// memory and overwrites changes by others; "" for a folder, or if no such program is
// known.
func ProgramOwning(path string) string {
	if data, err := os.ReadFile(path); err == nil && bytes.Contains(data, []byte(evolutionMarker)) {
		return "Evolution"
	}
	return ""
}

// checkNotOwned returns an error for a file that another program keeps in memory.
func (c *Calendar) checkNotOwned() error {
	if f := c.files[c.path]; !c.folder && f != nil && f.content != nil && bytes.Contains(f.content.data, []byte(evolutionMarker)) {
		return fmt.Errorf("%w: %s is Evolution's own file, which it rewrites from memory", calendar.ErrReadOnly, c.path)
	}
	return nil
}

// fileWithVersion returns the file with that version of the event, freshly read.
func (c *Calendar) fileWithVersion(ctx context.Context, id calendar.EventID, etag string) (*file, error) {
	var paths []string
	for _, f := range c.filesWithEvent(id) {
		f.settled = false // a change must not rely on the remembered state
		paths = append(paths, f.path)
	}
	if err := c.refresh(ctx, paths); err != nil {
		return nil, err
	}
	holders := c.filesWithEvent(id)
	if len(holders) == 0 {
		return nil, c.notFoundError(id)
	}
	if err := unreadable(holders, currentlyUnreadable); err != nil {
		return nil, err
	}
	for _, f := range holders {
		if f.content.etags[string(id)] == etag {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%w: %s in %s", calendar.ErrChanged, id, holders[0].path)
}
