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

// attempts is how often a change is retried because another program wrote to the same
// file. Each attempt starts from what that program wrote.
const attempts = 5

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
		if len(c.holders(d.ID)) > 0 {
			return fmt.Errorf("%w: %s in %s", calendar.ErrExists, d.ID, c.path)
		}
		if err := c.missing(d.ID); !errors.Is(err, calendar.ErrNotFound) {
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

// insertFile creates the file of a new event. All fikas try the same names in the same
// order, so even without locks only one of them succeeds.
func (c *Calendar) insertFile(id calendar.EventID, data []byte) error {
	for _, name := range fileNames(id) {
		path := filepath.Join(c.path, name)
		if c.files[path] != nil {
			continue // it contains something else
		}
		err := create(path, data)
		if errors.Is(err, fs.ErrExist) {
			return errMoved // it is new since the scan: check what it is
		}
		return err
	}
	return fmt.Errorf("%s: every file name for the event %s is taken", c.path, id)
}

// Update changes the event to match d if its version is still etag. The file keeps its
// name and mode, and what d does not cover.
func (c *Calendar) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	var data []byte
	err := c.change(ctx, func() (err error) {
		f, err := c.holder(ctx, d.ID, etag)
		if err != nil {
			return err
		}
		if data, err = ics.Parse(f.content.data).Revise(d); err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
		return replace(f.path, f.content.data, data)
	})
	if err != nil {
		return calendar.Event{}, err
	}
	return newContent(data, false).event(string(d.ID), c.zone)
}

// Remove deletes the event if its version is still etag. Its file is deleted too,
// unless it contains something else or is the calendar itself.
func (c *Calendar) Remove(ctx context.Context, at calendar.Place, etag string) error {
	id := name(at)
	return c.change(ctx, func() error {
		f, err := c.holder(ctx, id, etag)
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
	if err := errors.Join(ctx.Err(), c.listed()); err != nil {
		return err
	}
	dir := c.path
	if !c.folder {
		dir = filepath.Dir(resolve(c.path))
	}
	release, err := lock(ctx, dir)
	if err != nil {
		return err
	}
	defer release()
	for range attempts {
		if err := c.scan(ctx); err != nil {
			return err
		}
		if err := c.held(); err != nil {
			return err
		}
		if err = act(); !errors.Is(err, errMoved) {
			return refused(dir, err)
		}
		for _, f := range c.files {
			f.settled = false // the remembered state was wrong
		}
	}
	return fmt.Errorf("%s: %w", c.path, err)
}

// evolution begins the line with which Evolution's data server marks its own file,
// which it keeps in memory and rewrites.
const evolution = "\nX-EVOLUTION-DATA-REVISION:"

// Held names the program that keeps the single file at path in memory, so that changes
// by others are lost; "" if it is a folder, or no such program is known.
func Held(path string) string {
	if data, err := os.ReadFile(path); err == nil && bytes.Contains(data, []byte(evolution)) {
		return "Evolution"
	}
	return ""
}

// held returns an error for a file that another program keeps in memory.
func (c *Calendar) held() error {
	if f := c.files[c.path]; !c.folder && f != nil && f.content != nil && bytes.Contains(f.content.data, []byte(evolution)) {
		return fmt.Errorf("%w: %s is Evolution's own file, which it rewrites from memory", calendar.ErrReadOnly, c.path)
	}
	return nil
}

// holder returns the file with that version of the event, freshly read.
func (c *Calendar) holder(ctx context.Context, id calendar.EventID, etag string) (*file, error) {
	var paths []string
	for _, f := range c.holders(id) {
		f.settled = false // a change must not rely on the remembered state
		paths = append(paths, f.path)
	}
	if err := c.refresh(ctx, paths); err != nil {
		return nil, err
	}
	holders := c.holders(id)
	if len(holders) == 0 {
		return nil, c.missing(id)
	}
	if err := unreadable(holders, faulty); err != nil {
		return nil, err
	}
	for _, f := range holders {
		if f.content.etags[string(id)] == etag {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%w: %s in %s", calendar.ErrChanged, id, holders[0].path)
}
