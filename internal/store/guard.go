package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// Guard is what the user decided about one person on the command line, in addition
// to the configuration, and what that person asked for.
type Guard struct {
	Person  mailbox.Address
	Never   bool
	OwnWish bool      // the person asked for Never, in an answer to an invitation
	OK      bool      // they may be invited, although they may be no colleague
	Rest    time.Time // nothing before; zero: no rest
	Lifted  time.Time // earlier declines no longer count; zero: all count
}

// Guards returns every guard, by person.
func (s *Store) Guards(ctx context.Context) ([]Guard, error) {
	return collect(ctx, s.db, func(r row) (g Guard, err error) {
		var rest, lifted string
		err = r.Scan(&g.Person, &g.Never, &g.OwnWish, &g.OK, &rest, &lifted)
		return g, errors.Join(err, parseTime(rest, &g.Rest), parseTime(lifted, &g.Lifted))
	}, `SELECT person, never, own_wish, ok, rest_until, lifted_at FROM guards ORDER BY person`)
}

// SetGuard replaces the guard of g.Person by an order of the user or of their assistant, and
// logs text.
func (s *Store) SetGuard(ctx context.Context, now time.Time, by api.Actor, g Guard, text string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		held, err := spellings(ctx, tx, []mailbox.Address{g.Person}, `SELECT person FROM guards`)
		for _, had := range held {
			_, failed := tx.ExecContext(ctx, `DELETE FROM guards WHERE person = ?`, had)
			err = errors.Join(err, failed)
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO guards (person, never, own_wish, ok, rest_until, lifted_at) VALUES (?,?,?,?,?,?)`,
			g.Person, g.Never, g.OwnWish, g.OK, formatTime(g.Rest), formatTime(g.Lifted))
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Kind: api.EntryGuard, By: by, Person: g.Person, Note: text})
	})
}

// RecordWish records that who, the guest of a booking, asked never to be invited again,
// and logs it. Only the first wish with a booking counts, so that the user can lift it
// while the answer is still in the calendar.
func (s *Store) RecordWish(ctx context.Context, now time.Time, booking string, who mailbox.Address) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		var recorded int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM log WHERE booking = ? AND kind = ? AND actor = ?`,
			booking, api.EntryGuard, api.ByGuest).Scan(&recorded)
		if err != nil || recorded > 0 {
			return err
		}
		held, err := spellings(ctx, tx, []mailbox.Address{who}, `SELECT person FROM guards`)
		if err != nil {
			return err
		}
		for _, had := range append(held, string(who)) {
			_, err := tx.ExecContext(ctx, `INSERT INTO guards (person, never, own_wish, rest_until, lifted_at) VALUES (?, 1, 1, '', '')
				ON CONFLICT (person) DO UPDATE SET never = 1, own_wish = 1`, had)
			if err != nil {
				return err
			}
		}
		return record(ctx, tx, Entry{At: now, Kind: api.EntryGuard, By: api.ByGuest, Booking: booking, Person: who, Note: "never"})
	})
}

// spellings returns the texts found by query that are one of addresses: an older
// fika may have spelled them differently.
func spellings(ctx context.Context, tx *sql.Tx, addresses []mailbox.Address, query string) ([]string, error) {
	all, err := collect(ctx, tx, func(r row) (text string, err error) { return text, r.Scan(&text) }, query)
	return slices.DeleteFunc(all, func(text string) bool { return !slices.Contains(addresses, mailbox.Spell(text)) }), err
}
