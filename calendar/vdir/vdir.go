// Package vdir reads and writes calendars in files: a folder of .ics files, as used by
// vdirsyncer and khal, or a single .ics file.
//
// The folder follows the vdir format: every regular .ics file is an item, whatever its
// name; dotfiles, other extensions (including temporary files) and the metadata files
// "color" and "displayname" are not. Each item should have one event; files with
// several are read too.
//
// Other programs write at the same time and do not use our locks, so reading relies
// only on what a file system promises:
//
//   - A file counts when it is complete: it ends with the component that it began
//     with, and it did not change while it was read. Half-written files are retried
//     for a moment.
//   - If a file stays incomplete or cannot be read, its last good content is used and
//     a stale [calendar.Problem] says so. If this handle never saw a good content,
//     List fails with an [UnreadableError] that names the file: its content may be
//     busy time and must not count as free.
//   - If a folder or a single file is gone or not readable, List fails even if it was
//     read before. A file that disappears from a folder was deleted.
//
// Writing durably replaces whole files by rename, and only if they still are what was
// read; a new item is linked to a name that did not exist. Fikas that share a calendar
// also lock its folder, which leaves no file behind. Between the last check and the
// rename there is an instant in which another program's write can be lost; no file
// system can prevent that.
package vdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// Calendar is a folder of .ics files or a single one. It implements
// [calendar.Calendar]. The attendees of the returned events are shared with later
// results and must not be changed.
type Calendar struct {
	path       string // as passed to Open
	folder     bool
	zone       *time.Location
	owner      *calendar.Owner // keep only this owner's busy times; nil keeps everything
	extraZones func() []*time.Location

	mu     sync.Mutex
	files  map[string]*file // what is known about every item, by path
	window span.Span        // of the current listing
}

var _ calendar.Calendar = (*Calendar)(nil)

// errHalfWritten means that another program is still writing a file, or never finished
// it.
var errHalfWritten = errors.New("half written")

// NotCalendarError says that a path is neither an .ics file nor a folder of
// such files.
type NotCalendarError struct {
	Path      string
	Calendars []string // the calendar folders in it, if it is the root of several
}

func (e *NotCalendarError) Error() string {
	if len(e.Calendars) > 0 {
		return fmt.Sprintf("%s is not a calendar but holds some: %s", e.Path, strings.Join(e.Calendars, ", "))
	}
	return fmt.Sprintf("%s is neither an .ics file nor a folder", e.Path)
}

// UnreadableError says that a file of a calendar cannot be read and was never read
// before. It may hide busy time.
type UnreadableError struct {
	Path string // the first such file by name
	More int    // how many others there are
	Err  error  // another program still writes it, or the system's error
}

func (e *UnreadableError) Error() string {
	text := fmt.Sprintf("%s cannot be read: %v", e.Path, e.Err)
	if e.More > 0 {
		text += fmt.Sprintf(" (and %d more)", e.More)
	}
	return text
}

// Unwrap returns e.Err.
func (e *UnreadableError) Unwrap() error { return e.Err }

// Open returns the calendar at path, a folder or an .ics file, which must
// exist: a missing path is a mistake or a disk that is not mounted, never an
// empty calendar. Dates and times without a zone are read in zone.
//
// The error is a [*NotCalendarError], or wraps that of the system ([fs.ErrNotExist],
// [fs.ErrPermission]). Open also removes the temporary files of a killed fika.
func Open(path string, zone *time.Location) (*Calendar, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open calendar: %w", err)
	}
	c := &Calendar{path: path, folder: info.IsDir(), zone: zone, files: map[string]*file{}}
	if !c.folder {
		if !info.Mode().IsRegular() || !isItem(filepath.Base(path)) {
			return nil, &NotCalendarError{Path: path}
		}
		removeAbandonedTemps(filepath.Dir(resolve(path)))
		return c, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("open calendar: %w", err)
	}
	if below := calendarsIn(path, entries); len(below) > 0 {
		return nil, &NotCalendarError{Path: path, Calendars: below}
	}
	removeAbandonedTemps(path)
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink != 0 && isItem(e.Name()) {
			removeAbandonedTemps(filepath.Dir(resolve(filepath.Join(path, e.Name()))))
		}
	}
	return c, nil
}

// AddZones sets a function that returns zones to try for a time with an unknown zone,
// in addition to those of the calendar itself: the time is busy in each of them.
// zones is called at most once per listing, and only if there is such a time.
func (c *Calendar) AddZones(zones func() []*time.Location) { c.extraZones = zones }

// calendarsIn returns the folders with items, if dir itself has none: otherwise the
// root of several calendars would look like an empty calendar.
func calendarsIn(dir string, entries []fs.DirEntry) []string {
	var below []string
	for _, e := range entries {
		if isItem(e.Name()) {
			return nil
		}
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		inner, err := os.ReadDir(filepath.Join(dir, e.Name()))
		if err != nil {
			continue // not a folder, or not readable
		}
		for _, i := range inner {
			if isItem(i.Name()) {
				below = append(below, e.Name())
				break
			}
		}
	}
	return below
}

// isItem reports whether a file with that name is part of a calendar. The upper-case
// .ICS of some exports counts: reading too much only adds busy time.
func isItem(name string) bool {
	return !strings.HasPrefix(name, ".") && strings.EqualFold(filepath.Ext(name), ".ics")
}

// resolve returns path with symbolic links resolved, or path itself if that fails.
func resolve(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}
