package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fika/internal/atomicfile"
)

// How many backups are kept. Those from before a migration, one per layout, are all
// kept.
const (
	keepDaily  = 7
	keepWeekly = 4
)

// daily is the name of the backup of a day, in UTC.
const daily = "fika-2006-01-02.db"

// Backup writes a consistent copy of the store to path while the store is in use.
// The copy is checked and synced before it gets its name. If path exists, the error
// wraps [fs.ErrExist]; if it cannot be written, ErrCopy or ErrFull. Tokens are not in the store, so they are in no backup.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	temp := path + ".part"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return copyKind(err) // left by a killed fika
	}
	// SQLite fills an empty file; a file that it creates would have the umask's mode.
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return copyKind(err)
	}
	if err := f.Close(); err != nil {
		return copyKind(err)
	}
	defer os.Remove(temp) // does nothing once it is renamed
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, temp); err != nil {
		return fmt.Errorf("copy the store: %w", kind(err))
	}
	if _, err := inspect(ctx, temp); err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	if err := atomicfile.Move(temp, path); err != nil { // VACUUM INTO does not sync
		return copyKind(err)
	}
	return nil
}

// Daily creates the backup for the day of now, if there is none, in the folder
// backups next to the store, and removes old ones. It keeps those of the last seven
// days that have one, and the last one of each of the last four weeks. It returns
// the path of a new backup, "" if there was one already.
func (s *Store) Daily(ctx context.Context, now time.Time) (string, error) {
	dir := filepath.Join(s.dir, BackupFolder)
	path := filepath.Join(dir, now.UTC().Format(daily))
	if _, err := os.Lstat(path); err == nil {
		return "", nil
	}
	if err := makePrivate(dir); err != nil {
		return "", err
	}
	if err := s.Backup(ctx, path); err != nil {
		return "", err
	}
	return path, rotate(dir)
}

// isDaily reports whether name is that of a daily backup.
func isDaily(name string) bool {
	_, err := time.Parse(daily, name)
	return err == nil
}

// rotate removes old daily backups.
func rotate(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fileKind(err)
	}
	var days []time.Time
	for _, e := range entries {
		day, err := time.Parse(daily, e.Name())
		switch {
		case err == nil:
			days = append(days, day)
		case strings.HasSuffix(e.Name(), ".part"):
			os.Remove(filepath.Join(dir, e.Name())) // left by a killed fika; failing can wait until the next day
		}
	}
	for _, day := range stale(days) {
		if err := os.Remove(filepath.Join(dir, day.Format(daily))); err != nil {
			return fileKind(err)
		}
	}
	return nil
}

// stale returns the days whose backups are removed.
func stale(days []time.Time) []time.Time {
	days = slices.SortedFunc(slices.Values(days), func(a, b time.Time) int { return b.Compare(a) })
	type week struct{ year, number int }
	weeks := map[week]bool{}
	var gone []time.Time
	for i, day := range days {
		var w week
		w.year, w.number = day.ISOWeek()
		last := !weeks[w] && len(weeks) < keepWeekly // of its week
		if last {
			weeks[w] = true
		}
		if i >= keepDaily && !last {
			gone = append(gone, day)
		}
	}
	return gone
}

// inspect fully checks the database at path, which nobody has open, and returns its
// layout. Errors wrap ErrCorrupt, or ErrNewer if this program cannot read it.
func inspect(ctx context.Context, path string) (layout int, err error) {
	db, err := sql.Open("sqlite", uri(path)+"?mode=ro")
	if err != nil {
		return 0, kind(err)
	}
	defer db.Close()
	if layout, _, err = identify(ctx, db); err != nil {
		return layout, err
	}
	return layout, (&Store{db: db}).Check(ctx)
}
