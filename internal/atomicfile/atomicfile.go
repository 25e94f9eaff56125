// Package atomicfile writes whole files. Concurrent readers, and readers after a
// crash or power cut, find either the old file or the new one, never a mix.
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

// ErrUncertain reports a change that was made but may not survive a power cut. The
// system's error is included as text and not wrapped, because wrapping it would suggest
// that nothing was changed.
var ErrUncertain = errors.New("it was changed, but the change may be lost in a power cut")

// Write writes data to a new file and moves it to path, replacing any existing file. The
// file has the mode perm, less the umask. A symbolic link at path is replaced; its
// target is not touched.
func Write(path string, data []byte, perm fs.FileMode) error {
	return write(path, data, perm, Temp.Replace)
}

// Create creates a file with data at path. If path exists, even as a dangling link, the
// error wraps [fs.ErrExist].
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

// Move renames the finished file temp to path, in the same folder. It replaces any file
// at path.
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

// Remove deletes the file or link at path durably.
func Remove(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncName(path)
}

// Temp is a file that does not have its final name yet, for callers who choose how it
// gets it.
type Temp struct{ *os.File }

// NewTemp creates an empty file called name, which must not exist and must be in the
// folder of the final name. The caller must call Discard.
func NewTemp(name string, perm fs.FileMode) (Temp, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	return Temp{f}, err
}

// Fill writes data to t and syncs it to disk.
func (t Temp) Fill(data []byte) error {
	if _, err := t.Write(data); err != nil {
		return err
	}
	return t.Sync()
}

// Replace renames the filled t to path, replacing any existing file.
func (t Temp) Replace(path string) error { return rename(t.Name(), path) }

// Create gives the filled t the name path, unless path exists.
func (t Temp) Create(path string) error {
	err := os.Link(t.Name(), path) // unlike rename, it fails if path exists
	if errors.Is(err, syscall.EPERM) || errors.Is(err, errors.ErrUnsupported) {
		err = t.claim(path)
	}
	if err != nil {
		return err
	}
	os.Remove(t.Name())
	return syncName(path)
}

// claim gives t the name path on file systems without hard links (FAT, some network
// shares). Creating the file reserves the name as a link would; if the process is killed
// before the rename, an empty file remains.
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

// Discard closes t, and removes it unless it has its final name.
func (t Temp) Discard() {
	os.Remove(t.Name())
	t.Close()
}

func rename(temp, path string) error {
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncName(path)
}

// syncName makes the change of the name path durable.
func syncName(path string) error {
	if err := SyncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s: %w: %v", path, ErrUncertain, err)
	}
	return nil
}

// SyncDir makes added and removed names in dir survive a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); !errors.Is(err, syscall.EINVAL) { // EINVAL: the file system has nothing to sync
		return err
	}
	return nil
}
