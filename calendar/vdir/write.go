package vdir

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/unix"

	"fika/calendar"
	"fika/internal/atomicfile"
)

// errFileChanged says that a file is no longer what it was when it was read.
var errFileChanged = errors.New("another program keeps writing to it")

// create creates a file at path, complete and durable or not at all. If there already
// is a file, the error wraps [fs.ErrExist].
func create(path string, data []byte) error {
	t, err := newTemp(filepath.Dir(path), nil)
	if err != nil {
		return err
	}
	defer t.Discard()
	if err := t.Fill(data); err != nil {
		return err
	}
	return t.Create(path)
}

// replace replaces the content of the file at path with data, if it is still old;
// otherwise it returns errMoved. The file keeps its name, its mode and, if possible,
// its group. For a link, the target is replaced.
func replace(path string, old, data []byte) error {
	if err := checkComplete(data); err != nil {
		return fmt.Errorf("%s: what would be written is %w", path, err)
	}
	target := resolve(path)
	if err := checkWritable(target); err != nil {
		return err
	}
	like, err := stat(target)
	if err != nil {
		return err
	}
	t, err := newTemp(filepath.Dir(target), &like)
	if err != nil {
		return err
	}
	defer t.Discard()
	if err := t.Fill(data); err != nil {
		return err
	}
	if err := checkUnchanged(target, old); err != nil {
		return err
	}
	return t.Replace(target)
}

// remove deletes the file at path if its content is still old; otherwise it returns
// errMoved. For a link, only the link is removed: the target is not part of the folder.
func remove(path string, old []byte) error {
	if err := checkWritable(path); err != nil {
		return err
	}
	if err := checkUnchanged(path, old); err != nil {
		return err
	}
	return atomicfile.Remove(path)
}

// checkWritable returns an error if the file is write-protected. Replacing it would not need
// the permission, but would disregard the user's wish.
func checkWritable(path string) error {
	if err := unix.Access(path, unix.W_OK); err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}

// checkUnchanged returns errMoved unless the content of the file is old. It reads the file,
// because a stamp cannot distinguish two writes in quick succession.
func checkUnchanged(path string, old []byte) error {
	now, _, err := read(path)
	switch {
	case errors.Is(err, errHalfWritten), errors.Is(err, fs.ErrNotExist):
		return errFileChanged
	case err != nil:
		return err
	case !bytes.Equal(now, old):
		return errFileChanged
	}
	return nil
}

// newTemp creates a temporary file in dir and locks it, so that [removeAbandonedTemps] leaves it alone.
// It gets the mode and group of like, or those of any new file if like is nil. If that
// fails, nothing is left behind.
func newTemp(dir string, like *stamp) (atomicfile.Temp, error) {
	mode := fs.FileMode(0o666)
	if like != nil {
		mode = 0o600
	}
	t, err := atomicfile.NewTemp(filepath.Join(dir, tempPrefix+rand.Text()+tempSuffix), mode)
	if err != nil {
		return t, err
	}
	unix.Flock(int(t.Fd()), unix.LOCK_EX|unix.LOCK_NB) // without locks, sweep removes nothing
	if like != nil {
		if err := copyModeAndGroup(t, like); err != nil {
			t.Discard()
			return t, err
		}
	}
	return t, nil
}

// copyModeAndGroup gives t the group and the mode of like. If the group cannot be set, the
// process's group gets no more rights than everybody has.
func copyModeAndGroup(t atomicfile.Temp, like *stamp) error {
	mode := like.perm()
	if t.Chown(-1, int(like.gid)) != nil {
		mode = withoutExtraGroupRights(mode)
	}
	return t.Chmod(mode)
}

func withoutExtraGroupRights(mode fs.FileMode) fs.FileMode { return mode & (0o707 | mode<<3) }

// calendarError converts a system error for a write in dir to a calendar error.
func calendarError(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return fmt.Errorf("%w: fika may not write in %s: %w", calendar.ErrReadOnly, dir, err)
	}
	return err
}
