package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fika/internal/atomicfile"
)

// Restore replaces the store in dir with the backup at file. No fika may have the
// store open ([LockedError]). The old store is kept next to it under the returned
// name, "" if there was none. A backup that is damaged, from another program or from
// a newer fika is refused with ErrNoBackup, which comes with ErrCorrupt or ErrNewer, and
// nothing changes. The restored store is [Store.Restored].
func Restore(ctx context.Context, dir, file string, now time.Time) (aside string, err error) {
	if err := makePrivate(dir); err != nil {
		return "", err
	}
	lock, err := acquire(filepath.Join(dir, LockFile))
	if err != nil {
		return "", err
	}
	defer lock.Close()
	path, temp := filepath.Join(dir, storeFile), filepath.Join(dir, restoreFile)
	for _, left := range []string{temp, temp + "-wal", temp + "-shm"} { // left by a killed restore
		if err := os.Remove(left); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fileKind(err)
		}
	}
	defer os.Remove(temp)
	if err := copyFile(temp, file); err != nil {
		return "", err
	}
	if err := markRestored(ctx, temp, now); err != nil {
		return "", fmt.Errorf("%w: %s: %w", ErrNoBackup, file, err)
	}
	if aside, err = setAside(path, now); err != nil {
		return aside, err
	}
	if err := atomicfile.Move(temp, path); err != nil {
		return aside, fileKind(err)
	}
	return aside, create(filepath.Join(dir, installedFile))
}

// copyFile copies file to temp. Normally only SQLite may open the files of a store,
// because closing one drops SQLite's locks. This one is a backup, and nothing in this
// process has it open.
func copyFile(temp, file string) error {
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("%w: %w: %s is in use or was not closed", ErrNoBackup, ErrCorrupt, file)
	}
	from, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	defer from.Close()
	to, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fileKind(err)
	}
	if _, err = io.Copy(to, from); err != nil {
		err = fileKind(err)
	}
	return errors.Join(err, to.Close())
}

// markRestored checks the database at path and marks it as restored, before it is
// moved into place, so that no crash can leave it without the mark.
func markRestored(ctx context.Context, path string, now time.Time) error {
	layout, err := inspect(ctx, path)
	if err != nil {
		return err
	}
	if layout == 0 {
		return fmt.Errorf("%w: it is empty", ErrCorrupt)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return kind(err)
	}
	_, err = db.ExecContext(ctx, `INSERT OR REPLACE INTO meta VALUES ('restored', ?)`, formatTime(now))
	return kind(errors.Join(err, db.Close()))
}

// replacedFile is the name of a database that was replaced at a time, in UTC.
const (
	replacedPrefix = "before-restore-"
	replacedFile   = replacedPrefix + "20060102T150405Z.db"
)

// setAside renames the database at path and its files. They stay together, because
// the write-ahead log may have changes that the database lacks. The log goes first,
// because it must never be next to another database.
func setAside(path string, now time.Time) (string, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	aside := filepath.Join(filepath.Dir(path), now.UTC().Format(replacedFile))
	if _, err := os.Lstat(aside); err == nil {
		return "", fmt.Errorf("%s: %w", aside, fs.ErrExist)
	}
	for _, part := range []string{"-wal", "-shm", ""} {
		err := os.Rename(path+part, aside+part)
		if err != nil && (part == "" || !errors.Is(err, fs.ErrNotExist)) {
			return "", fileKind(err)
		}
	}
	return aside, nil
}

// Restored reports whether the store is a restored backup that has not been compared
// with the calendars yet: it may not know invitations that were sent after the
// backup.
func (s *Store) Restored(ctx context.Context) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM meta WHERE key = 'restored'`).Scan(&n)
	return n > 0, kind(err)
}

// ClearRestored ends what [Store.Restored] reports.
func (s *Store) ClearRestored(ctx context.Context) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM meta WHERE key = 'restored'`)
		return err
	})
}
