package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"fika/internal/mailbox"
)

// Entry is one line of the log: what fika did or saw, and why.
type Entry struct {
	ID      int64
	At      time.Time
	Kind    string // a state of a booking, or seen, held, without, withdrawn, hold, lifted, guard
	Booking string // "" if it is not about a booking
	Person  mailbox.Address
	Text    string // for the user only
}

// log writes one line about b in the transaction that changes it.
func (b Booking) log(ctx context.Context, tx *sql.Tx, now time.Time, kind, text string) error {
	return record(ctx, tx, Entry{At: now, Kind: kind, Booking: b.ID, Person: b.Person, Text: text})
}

func record(ctx context.Context, tx *sql.Tx, e Entry) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO log (at, kind, booking, person, text) VALUES (?,?,?,?,?)`,
		stamp(e.At), e.Kind, e.Booking, e.Person, e.Text)
	return err
}

// Record appends e to the log; e.ID is ignored.
func (s *Store) Record(ctx context.Context, e Entry) error {
	return s.update(ctx, func(tx *sql.Tx) error { return record(ctx, tx, e) })
}

// Log returns the entries after the one with id after, oldest first, of one
// booking if booking is not empty, the newest limit of them if limit is not 0.
func (s *Store) Log(ctx context.Context, after int64, booking string, limit int) ([]Entry, error) {
	if limit <= 0 {
		limit = -1
	}
	return collect(ctx, s.db, func(r row) (e Entry, err error) {
		var at string
		err = r.Scan(&e.ID, &at, &e.Kind, &e.Booking, &e.Person, &e.Text)
		return e, errors.Join(err, unstamp(at, &e.At))
	}, `SELECT * FROM (
		SELECT id, at, kind, booking, person, text FROM log
		WHERE id > ? AND (? = '' OR booking = ?) ORDER BY id DESC LIMIT ?) ORDER BY id`, after, booking, booking, limit)
}
