package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"fika/internal/api"
	"fika/internal/date"
)

// Day is what was asked of the user on a day.
type Day struct {
	Date date.Date
	Act  api.ActCode
	Done bool
}

// Days returns the days from since on, oldest first.
func (s *Store) Days(ctx context.Context, since date.Date) ([]Day, error) {
	return collect(ctx, s.db, func(r row) (d Day, err error) {
		var day string
		err = r.Scan(&day, &d.Act, &d.Done)
		return d, errors.Join(err, d.Date.UnmarshalText([]byte(day)))
	}, `SELECT day, act, done FROM days WHERE day >= ? ORDER BY day`, since.String())
}

// SetDay records what is asked of the user on d.Date, or that it was done. What was done
// stays done, with its act.
func (s *Store) SetDay(ctx context.Context, d Day) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO days (day, act, done) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE
			SET act = excluded.act, done = excluded.done WHERE done = 0`, d.Date.String(), d.Act, d.Done)
		return err
	})
}

// Decisions returns when the user decided something about a coffee, from since on, oldest
// first.
func (s *Store) Decisions(ctx context.Context, since time.Time) ([]time.Time, error) {
	return collect(ctx, s.db, func(r row) (at time.Time, err error) {
		var text string
		err = r.Scan(&text)
		return at, errors.Join(err, parseTime(text, &at))
	}, `SELECT at FROM log WHERE at >= ? AND actor = ? AND kind IN (?, ?, ?, ?) ORDER BY id`,
		formatTime(since), api.ByUser, api.EntryApproved, api.EntrySkipped, api.EntryMoved, api.EntryMet)
}
