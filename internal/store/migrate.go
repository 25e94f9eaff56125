package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// application is PRAGMA application_id of a store: "fika".
const application = 0x66696b61

// identify returns the layout of db and whether it is empty. It refuses a newer store
// and the database of another program.
func identify(ctx context.Context, db *sql.DB) (layout int, empty bool, err error) {
	var tables, owner int
	for query, into := range map[string]*int{
		`PRAGMA user_version`: &layout, `PRAGMA application_id`: &owner, `SELECT count(*) FROM sqlite_schema`: &tables,
	} {
		if err := db.QueryRowContext(ctx, query).Scan(into); err != nil {
			return 0, false, kind(err)
		}
	}
	empty = layout == 0 && tables == 0
	if layout < 0 || owner != application && !empty {
		return layout, false, fmt.Errorf("%w: it is not a store of fika (layout %d, application %#x)", ErrCorrupt, layout, owner)
	}
	if layout > len(migrations) {
		return layout, false, fmt.Errorf("%w: it has layout %d, this program knows %d", ErrNewer, layout, len(migrations))
	}
	return layout, empty, nil
}

// migrate brings the store to Version. It first checks and copies a store with an
// older layout: to go back, restore that copy with the older program.
func (s *Store) migrate(ctx context.Context) error {
	have, empty, err := identify(ctx, s.db)
	if err != nil {
		return err
	}
	if have < len(migrations) && !empty {
		if err := s.keepLayout(ctx, have); err != nil {
			return fmt.Errorf("before migration %d: %w", have+1, err)
		}
	}
	last := have + 1 // of those in one transaction
	if empty {
		last = len(migrations)
	}
	for ; have < len(migrations); have, last = last, last+1 {
		if err := step(ctx, s.db, have, last); err != nil {
			return err
		}
	}
	return nil
}

// keepLayout checks the store and copies it as the last one of its layout. It
// replaces the copy of an earlier attempt, which may lack later changes.
func (s *Store) keepLayout(ctx context.Context, layout int) error {
	if err := s.Check(ctx); err != nil {
		return err
	}
	dir := filepath.Join(s.dir, BackupFolder)
	if err := makePrivate(dir); err != nil {
		return err
	}
	path := filepath.Join(dir, fmt.Sprintf("layout-%d.db", layout))
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileKind(err)
	}
	return s.Backup(ctx, path)
}

// step takes a store from one layout to a later one, or leaves it as it is.
func step(ctx context.Context, db *sql.DB, from, to int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return kind(err)
	}
	defer tx.Rollback()
	for v := from; v < to; v++ {
		if _, err := tx.ExecContext(ctx, migrations[v]); err != nil {
			return fmt.Errorf("migration %d: %w", v+1, kind(err))
		}
	}
	if from == 0 {
		if _, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES ('install', ?)`, rand.Text()); err != nil {
			return kind(err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d; PRAGMA application_id = %d`, to, application)); err != nil {
		return kind(err)
	}
	return kind(tx.Commit())
}
