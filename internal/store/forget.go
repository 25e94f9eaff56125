package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// Forgotten is the prefix of the marks that replace forgotten people. A mark is not
// an address.
const Forgotten = "forgotten-"

// Forget erases the person with these addresses. Their guards are removed. In ended
// bookings, the ledger and the log, an opaque mark replaces the person, and their
// name and all text are erased, and so are the notes about them. Counts stay the same,
// because caps and goals do not depend on names. Only k stays, see [ForgottenGuards].
// While a booking with them is live, or its event is still to be removed, the error wraps
// ErrWrongState and nothing is erased. Backups next to the store are removed too, but not
// those that the user made elsewhere.
func (s *Store) Forget(ctx context.Context, now time.Time, k Kept, addresses ...mailbox.Address) error {
	mark := Forgotten + newID()
	err := s.update(ctx, func(tx *sql.Tx) error {
		held, err := spellings(ctx, tx, addresses, `SELECT person FROM bookings UNION SELECT second FROM bookings WHERE second <> '' UNION SELECT person FROM debits UNION SELECT person FROM guards UNION SELECT person FROM log UNION SELECT second FROM log WHERE second <> '' UNION SELECT person FROM notes`)
		if err != nil {
			return err
		}
		for _, who := range held {
			if err := erase(ctx, tx, who, mark); err != nil {
				return err
			}
		}
		if err := keep(ctx, tx, k, addresses); err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Kind: api.EntryGuard, By: api.ByUser, Person: mailbox.Spell(mark), Note: "forgotten"})
	})
	if err != nil {
		return err
	}
	return s.dropTraces(ctx)
}

// dropTraces removes what was deleted from everywhere else near the store: from the
// write-ahead log, which has the old pages until it is truncated, and from copies.
func (s *Store) dropTraces(ctx context.Context) error {
	if err := s.emptyLog(ctx); err != nil {
		return err
	}
	return s.dropCopies(func(string, time.Time) bool { return true })
}

// emptyLog truncates the write-ahead log, which has the old pages until then.
func (s *Store) emptyLog(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return kind(err)
}

// erase replaces who with mark.
func erase(ctx context.Context, tx *sql.Tx, who, mark string) error {
	var open int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM bookings WHERE (?1 IN (person, second)
			OR id IN (SELECT part_of FROM bookings WHERE person = ?1)) AND
			(ended_at = '' OR id IN (SELECT booking FROM intents WHERE state = 'open'))`, who).Scan(&open)
	if err != nil {
		return err
	}
	if open > 0 {
		return fmt.Errorf("%w: a booking with %s is not over", ErrWrongState, who)
	}
	notes, err := collect(ctx, tx, scanNoteID, `SELECT id FROM notes WHERE person = ?`, who)
	for _, id := range notes {
		err = errors.Join(err, deleteNote(ctx, tx, id))
	}
	if err != nil {
		return err
	}
	for _, erase := range []struct {
		query string
		args  []any
	}{
		{`DROP TRIGGER log_never_changes`, nil},
		{`UPDATE log SET person = iif(person = ?2, ?1, person), second = iif(second = ?2, ?1, second), text = '' WHERE person = ?2 OR second = ?2 OR booking IN (SELECT id FROM bookings
				WHERE second = ?2 OR id IN (SELECT part_of FROM bookings WHERE person = ?2 AND part_of <> ''))`, []any{mark, who}},
		{logNeverChanges, nil},
		{`UPDATE intents SET event = '', problem = '' WHERE booking IN (SELECT id FROM bookings WHERE person = ?)`, []any{who}},
		{`UPDATE refusals SET text = 'the calendar refuses what fika sends', booking = '' WHERE booking IN (SELECT id FROM bookings WHERE person = ?)`, []any{who}},
		{`UPDATE debits SET person = ? WHERE person = ?`, []any{mark, who}},
		{`UPDATE bookings SET person = ?, name = 'somebody', team = '', calendar = '', calendar_id = '', event = '', uid = '', etag = '', digest = '', counter = '', reasons = '[]', stated = ''
				WHERE person = ?`, []any{mark, who}},
		{`UPDATE bookings SET second = ?, second_name = 'somebody', second_team = '', reasons = '[]', stated = '' WHERE second = ?`, []any{mark, who}},
		{`UPDATE bookings SET reasons = '[]', stated = '' WHERE id IN (SELECT part_of FROM bookings WHERE person = ? AND part_of <> '')`, []any{mark}},
		{`DELETE FROM guards WHERE person = ?`, []any{who}},
	} {
		if _, err := tx.ExecContext(ctx, erase.query, erase.args...); err != nil {
			return err
		}
	}
	return nil
}

// dropCopies removes backups next to the store, and what a restore set aside: those that
// drop chooses by name and time. The next [Store.Daily] creates the day's backup again.
func (s *Store) dropCopies(drop func(name string, made time.Time) bool) error {
	for dir, pattern := range map[string]string{filepath.Join(s.dir, BackupFolder): "*.db", s.dir: replacedPrefix + "*"} {
		names, err := fs.Glob(os.DirFS(dir), pattern)
		if err != nil {
			return fileKind(err)
		}
		for _, name := range names {
			path := filepath.Join(dir, name)
			about, err := os.Stat(path)
			if err != nil {
				return fileKind(err)
			}
			if !drop(name, about.ModTime()) {
				continue
			}
			if err := os.Remove(path); err != nil {
				return fileKind(err)
			}
		}
	}
	return nil
}
