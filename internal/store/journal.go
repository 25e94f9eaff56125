package store

import (
	"context"
	"database/sql"
	"encoding/json"
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

// Histories returns the entries of the bookings with these ids, oldest first, by booking.
func (s *Store) Histories(ctx context.Context, ids []string) (map[string][]Entry, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	entries, err := collect(ctx, s.db, entry, `SELECT id, at, kind, booking, person, text FROM log
		WHERE booking IN (SELECT value FROM json_each(?)) ORDER BY id`, string(list))
	histories := map[string][]Entry{}
	for _, e := range entries {
		histories[e.Booking] = append(histories[e.Booking], e)
	}
	return histories, err
}

func entry(r row) (e Entry, err error) {
	var at string
	err = r.Scan(&e.ID, &at, &e.Kind, &e.Booking, &e.Person, &e.Text)
	return e, errors.Join(err, unstamp(at, &e.At))
}

// Log returns the entries after the one with id after, oldest first, of one
// booking if booking is not empty, the newest limit of them if limit is not 0.
func (s *Store) Log(ctx context.Context, after int64, booking string, limit int) ([]Entry, error) {
	if limit <= 0 {
		limit = -1
	}
	return collect(ctx, s.db, entry, `SELECT * FROM (
		SELECT id, at, kind, booking, person, text FROM log
		WHERE id > ? AND (? = '' OR booking = ?) ORDER BY id DESC LIMIT ?) ORDER BY id`, after, booking, booking, limit)
}
