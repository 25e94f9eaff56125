package vdir

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// lockFolder keeps other fikas, and other handles in this one, from writing in dir until it
// is released. It locks the folder itself, so that no lock file appears among the
// user's files, and it ends with the process. On a file system without locks it returns
// without one: nothing that must hold against other programs depends on it.
func lockFolder(ctx context.Context, dir string) (release func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	for {
		err := unix.Flock(int(d.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch err {
		case unix.EINTR:
			continue
		case unix.EWOULDBLOCK:
			if err := wait(ctx, 2*time.Millisecond); err != nil {
				d.Close()
				return nil, err
			}
		default:
			return func() { d.Close() }, nil
		}
	}
}

// Temporary files have names that every vdir program ignores and that other programs do
// not use.
const (
	tempPrefix = ".fika-vdir-"
	tempSuffix = ".tmp"
)

// removeAbandonedTemps removes the temporary files in dir that a killed fika left. Files in use are
// locked by their writer, so neither the clock nor the process table is needed. A file
// that cannot be removed does no harm and stays.
func removeAbandonedTemps(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), tempPrefix) && strings.HasSuffix(e.Name(), tempSuffix) {
			removeIfAbandoned(filepath.Join(dir, e.Name()))
		}
	}
}

func removeIfAbandoned(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	if unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
		os.Remove(path)
	}
}
