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

// errMoved says that a file is no longer what it was when it was read.
var errMoved = errors.New("another program keeps writing to it")

// create makes a file at path, whole and durable or not at all. The error
// wraps [fs.ErrExist] if there is a file of that name, whoever made it.
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

// replace puts data in the place of the file at path, if that still holds old;
// else it returns errMoved. The file keeps its name, its mode and, where the
// system lets us, its group. Links are followed: their target is replaced.
func replace(path string, old, data []byte) error {
	if err := complete(data); err != nil {
		return fmt.Errorf("%s: what would be written is %w", path, err)
	}
	target := resolve(path)
	if err := writable(target); err != nil {
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
	if err := unmoved(target, old); err != nil {
		return err
	}
	return t.Replace(target)
}

// remove deletes the file at path if it still holds old; else it returns
// errMoved. Of a link only the link goes: the target is none of the folder's.
func remove(path string, old []byte) error {
	if err := writable(path); err != nil {
		return err
	}
	if err := unmoved(path, old); err != nil {
		return err
	}
	return atomicfile.Remove(path)
}

// writable returns an error if the user has taken away the right to write to
// the file. Replacing it would not need that right, but would disregard it.
func writable(path string) error {
	if err := unix.Access(path, unix.W_OK); err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}

// unmoved returns errMoved unless the file holds old. It reads the file, since
// a stamp cannot tell two writes of one moment apart.
func unmoved(path string, old []byte) error {
	now, _, err := read(path)
	switch {
	case errors.Is(err, ErrHalfWritten), errors.Is(err, fs.ErrNotExist):
		return errMoved
	case err != nil:
		return err
	case !bytes.Equal(now, old):
		return errMoved
	}
	return nil
}

// newTemp makes a temporary file in dir and locks it, which [sweep] respects. It
// gets the mode and group of like; without one the umask decides, as for every
// new file of the user. Nothing is left of it if that fails.
func newTemp(dir string, like *stamp) (atomicfile.Temp, error) {
	mode := fs.FileMode(0o666)
	if like != nil {
		mode = 0o600
	}
	t, err := atomicfile.NewTemp(filepath.Join(dir, tempPrefix+rand.Text()+tempSuffix), mode)
	if err != nil {
		return t, err
	}
	unix.Flock(int(t.Fd()), unix.LOCK_EX|unix.LOCK_NB) // where there are no locks, nobody sweeps
	if like != nil {
		if err := resemble(t, like); err != nil {
			t.Discard()
			return t, err
		}
	}
	return t, nil
}

// resemble gives t the group and the mode of like. If it is not ours to give
// the group, ours gets no more rights than everybody has.
func resemble(t atomicfile.Temp, like *stamp) error {
	mode := like.perm()
	if t.Chown(-1, int(like.gid)) != nil {
		mode = withoutGroup(mode)
	}
	return t.Chmod(mode)
}

func withoutGroup(mode fs.FileMode) fs.FileMode { return mode & (0o707 | mode<<3) }

// refused gives an error of the system for a write in dir the meaning that it
// has for a calendar.
func refused(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return fmt.Errorf("%w: fika may not write in %s: %w", calendar.ErrReadOnly, dir, err)
	}
	return err
}
