package store

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// What lies in the folder of a store. Next to the database SQLite keeps its -wal and
// -shm, and a database that a restore replaced stays as [replacedFile].
const (
	// LockFile is the lock. Its first line is the owner's process id, for information
	// only: the lock is what counts.
	LockFile = "lock"

	// BackupFolder has the daily backups and the copies from before migrations.
	BackupFolder = "backups"

	storeFile     = "fika.db"
	installedFile = "installed"    // there was a database: see wasLost
	pauseFile     = "paused"       // see Pause
	restoreFile   = "restore.part" // a backup that is about to become the database
)

// makePrivate creates dir, or refuses one that others can access.
func makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fileKind(err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fileKind(err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("%w: %s has mode %04o, not 0700", ErrUnsafe, dir, mode)
	}
	return nil
}

// wasLost reports whether the database at path is gone although the mark says that
// there was one. SQLite would take an empty file for a new database, which would not
// know whom fika invited, and how many.
func wasLost(path, mark string) bool {
	const page = 512 // SQLite's smallest; it treats a shorter file as new
	info, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() >= page {
		return false
	}
	_, err = os.Stat(mark)
	return err == nil
}

// create creates an empty file at path, accessible only to its owner, if there is
// none: a database that SQLite creates, and the files next to it, would have the
// umask's mode. It does not touch an existing file: opening and closing a database
// would drop the locks that SQLite holds on it.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fileKind(err)
	}
	return f.Close()
}

// dsn is the driver's name for the database file at path. It includes all pragmas,
// so that every connection has them.
func dsn(path string) string {
	options := url.Values{"_txlock": {"immediate"}}
	for _, p := range pragmas {
		options.Add("_pragma", p.name+"("+p.value+")")
	}
	return uri(path) + "?" + options.Encode()
}

// uri is path as a SQLite URI.
func uri(path string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
}
