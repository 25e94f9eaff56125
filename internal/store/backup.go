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

// How many copies stay. Those before a migration are one for each layout, and
// stay all.
const (
	keepDaily  = 7
	keepWeekly = 4
)

// daily is the name of the copy of one day, in UTC.
const daily = "fika-2006-01-02.db"

// Backup writes a copy of the store to path, as it is at one instant, while the
// store goes on. The copy is checked and on the disk before it gets its name; a
// file that has this name already is an error that wraps [fs.ErrExist].
// Tokens are not in the store, so they are in no copy.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	temp := path + ".part"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileKind(err) // what a killed fika left
	}
	// SQLite fills an empty file, and would make its own as the umask allows.
	if err := create(temp); err != nil {
		return err
	}
	defer os.Remove(temp) // nothing once it has its name
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, temp); err != nil {
		return fmt.Errorf("copy the store: %w", kind(err))
	}
	if _, err := inspect(ctx, temp); err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	return place(temp, path)
}

// place gives the file temp its name, durably: VACUUM INTO itself syncs nothing.
func place(temp, path string) error {
	if err := atomicfile.Move(temp, path); err != nil {
		return fileKind(err)
	}
	return nil
}

// Daily makes the copy of the day of now, if there is none, in the folder
// backups beside the store, and lets old ones go: there stay those of the last
// seven days that have one, and the last of each of the last four weeks. It
// returns the path of a new copy, "" if there was one.
func (s *Store) Daily(ctx context.Context, now time.Time) (string, error) {
	dir := filepath.Join(s.dir, "backups")
	path := filepath.Join(dir, now.UTC().Format(daily))
	if _, err := os.Lstat(path); err == nil {
		return "", nil
	}
	if err := prepare(dir); err != nil {
		return "", err
	}
	if err := s.Backup(ctx, path); err != nil {
		return "", err
	}
	return path, rotate(dir)
}

// rotate removes the daily copies that nobody needs any more.
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
			os.Remove(filepath.Join(dir, e.Name())) // of a killed fika; it may wait for the next day
		}
	}
	for _, day := range stale(days) {
		if err := os.Remove(filepath.Join(dir, day.Format(daily))); err != nil {
			return fileKind(err)
		}
	}
	return nil
}

// stale are the days whose copies go.
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

// inspect checks the database at path, which nobody has open, from end to end,
// and returns its layout. Errors wrap ErrCorrupt, or ErrNewer if this program
// cannot read it.
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
