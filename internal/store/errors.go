package store

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors that callers act on. Errors of this package wrap one of these if a person or
// the daemon can do something about it.
var (
	ErrNewer     = errors.New("the store was written by a newer fika")
	ErrCorrupt   = errors.New("the store is damaged")
	ErrLost      = errors.New("it is gone or empty") // a kind of ErrCorrupt
	ErrFull      = errors.New("the disk is full")
	ErrReadOnly  = errors.New("the store cannot be written")
	ErrUnsafe    = errors.New("others may read or write the state folder")
	ErrNotFound  = errors.New("no such booking")
	ErrAmbiguous = errors.New("more than one booking begins like that")
	ErrState     = errors.New("the booking is past that")
	ErrTaken     = errors.New("the person has a live booking")
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
func fileKind(err error) error {
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) {
		return fmt.Errorf("%w: %v", ErrFull, err)
	}
	return fmt.Errorf("%w: %v", ErrReadOnly, err)
}

// isUnique reports whether err is the violation of a unique index.
func isUnique(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}
