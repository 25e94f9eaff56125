package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// Leave ends a coffee of three for one of its guests, in state to and because of why, as
// if it had been a coffee of two: that guest gets an ended booking of their own, with
// their debit. The coffee goes on with the other guest alone. Leave returns what goes on.
// The event is not changed here.
func (s *Store) Leave(ctx context.Context, now time.Time, id string, who mailbox.Address, to State, why Cause) (Booking, error) {
	var rest Booking
	err := s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(b.Guests(), func(g Guest) bool { return g.Person == who })
		if at < 0 || b.Second.Person == "" {
			return fmt.Errorf("%w: %s is not one of two guests", ErrWrongState, who)
		}
		if open, err := onItsWay(ctx, tx, id); err != nil || open || !slices.Contains(transitions(b.State), to) {
			return errors.Join(err, fmt.Errorf("%w: it is %s", ErrWrongState, b.State))
		}
		guests := b.Guests()
		rest = b.With(guests[1-at])
		if err := seat(ctx, tx, rest, now); err != nil {
			return err
		}
		left := b.With(guests[at])
		left.ID, left.Generation, left.Of, left.State, left.Ended, left.Changed = newID(), 1, id, to, now, now
		if err := insert(ctx, tx, left, "[]"); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE debits SET booking = ? WHERE booking = ? AND person = ?`, left.ID, id, who); err != nil {
			return err
		}
		if err := left.log(ctx, tx, now, entered(to, why)); err != nil {
			return err
		}
		return rest.log(ctx, tx, now, Entry{Kind: api.EntrySeen, By: api.ByFika, Note: fmt.Sprintf("%s is not coming, and the coffee goes on with %s", left.Name, rest.Name)})
	})
	return rest, err
}

// seat makes the only guest of b the only guest of its row.
func seat(ctx context.Context, tx *sql.Tx, b Booking, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE bookings SET person = ?, name = ?, team = ?, reply = ?, second = '', second_name = '', second_team = '', second_reply = '',
		changed_at = ? WHERE id = ?`, b.Person, b.Name, b.Team, b.Reply, formatTime(now), b.ID)
	return err
}

// who names the guests of b in an error.
func (b Booking) who() string {
	var names []string
	for _, g := range b.Guests() {
		names = append(names, string(g.Person))
	}
	return strings.Join(names, " or ")
}
