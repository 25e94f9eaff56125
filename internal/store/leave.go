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
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		if rest, err = leave(ctx, tx, now, id, who, to, why); err != nil {
			return err
		}
		return rest.log(ctx, tx, now, Entry{Kind: api.EntrySeen, By: api.ByFika, Note: "a guest is not coming, and it goes on with " + rest.Name})
	})
	return rest, err
}

// CallOff is [Store.Leave] of a coffee that does not go on: in the same transaction it ends
// for the other guest too, as cancelled because of off, and its event is removed.
func (s *Store) CallOff(ctx context.Context, now time.Time, id string, who mailbox.Address, to State, why, off Cause) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if _, err := leave(ctx, tx, now, id, who, to, why); err != nil {
			return err
		}
		b, err := transition(ctx, tx, now, id, Cancelled, off, nil)
		if err != nil {
			return err
		}
		_, err = intend(ctx, tx, now, b, Withdraw, b.Event)
		return err
	})
}

// leave makes the booking of who an ended one of their own, and returns the rest.
func leave(ctx context.Context, tx *sql.Tx, now time.Time, id string, who mailbox.Address, to State, why Cause) (rest Booking, err error) {
	b, err := get(ctx, tx, id)
	if err != nil {
		return rest, err
	}
	at := slices.IndexFunc(b.Guests(), func(g Guest) bool { return g.Person == who })
	if at < 0 || b.Second.Person == "" {
		return rest, fmt.Errorf("%w: %s is not one of two guests", ErrWrongState, who)
	}
	if open, err := onItsWay(ctx, tx, id); err != nil || open || !slices.Contains(transitions(b.State), to) {
		return rest, errors.Join(err, fmt.Errorf("%w: it is %s", ErrWrongState, b.State))
	}
	guests := b.Guests()
	rest = b.With(guests[1-at])
	if err := seat(ctx, tx, rest, now); err != nil {
		return rest, err
	}
	left := b.With(guests[at])
	left.ID, left.Generation, left.Of, left.State, left.Ended, left.Changed = newID(), 1, id, to, now, now
	if err := insert(ctx, tx, left, "[]"); err != nil {
		return rest, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE debits SET booking = ? WHERE booking = ? AND person = ?`, left.ID, id, who); err != nil {
		return rest, err
	}
	return rest, left.log(ctx, tx, now, entered(to, why))
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
