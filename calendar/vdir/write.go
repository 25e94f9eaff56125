package vdir

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"fika/calendar"
)

// errMoved says that a file is no longer what it was when it was read.
var errMoved = errors.New("another program keeps writing to it")

// errUncertain says that a change was made and may be gone after a power cut.
// What the system said of it is not wrapped: it would mean that nothing is left
// of the change.
var errUncertain = errors.New("it was changed, but is not certain to last")

// create makes a file at path, whole and durable or not at all. The error
// wraps [fs.ErrExist] if there is a file of that name, whoever made it.
func create(path string, data []byte) error {
	t, err := newTemp(filepath.Dir(path), data, nil)
	if err != nil {
		return err
	}
	defer t.discard()
	err = os.Link(t.Name(), path)
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOSYS) {
		err = t.claim(path)
	}
	if err != nil {
		return err
	}
	t.discard()
	return syncDir(filepath.Dir(path))
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
	t, err := newTemp(filepath.Dir(target), data, &like)
	if err != nil {
		return err
	}
	defer t.discard()
	if err := unmoved(target, old); err != nil {
		return err
	}
	if err := os.Rename(t.Name(), target); err != nil {
		return err
	}
	return syncDir(filepath.Dir(target))
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
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
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

// temp is a file with its content safe on disk, on the way to its name.
type temp struct{ *os.File }

// newTemp writes data to a temporary file in dir and locks it, which [sweep]
// respects. It gets the mode and group of like; without one the umask decides,
// as for every new file of the user. Nothing is left of it if that fails.
func newTemp(dir string, data []byte, like *stamp) (t temp, err error) {
	mode := fs.FileMode(0o666)
	if like != nil {
		mode = 0o600
	}
	f, err := os.OpenFile(filepath.Join(dir, tempPrefix+rand.Text()+tempSuffix), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return temp{}, err
	}
	t = temp{f}
	defer func() {
		if err != nil {
			t.discard()
		}
	}()
	unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) // where there are no locks, nobody sweeps
	if like != nil {
		if err := t.resemble(like); err != nil {
			return t, err
		}
	}
	if _, err := t.Write(data); err != nil {
		return t, err
	}
	return t, t.Sync()
}

// resemble gives t the group and the mode of like. If it is not ours to give
// the group, ours gets no more rights than everybody has.
func (t temp) resemble(like *stamp) error {
	mode := like.perm()
	if t.Chown(-1, int(like.gid)) != nil {
		mode = withoutGroup(mode)
	}
	return t.Chmod(mode)
}

func withoutGroup(mode fs.FileMode) fs.FileMode { return mode & (0o707 | mode<<3) }

// claim gives t the name path on file systems without links (FAT, some network
// shares). Creating the file reserves the name as exclusively as a link would;
// a kill before the rename leaves it empty, which is reported as half written.
func (t temp) claim(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	f.Close()
	if err := os.Rename(t.Name(), path); err != nil {
		os.Remove(path)
		return err
	}
	return nil
}

// discard removes the temporary name, if the file still has it. It may be
// called twice.
func (t temp) discard() {
	os.Remove(t.Name())
	t.Close()
}

// syncDir makes names in dir durable, or returns errUncertain.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err == nil {
		defer d.Close()
		err = d.Sync()
	}
	if err != nil && !errors.Is(err, unix.EINVAL) { // EINVAL: nothing to sync there
		return fmt.Errorf("%s: %w: %v", dir, errUncertain, err)
	}
	return nil
}

// refused gives an error of the system for a write in dir the meaning that it
// has for a calendar.
func refused(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return fmt.Errorf("%w: fika may not write in %s: %w", calendar.ErrReadOnly, dir, err)
	}
	return err
}
