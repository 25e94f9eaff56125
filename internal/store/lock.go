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

// LockFile is the file in the state folder whose lock its owner has. Its first
// line is the owner's process number, for people: the lock is what counts.
const LockFile = "lock"

// LockedError says that another fika has the state.
type LockedError struct {
	Path string
	PID  int // 0 if it did not say
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("another fika runs on %s", e.Path)
	}
	return fmt.Sprintf("another fika runs on %s (process %d)", e.Path, e.PID)
}

// acquire takes the lock at path until the file is closed or the process ends,
// however it ends. The file is never removed: a lock that is unlinked can be
// held twice, once on each inode.
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
	// The number is a courtesy to whoever comes second; a full disk must not
	// keep the owner out. Written before the rest is cut off, it finds room
	// where the last owner's number was.
	if n, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err == nil {
		f.Truncate(int64(n))
	}
	return f, nil
}
