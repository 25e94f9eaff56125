package store

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// prepare makes dir, or refuses one that others can look into.
func prepare(dir string) error {
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

// lost reports whether the database at path is gone although the mark says that
// there was one. To SQLite an empty file is a fine new database; but it would
// have forgotten whom fika invited, and how many.
func lost(path, mark string) bool {
	const page = 512 // SQLite's smallest; of less it makes a new database
	info, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() >= page {
		return false
	}
	_, err = os.Stat(mark)
	return err == nil
}

// create makes an empty file at path where there is none, for its owner alone:
// SQLite would give the database that it makes itself, and the files beside
// it, what the umask allows. A file that is there is not touched. To open and
// close a database would drop the locks that SQLite holds on it.
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

// dsn names the database file at path to the driver, with all the pragmas, so
// that every connection has them.
func dsn(path string) string {
	return uri(path) + "?" + url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}.Encode()
}

// uri is path as SQLite reads names of files.
func uri(path string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
}
