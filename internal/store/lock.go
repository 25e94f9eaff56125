package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// LockedError says that another fika is using the state.
type LockedError struct {
	Path string
	PID  int // 0 if unknown
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("another fika runs on %s", e.Path)
	}
	return fmt.Sprintf("another fika runs on %s (process %d)", e.Path, e.PID)
}

// acquire takes the lock at path until the file is closed or the process ends. The
// file is never removed: an unlinked lock can be held twice, once on each inode.
func acquire(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fileKind(err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: lock %s: %v", ErrReadOnly, path, err)
		}
		text, _ := io.ReadAll(io.LimitReader(f, 32))
		first, _, _ := strings.Cut(string(text), "\n")
		pid, _ := strconv.Atoi(first)
		return nil, &LockedError{Path: path, PID: pid}
	}
	// The process id is a courtesy to a second process; a full disk must not keep the
	// owner out. It is written before truncating, so that it reuses the space of the
	// last owner's.
	if n, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err == nil {
		f.Truncate(int64(n))
	}
	return f, nil
}
