package vdir

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"fika/calendar/ics"
)

// maxSize is the largest file that is read, so that a calendar cannot use up the
// memory. The largest export seen, ten years of a busy team, has 30 MB.
const maxSize = 64 << 20

// stamp is what the file system says about a file without opening it. Equal stamps mean
// equal content if they are settled.
type stamp struct {
	dev, ino     uint64
	mode         uint32
	gid          uint32
	size         int64
	mtime, ctime unix.Timespec
}

// settled reports whether any later write will change the stamp. File system clocks
// tick as slowly as every two seconds (FAT), so a second write shortly after the first
// may not change the stamp. Only ctime counts, because programs can set mtime.
func (s stamp) settled(now time.Time) bool {
	return now.Sub(time.Unix(s.ctime.Unix())) > 2*time.Second
}

func (s stamp) regular() bool { return s.mode&unix.S_IFMT == unix.S_IFREG }

func (s stamp) perm() fs.FileMode { return fs.FileMode(s.mode & 0o777) }

func newStamp(st *unix.Stat_t) stamp {
	//nolint:unconvert // the fields are of other types elsewhere
	return stamp{uint64(st.Dev), uint64(st.Ino), uint32(st.Mode), st.Gid, st.Size, st.Mtim, st.Ctim}
}

// stat returns the stamp of the file at path, following links.
func stat(path string) (stamp, error) {
	var st unix.Stat_t
	for {
		err := unix.Stat(path, &st)
		if err == nil {
			return newStamp(&st), nil
		}
		if err != unix.EINTR {
			return stamp{}, &fs.PathError{Op: "stat", Path: path, Err: err}
		}
	}
}

func fstat(f *os.File) (stamp, error) {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return stamp{}, &fs.PathError{Op: "stat", Path: f.Name(), Err: err}
	}
	return newStamp(&st), nil
}

// read returns the complete content of a file and its stamp. If the file is not
// complete, the error wraps [errHalfWritten] and the stamp is still valid.
func read(path string) ([]byte, stamp, error) {
	// Without O_NONBLOCK, opening a named pipe would block until somebody writes.
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, stamp{}, err
	}
	defer f.Close()
	before, err := fstat(f)
	switch {
	case err != nil:
		return nil, stamp{}, err
	case !before.regular():
		return nil, stamp{}, errors.New("it is not a regular file")
	case before.size > maxSize:
		return nil, stamp{}, fmt.Errorf("it has more than %d MB", maxSize>>20)
	}
	data := make([]byte, 0, before.size+1) // one more, to reach the end without growing
	for len(data) <= maxSize {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, stamp{}, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
	after, err := fstat(f)
	if err != nil {
		return nil, stamp{}, err
	}
	if before != after || int64(len(data)) != after.size {
		return nil, after, fmt.Errorf("%w: it changes while it is read", errHalfWritten)
	}
	return data, after, checkComplete(data)
}

// checkComplete returns an error unless data is a complete file, see [ics.CheckComplete]: true for
// every finished file, and false for a truncated one in which an event is missing.
func checkComplete(data []byte) error {
	if err := ics.CheckComplete(data); err != nil {
		return fmt.Errorf("%w: %w", errHalfWritten, err)
	}
	return nil
}

// hash returns a short name for content, long enough to avoid collisions.
func hash(data ...[]byte) string {
	h := sha256.New()
	for _, d := range data {
		h.Write(d)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}
