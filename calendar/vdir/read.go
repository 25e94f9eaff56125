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

// maxSize is the largest file that is read, so that a calendar cannot eat the
// machine. The largest export seen, ten years of a busy team, has 30 MB.
const maxSize = 64 << 20

// stamp is what the file system says of a file without opening it. Two equal
// stamps stand for the same content, provided that they are settled.
type stamp struct {
	dev, ino     uint64
	mode         uint32
	gid          uint32
	size         int64
	mtime, ctime unix.Timespec
}

// settled reports whether any later write will show in the stamp. Clocks of
// file systems tick as slowly as once in two seconds (FAT), so a write may
// leave the stamp of a file alone that changed a moment before. Only ctime
// counts: programs set mtime as they please.
func (s stamp) settled(now time.Time) bool {
	return now.Sub(time.Unix(s.ctime.Unix())) > 2*time.Second
}

func (s stamp) regular() bool { return s.mode&unix.S_IFMT == unix.S_IFREG }

func (s stamp) perm() fs.FileMode { return fs.FileMode(s.mode & 0o777) }

func stampOf(st *unix.Stat_t) stamp {
	//nolint:unconvert // the fields are of other types elsewhere
	return stamp{uint64(st.Dev), uint64(st.Ino), uint32(st.Mode), st.Gid, st.Size, st.Mtim, st.Ctim}
}

// stat returns the stamp of the file that path leads to.
func stat(path string) (stamp, error) {
	var st unix.Stat_t
	for {
		err := unix.Stat(path, &st)
		if err == nil {
			return stampOf(&st), nil
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
	return stampOf(&st), nil
}

// read returns the complete content of a file and the stamp that belongs to
// it. The error wraps [ErrHalfWritten] if the file is not complete, in which
// case the stamp is valid too.
func read(path string) ([]byte, stamp, error) {
	// Without O_NONBLOCK a named pipe would hold fika until somebody writes.
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
	data := make([]byte, 0, before.size+1) // one more, so that the end is seen without growing
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
		return nil, after, fmt.Errorf("%w: it changes while it is read", ErrHalfWritten)
	}
	return data, after, complete(data)
}

// complete returns an error unless data is a whole file, see [ics.Whole]. That
// holds for every file that a program has finished, and for no beginning of one
// in which an event is missing.
func complete(data []byte) error {
	if err := ics.Whole(data); err != nil {
		return fmt.Errorf("%w: %w", ErrHalfWritten, err)
	}
	return nil
}

// hash is a short name for content, collision free for all purposes here.
func hash(data ...[]byte) string {
	h := sha256.New()
	for _, d := range data {
		h.Write(d)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}
