// Package store persists what fika decided and did: bookings, intents, the ledger of
// caps, the log, guards and holds. It is the only package with SQL, and only SQLite
// (modernc) ever opens its files.
//
// It promises that whatever a method did without error survives a crash, that a
// booking makes only the allowed transitions (see [State]), and that an invitation
// is debited from the caps in the transaction that records the intent to send it. It
// knows nothing about calendars, clocks or zones: callers pass instants.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// Store is the open state of one user. Only one process at a time can have it open
// (see [LockedError]). Its methods are safe for concurrent use.
type Store struct {
	db      *sql.DB
	dir     string
	lock    *os.File
	file    os.FileInfo // what was opened
	install string
}

// pragmas of every connection. FULL, not NORMAL: with NORMAL a power cut may lose a
// committed "sending", and that means a second invitation. Recursive triggers,
// because otherwise a REPLACE would bypass those that protect the log. Secure delete,
// because otherwise forgotten data would stay in free pages of the file.
// The values are as SQLite reports them.
var pragmas = []struct{ name, value string }{
	{"busy_timeout", "5000"}, // milliseconds
	{"journal_mode", "wal"},
	{"synchronous", "2"}, // FULL
	{"foreign_keys", "1"},
	{"recursive_triggers", "1"},
	{"trusted_schema", "0"},
	{"secure_delete", "1"},
}

// Open opens the state in dir and migrates it to this program's version. It creates
// dir if necessary, accessible only to its owner, takes the lock until Close, and
// checks the file. Errors are a [*LockedError] or wrap ErrUnsafe, ErrNewer,
// ErrCorrupt, ErrFull or ErrReadOnly.
func Open(ctx context.Context, dir string) (_ *Store, err error) {
	if err := makePrivate(dir); err != nil {
		return nil, err
	}
	lock, err := acquire(filepath.Join(dir, LockFile))
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	path, mark := filepath.Join(dir, storeFile), filepath.Join(dir, installedFile)
	if wasLost(path, mark) {
		return nil, fmt.Errorf("%w: %w: %s", ErrCorrupt, ErrMissing, path)
	}
	if err := create(path); err != nil {
		return nil, err
	}
	file, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, fileKind(err))
	}
	connector, err := sqlite.NewConnector(dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, kind(err))
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1) // SQLite has one writer, and the daemon is one process
	s := &Store{db: db, dir: dir, lock: lock, file: file}
	if err := s.begin(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if err := create(mark); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// begin checks and migrates a store that was just opened.
func (s *Store) begin(ctx context.Context) error {
	if err := s.check(ctx); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	err := s.db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'install'`).Scan(&s.install)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: it has lost its install id", ErrCorrupt)
	}
	return kind(err)
}

// check runs SQLite's quick check and reads the pragmas back: a setting that did not
// take effect must stop the program now, not surprise it later.
func (s *Store) check(ctx context.Context) error {
	var verdict string
	if err := s.db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return kind(err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", ErrCorrupt, verdict)
	}
	for _, p := range pragmas {
		var got string
		if err := s.db.QueryRowContext(ctx, `PRAGMA `+p.name).Scan(&got); err != nil {
			return kind(err)
		}
		if got != p.value {
			return fmt.Errorf("%w: %s is %s, not %s; is the folder on a network disk?", ErrReadOnly, p.name, got, p.value)
		}
	}
	return nil
}

// Close closes the files and releases the lock.
func (s *Store) Close() error {
	return errors.Join(s.db.Close(), s.lock.Close())
}

// InstallID is the random id of this installation, created once. Event ids are derived
// from it, so that two installations never choose the same one.
func (s *Store) InstallID() string { return s.install }

// checkPresent reports a store whose file was removed or replaced since it was opened.
// SQLite does not notice, and what it writes then is lost when the program ends.
func (s *Store) checkPresent() error {
	path := filepath.Join(s.dir, storeFile)
	if now, err := os.Stat(path); err == nil && os.SameFile(now, s.file) {
		return nil
	}
	return fmt.Errorf("%w: %w: %s was removed or replaced while fika runs", ErrCorrupt, ErrMissing, path)
}

// update runs do in one immediate transaction. It commits if do succeeds and rolls
// back on any error.
func (s *Store) update(ctx context.Context, do func(*sql.Tx) error) error {
	if err := s.checkPresent(); err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return kind(err)
	}
	defer tx.Rollback() // does nothing after a commit; its error would only hide the cause
	if err := do(tx); err != nil {
		return kind(err)
	}
	err = tx.Commit()
	if errors.Is(err, sql.ErrTxDone) { // ctx ended, and database/sql rolled back first
		return ctx.Err()
	}
	return kind(err)
}

// querier is the database, or one transaction on it.
type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// row is one row of a query result.
type row interface{ Scan(...any) error }

// collect reads every row of a query with scan.
func collect[T any](ctx context.Context, q querier, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, kind(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, kind(err)
		}
		all = append(all, one)
	}
	return all, kind(rows.Err())
}
