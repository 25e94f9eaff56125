package store

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors of the folder or of the file in it: [Open] and [Restore] return them, and any
// call that finds the trouble later. Nothing was written.
var (
	// ErrNewer means that a newer fika wrote the store. Only that one may use it.
	ErrNewer = errors.New("the store was written by a newer fika")

	// ErrCorrupt means that what is stored cannot be trusted. The user restores a copy.
	ErrCorrupt = errors.New("the store is damaged")

	// ErrMissing comes with ErrCorrupt from Open if the file is missing or empty, although
	// the folder was in use: a new store would invite everybody again. Calls that write
	// return it if somebody removed or replaced the file since.
	ErrMissing = errors.New("the store is missing or empty")

	// ErrFull means that the disk, or the user's share of it, has no room. The same call
	// may be repeated once there is.
	ErrFull = errors.New("the disk is full")

	// ErrReadOnly means that the store cannot be written for another reason: its mode,
	// its owner, or a failing disk. The same call may be repeated once it is fixed.
	ErrReadOnly = errors.New("the store cannot be written")

	// ErrUnsafe comes from Open if others may read or write the folder. The user changes
	// its mode.
	ErrUnsafe = errors.New("others may read or write the state folder")
)

// Errors with a copy of the store, which is itself sound.
var (
	// ErrCopy comes from [Store.Backup] if the copy cannot be written where the caller
	// wants it. There is none then.
	ErrCopy = errors.New("the copy cannot be written")

	// ErrNoBackup comes from Restore if the file cannot be read or holds no whole store.
	// Nothing was replaced; the user chooses another one.
	ErrNoBackup = errors.New("the file cannot be restored")
)

// Errors of a call on a sound store, which changed nothing.
var (
	// ErrNotFound means that no booking has that ID or prefix.
	ErrNotFound = errors.New("no such booking")

	// ErrNoNote means that no note has that ID.
	ErrNoNote = errors.New("no such note")

	// ErrAmbiguous means that more than one booking has that prefix. The user types more
	// of the ID.
	ErrAmbiguous = errors.New("more than one booking has that prefix")

	// ErrWrongState means that the booking, or its intent, is in a state that does not allow
	// the change, perhaps since a moment ago. The caller reads it again and decides anew.
	ErrWrongState = errors.New("the booking is not in the required state")

	// ErrHasLiveBooking means that the person has another live booking. The caller leaves that one
	// alone.
	ErrHasLiveBooking = errors.New("the person has a live booking")
)

// kind converts a driver error into one that callers can act on.
func kind(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %v", ErrFull, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %v", ErrCorrupt, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w: %v", ErrReadOnly, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%w: %v", ioKind(e.Code()), err)
	}
	return err
}

// ioKind classifies the extended codes of SQLITE_IOERR. There is nothing else to go
// by, because the driver does not return errno.
func ioKind(code int) error {
	switch code {
	case sqlite3.SQLITE_IOERR_SHMSIZE:
		// SQLite returns SQLITE_FULL if there is no space, except when the index of
		// the write-ahead log cannot grow.
		return ErrFull
	case sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ,
		sqlite3.SQLITE_IOERR_DATA, sqlite3.SQLITE_IOERR_CORRUPTFS:
		return ErrCorrupt
	}
	// A failing disk, a used-up quota (EDQUOT is SQLITE_IOERR_WRITE), or a file
	// system without locks.
	return ErrReadOnly
}

// fileKind is kind for errors with files other than SQLite's.
func fileKind(err error) error { return fullOr(ErrReadOnly, err) }

// copyKind is kind for errors with the file of a copy.
func copyKind(err error) error { return fullOr(ErrCopy, err) }

// fullOr returns err as ErrFull if there is no room, else as other.
func fullOr(other, err error) error {
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) {
		other = ErrFull
	}
	return fmt.Errorf("%w: %v", other, err)
}

// isUnique reports whether err is the violation of a unique index.
func isUnique(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}
