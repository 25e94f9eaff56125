// Package atomicfile writes files whole. Whoever reads at the same time, and
// whoever comes after a crash or a power cut, finds what was there before or
// what was written, and nothing in between.
package atomicfile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrUncertain says that a change was made, and that a power cut may undo it.
// What the system said is in the text and not wrapped: wrapped it would mean that
// nothing was changed.
var ErrUncertain = errors.New("it was changed, but is not certain to last")

// Write puts a file with data in the place of the one at path, if there is one.
// The new file has the mode perm, less the umask. Of a symbolic link at path the
// link is replaced; its target is not touched.
func Write(path string, data []byte, perm fs.FileMode) error {
	return write(path, data, perm, Temp.Replace)
}

// Create makes a file with data at path. If something has that name already, be
// it a link to nowhere, the error wraps [fs.ErrExist].
func Create(path string, data []byte, perm fs.FileMode) error {
	return write(path, data, perm, Temp.Create)
}

func write(path string, data []byte, perm fs.FileMode, place func(Temp, string) error) error {
	dir, base := filepath.Split(path)
	t, err := NewTemp(filepath.Join(dir, "."+base+"."+rand.Text()), perm)
	if err != nil {
		return err
	}
	defer t.Discard()
	if err := t.Fill(data); err != nil {
		return err
	}
	return place(t, path)
}

// Move gives the file at temp, which nobody writes to any more, the name path in
// the same folder. It takes the place of what has that name.
func Move(temp, path string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return rename(temp, path)
}

// Remove deletes the file at path, or the link that it is, for good.
func Remove(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return settle(path)
}

// Temp is a file on the way to its name, for callers who need a say in how it
// gets there.
type Temp struct{ *os.File }

// NewTemp makes an empty file called name, which must be free and in the folder
// that the file is for. The caller discards it.
func NewTemp(name string, perm fs.FileMode) (Temp, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	return Temp{f}, err
}

// Fill writes data to t, and to the disk.
func (t Temp) Fill(data []byte) error {
	if _, err := t.Write(data); err != nil {
		return err
	}
	return t.Sync()
}

// Replace gives t, which is filled, the name path, whatever has it now.
func (t Temp) Replace(path string) error { return rename(t.Name(), path) }

// Create gives t, which is filled, the name path if that is free.
func (t Temp) Create(path string) error {
	err := os.Link(t.Name(), path) // fails where a file is, as rename does not
	if errors.Is(err, syscall.EPERM) || errors.Is(err, errors.ErrUnsupported) {
		err = t.claim(path)
	}
	if err != nil {
		return err
	}
	os.Remove(t.Name())
	return settle(path)
}

// claim gives t the name path on file systems without links (FAT, some network
// shares). Creating the file reserves the name as exclusively as a link would;
// a kill before the rename leaves it empty.
func (t Temp) claim(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
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

// Discard closes t, and removes it if it has not got its name.
func (t Temp) Discard() {
	os.Remove(t.Name())
	t.Close()
}

func rename(temp, path string) error {
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return settle(path)
}

// settle makes what happened to the name path last.
func settle(path string) error {
	if err := SyncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s: %w: %v", path, ErrUncertain, err)
	}
	return nil
}

// SyncDir makes the names in dir outlive a power cut: those of new files, and
// that removed ones are gone.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); !errors.Is(err, syscall.EINVAL) { // EINVAL: nothing to sync there
		return err
	}
	return nil
}
