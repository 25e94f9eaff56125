// Package vdir is a calendar that lies in files: a folder of .ics files, as
// vdirsyncer and khal keep it, or one .ics file.
//
// The folder follows the vdir format: every regular .ics file is an item,
// whatever its name; dotfiles, other extensions (temporary files among them)
// and the metadata files "color" and "displayname" are not. Items are meant to
// hold one event each; files with several are read all the same.
//
// Other programs write at the same time and know no lock of ours, so reading
// relies on nothing but what a file system promises:
//
//   - A file counts when it is complete: it ends with the component that it
//     began with, and it did not change while it was read. Half-written files
//     are tried again for a moment.
//   - If it stays that way, or cannot be read, its last good content is used
//     and a stale [calendar.Problem] says so. If this handle has never seen a
//     good content, List fails with an [UnreadableError] that names the file:
//     what it holds may be busy time, and must not be taken for free.
//   - A folder, or a single file, that is gone or may not be read fails List
//     even if it was read before. A file that leaves a folder has been deleted.
//
// Writing replaces whole files by rename, durably, and only if they are still
// what was read; a new item is linked to a name that did not exist. Fikas that
// share a calendar also keep each other out with a lock on its folder, for
// which no file is left behind. Between the last look and the rename of a
// change lies an instant in which another program's write can be lost; no file
// system offers to close it.
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
// [calendar.Calendar]. The attendees of the events that it returns are shared
// with later answers and must not be changed.
type Calendar struct {
	path   string // as it was given to Open
	folder bool
	zone   *time.Location
	owner  *calendar.Owner // whose busy times are all that is kept; nil keeps everything
	zones  func() []*time.Location

	mu     sync.Mutex
	files  map[string]*file // what is known of every item, by path
	window span.Span        // of the listing on its way
}

var _ calendar.Calendar = (*Calendar)(nil)

// Carrier says who brings an invitation in a folder to its guests: fika only writes
// it there.
const Carrier = "your calendar server has to send it, or you do"

// ErrHalfWritten is why a file is not read that another program is writing,
// or has never finished.
var ErrHalfWritten = errors.New("half written")

// NotCalendarError says that a path is neither an .ics file nor a folder of
// such files.
type NotCalendarError struct {
	Path      string
	Calendars []string // the folders in it that are, if it is the root of several
}

func (e *NotCalendarError) Error() string {
	if len(e.Calendars) > 0 {
		return fmt.Sprintf("%s is not a calendar but holds some: %s", e.Path, strings.Join(e.Calendars, ", "))
	}
	return fmt.Sprintf("%s is neither an .ics file nor a folder", e.Path)
}

// UnreadableError says that a file of a calendar cannot be read, and that
// nothing is known of what it held before. It may hide busy time.
type UnreadableError struct {
	Path string // the first such file by name
	More int    // how many others there are
	Err  error  // [ErrHalfWritten], or what the system said
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
// The error is a [*NotCalendarError], or wraps what the system said
// ([fs.ErrNotExist], [fs.ErrPermission]). Open also removes the temporary
// files that a killed fika left there.
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
		sweep(filepath.Dir(resolve(path)))
		return c, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("open calendar: %w", err)
	}
	if below := calendarsIn(path, entries); len(below) > 0 {
		return nil, &NotCalendarError{Path: path, Calendars: below}
	}
	sweep(path)
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink != 0 && isItem(e.Name()) {
			sweep(filepath.Dir(resolve(filepath.Join(path, e.Name()))))
		}
	}
	return c, nil
}

// Elsewhere sets where c finds zones to try for a time whose own zone is unknown,
// besides the zones of the calendar itself: the time is busy in each of them. zones is
// called once a listing, and only if there is such a time.
func (c *Calendar) Elsewhere(zones func() []*time.Location) { c.zones = zones }

// calendarsIn returns the folders that hold items, if dir itself holds none:
// whoever names the root of several calendars would else get an empty one.
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
			continue // not a folder, or none of the user's
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

// isItem reports whether a file of that name is part of a calendar. The
// capital .ICS of some exports counts: what is read too much is busy time.
func isItem(name string) bool {
	return !strings.HasPrefix(name, ".") && strings.EqualFold(filepath.Ext(name), ".ics")
}

// resolve returns the file that path leads to through symbolic links, or path
// itself if there is none.
func resolve(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}
