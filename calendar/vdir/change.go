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

// attempts is how often a change is begun again because another program wrote
// to the same file. Each of them starts from what that program wrote.
const attempts = 5

// Insert writes d as a new file, or into the single one, durably. It returns
// ErrExists also if the UID lives in a file of another name, and an
// [*UnreadableError] while any file cannot be read, since the event may be in
// it. An error that wraps ErrReadOnly or [syscall.ENOSPC] has left nothing
// behind.
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

// insertFile makes the file of a new event. All fikas try the same names in
// the same order, so that even without locks only one of them gets to make it.
func (c *Calendar) insertFile(id calendar.EventID, data []byte) error {
	for _, name := range fileNames(id) {
		path := filepath.Join(c.path, name)
		if c.files[path] != nil {
			continue // it holds something else
		}
		err := create(path, data)
		if errors.Is(err, fs.ErrExist) {
			return errMoved // it came since the scan: look what it is
		}
		return err
	}
	return fmt.Errorf("%s: every file name for the event %s is taken", c.path, id)
}

// Update makes the event look like d if its version still is etag. The file
// keeps its name and mode, and everything that d does not speak of.
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

// Remove deletes the event if its version still is etag. Its file goes too,
// unless it holds something else or is the calendar itself.
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

// change runs act under both locks after a scan, and again if a file that act
// had read was written to meanwhile.
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
			f.settled = false // what is remembered has misled us
		}
	}
	return fmt.Errorf("%s: %w", c.path, err)
}

// evolution is the line by which the data server of Evolution knows its own file,
// which it holds in memory and writes as a whole.
const evolution = "\nX-EVOLUTION-DATA-REVISION:"

// Held says which program holds the single file at path, so that what is written
// there is lost; "" if it is a folder, or nobody is known to.
func Held(path string) string {
	if data, err := os.ReadFile(path); err == nil && bytes.Contains(data, []byte(evolution)) {
		return "Evolution"
	}
	return ""
}

// held refuses to write to a file that another program holds.
func (c *Calendar) held() error {
	if f := c.files[c.path]; !c.folder && f != nil && f.content != nil && bytes.Contains(f.content.data, []byte(evolution)) {
		return fmt.Errorf("%w: %s is Evolution's own file, which it writes anew from memory", calendar.ErrReadOnly, c.path)
	}
	return nil
}

// holder returns the file that holds that version of the event, as it is now.
func (c *Calendar) holder(ctx context.Context, id calendar.EventID, etag string) (*file, error) {
	var paths []string
	for _, f := range c.holders(id) {
		f.settled = false // a change must not trust what is remembered
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
