package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/planner"
)

// Propose stores p as a new booking: proposed, or approved if p.Due is set. ErrHasLiveBooking
// means that its person already has a live booking.
func (s *Store) Propose(ctx context.Context, now time.Time, p Proposal) (Booking, error) {
	b := Booking{
		ID: cmp.Or(p.ID, newID()), Generation: 1,
		Person: p.Meeting.Person, Name: p.Name, Team: p.Team, Second: p.Second,
		Goal: p.Meeting.Goal, Mode: p.Meeting.Mode, Span: p.Meeting.Span, Where: p.Meeting.Place,
		State: Proposed, Score: p.Meeting.Score, Reasons: p.Meeting.Reasons,
		Created: now, Changed: now,
	}
	if !p.Due.IsZero() {
		b.State, b.Due = Approved, p.Due
	}
	reasons, err := json.Marshal(b.Reasons)
	if err != nil {
		return Booking{}, err
	}
	err = s.update(ctx, func(tx *sql.Tx) error {
		err := insert(ctx, tx, b, string(reasons))
		if isUnique(err) {
			return fmt.Errorf("%w: %s", ErrHasLiveBooking, b.who())
		}
		if err != nil {
			return err
		}
		return b.log(ctx, tx, now, entered(b.State, Cause{By: api.ByFika}))
	})
	return b, err
}

// newID is 8 random letters and digits that a person can type: about 40 bits,
// checked against all others by the primary key.
func newID() string { return strings.ToLower(rand.Text()[:8]) }

// Approve lets a proposal be sent from due on. by says who approved it.
func (s *Store) Approve(ctx context.Context, now time.Time, id string, due time.Time, by api.Actor) (Booking, error) {
	return s.userTransition(ctx, now, id, Approved, Cause{By: by}, func(_ State, b *Booking) { b.Due = due })
}

// Reopen undoes an approval that was not sent, or a skip: the booking is a proposal
// again, and waits for the user whatever the mode of its goal. After a skip it gets
// the next generation, because its old event may be gone for good.
func (s *Store) Reopen(ctx context.Context, now time.Time, id string, why Cause) (Booking, error) {
	return s.userTransition(ctx, now, id, Proposed, why, func(was State, b *Booking) {
		if was == Skipped {
			b.Generation++
		}
		b.Due = time.Time{}
		if b.Mode == planner.ModeBook {
			b.Mode = planner.ModePropose // once approved, it is the user who approved it
		}
	})
}

// Relocate records that a booking which is not in the calendar yet is at another place,
// because of why.
func (s *Store) Relocate(ctx context.Context, now time.Time, id string, to planner.Place, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		if !b.State.Live() || b.State == Booked {
			return fmt.Errorf("%w: it is %s", ErrWrongState, b.State)
		}
		if b.Where = to; why == "" {
			return updateRow(ctx, tx, b)
		}
		if err := updateRow(ctx, tx, b); err != nil {
			return err
		}
		return b.log(ctx, tx, now, Entry{Kind: api.EntrySeen, By: api.ByFika, Note: why})
	})
}

// End ends a booking in state to, because of why. With withdraw, the same
// transaction records an intent to remove its event. If another intent of the
// booking is open, that one finishes first: whatever it leaves in the calendar is
// removed after [Store.Done] or [Store.Drop], with or without withdraw. A reschedule of
// which nothing was sent is dropped.
func (s *Store) End(ctx context.Context, now time.Time, id string, to State, why Cause, withdraw bool) (Booking, error) {
	ended, err := s.EndAll(ctx, now, []string{id}, to, why, withdraw)
	if err != nil {
		return Booking{}, err
	}
	return ended[0], nil
}

// EndAll is [Store.End] of several bookings in one transaction: all of them end,
// or none does.
func (s *Store) EndAll(ctx context.Context, now time.Time, ids []string, to State, why Cause, withdraw bool) ([]Booking, error) {
	if to.Live() {
		return nil, fmt.Errorf("%w: %s is not an end", ErrWrongState, to)
	}
	var ended []Booking
	err := s.update(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			b, err := transition(ctx, tx, now, id, to, why, nil)
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			ended = append(ended, b)
			if _, err := dropMove(ctx, tx, id, "the coffee has ended"); err != nil {
				return err
			}
			changing, err := onItsWay(ctx, tx, id)
			if err != nil {
				return err
			}
			if !withdraw || b.Event == "" || changing {
				continue
			}
			if _, err := intend(ctx, tx, now, b, Withdraw, b.Event); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return ended, nil
}

// State records the fact that the invitation of a booking states about its guest, before it
// is sent. If it is being sent again, the log says what it now states.
func (s *Store) State(ctx context.Context, now time.Time, id string, stated Stated) (Booking, error) {
	text, err := json.Marshal(stated)
	if err != nil {
		return Booking{}, err
	}
	var b Booking
	err = s.update(ctx, func(tx *sql.Tx) (err error) {
		if _, err := tx.ExecContext(ctx, `UPDATE bookings SET stated = ? WHERE id = ?`, string(text), id); err != nil {
			return err
		}
		if b, err = get(ctx, tx, id); err != nil || b.State != Sending && b.State != Unknown {
			return err
		}
		return b.log(ctx, tx, now, Entry{Kind: api.EntrySending, By: api.ByFika, Stated: stated.Kind})
	})
	return b, err
}

// userTransition is [transition] in its own transaction, for the user: it refuses a
// booking that is being sent, because the outcome decides where that goes.
func (s *Store) userTransition(ctx context.Context, now time.Time, id string, to State, why Cause, also func(State, *Booking)) (Booking, error) {
	var b Booking
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		if b, err = get(ctx, tx, id); err != nil {
			return err
		}
		if b.State == Sending || b.State == Unknown {
			return fmt.Errorf("%w: it is %s", ErrWrongState, b.State)
		}
		b, err = transition(ctx, tx, now, id, to, why, also)
		return err
	})
	return b, err
}

// transition makes one transition of a booking and logs it. also may change other fields
// with the state.
func transition(ctx context.Context, tx *sql.Tx, now time.Time, id string, to State, why Cause, also func(was State, b *Booking)) (Booking, error) {
	b, err := get(ctx, tx, id)
	if err != nil {
		return b, err
	}
	if !slices.Contains(transitions(b.State), to) {
		return b, fmt.Errorf("%w: it is %s", ErrWrongState, b.State)
	}
	was := b.State
	b.State, b.Changed = to, now
	switch {
	case to.Live():
		b.Ended = time.Time{}
	case was.Live():
		b.Ended = now
	}
	if also != nil {
		also(was, &b)
	}
	err = updateRow(ctx, tx, b)
	if isUnique(err) {
		return b, fmt.Errorf("%w: %s", ErrHasLiveBooking, b.who())
	}
	if err != nil {
		return b, err
	}
	e := entered(to, why)
	if to == Sending {
		e.Stated = b.Stated.Kind
	}
	return b, b.log(ctx, tx, now, e)
}
