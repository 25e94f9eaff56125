package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Limit is a cap on invitations. If Max debits match already, no further invitation
// is allowed, whether it would match or not: callers must not pass a limit that does
// not concern the booking. The zero value of a field matches everything.
//
// All invitations of a pass are sent at its now, and spans are half-open: a Sent
// that ends at now does not include them, one that ends later does.
type Limit struct {
	Code string // named in the refusal
	Max  int

	Sent   span.Span       // the intent was recorded within, whatever happened since
	Start  span.Span       // the meeting starts within, and is live or took place
	Month  span.Span       // the meeting was to start within, whatever happened since
	Open   bool            // live, and the guest has not answered
	Team   string          // with this department
	Person mailbox.Address // with this person
}

// errCap is what every CapError wraps.
var errCap = errors.New("a cap is reached")

// CapError names the limit that refused an invitation.
type CapError struct{ Limit Limit }

func (e *CapError) Error() string {
	return fmt.Sprintf("%v: %s (%d)", errCap, e.Limit.Code, e.Limit.Max)
}
func (e *CapError) Unwrap() error { return errCap }

// Intend durably records that booking will change the calendar, before any request
// is sent. An invitation also moves the booking to Sending and debits the limits, in
// the same transaction. If a limit is used up, the error is a [*CapError] and nothing
// is recorded. event is the id that the event has or will have.
func (s *Store) Intend(ctx context.Context, now time.Time, booking string, k Kind, event string, limits []Limit) (Intent, error) {
	var in Intent
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		b, err := get(ctx, tx, booking)
		if err != nil {
			return err
		}
		if k == Invite {
			if b, err = move(ctx, tx, now, booking, Sending, "", nil); err != nil {
				return err
			}
			if err := within(ctx, tx, limits); err != nil {
				return err
			}
		}
		if k == Block && b.State != Proposed && b.State != Approved {
			return fmt.Errorf("%w: it is %s", ErrState, b.State)
		}
		if in, err = intend(ctx, tx, now, b, k, event); err != nil || k != Invite {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO debits VALUES (?,?,?,?,?,?)`,
			in.ID, b.ID, b.Person, b.Team, stamp(now), stamp(b.Span.Start))
		return err
	})
	return in, err
}

func intend(ctx context.Context, tx *sql.Tx, now time.Time, b Booking, k Kind, event string) (Intent, error) {
	in := Intent{Booking: b.ID, Kind: k, Event: event, At: now}
	res, err := tx.ExecContext(ctx, `INSERT INTO intents (booking, kind, event, state, attempt, problem, created_at)
		VALUES (?,?,?,'open',0,'',?)`, b.ID, k, event, stamp(now))
	if isUnique(err) {
		return in, fmt.Errorf("%w: another change of %s is on its way", ErrState, b.ID)
	}
	if err != nil {
		return in, err
	}
	in.ID, err = res.LastInsertId()
	return in, err
}

// onItsWay reports whether booking has an open intent.
func onItsWay(ctx context.Context, tx *sql.Tx, booking string) (bool, error) {
	var open int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM intents WHERE booking = ? AND state = 'open'`, booking).Scan(&open)
	return open > 0, err
}

// within returns an error if a limit allows no further invitation.
func within(ctx context.Context, q querier, limits []Limit) error {
	for _, l := range limits {
		used, err := count(ctx, q, l)
		if err != nil {
			return err
		}
		if used >= l.Max {
			return &CapError{l}
		}
	}
	return nil
}

// Room returns a [*CapError] for a limit that allows no further invitation, nil if
// all do.
func (s *Store) Room(ctx context.Context, limits []Limit) error {
	return kind(within(ctx, s.db, limits))
}

// Used counts the invitations that match l so far; l.Max is ignored.
func (s *Store) Used(ctx context.Context, l Limit) (int, error) {
	n, err := count(ctx, s.db, l)
	return n, kind(err)
}

// count is how much of l is used up.
func count(ctx context.Context, q querier, l Limit) (int, error) {
	query := `SELECT count(*) FROM debits d JOIN bookings b ON b.id = d.booking WHERE TRUE`
	var args []any
	also := func(cond string, values ...any) {
		query += ` AND ` + cond
		args = append(args, values...)
	}
	if !l.Sent.Empty() {
		also(`d.sent_at >= ? AND d.sent_at < ?`, stamp(l.Sent.Start), stampUp(l.Sent.End))
	}
	if !l.Start.Empty() {
		also(`d.start_at >= ? AND d.start_at < ? AND b.state IN ('sending','unknown','booked','met','missed')`,
			stamp(l.Start.Start), stampUp(l.Start.End))
	}
	if !l.Month.Empty() {
		also(`d.start_at >= ? AND d.start_at < ?`, stamp(l.Month.Start), stampUp(l.Month.End))
	}
	if l.Open {
		also(`b.ended_at = '' AND b.reply IN ('', 'NEEDS-ACTION')`)
	}
	if l.Team != "" {
		also(`d.team = ?`, l.Team)
	}
	if l.Person != "" {
		also(`d.person = ?`, l.Person)
	}
	var used int
	err := q.QueryRowContext(ctx, query, args...).Scan(&used)
	return used, err
}

// Attempt records that the intent's request is about to be sent to in.CalendarID of
// the source in.Calendar. If the intent was closed in the meantime, the error wraps
// ErrState and the request must not be sent.
func (s *Store) Attempt(ctx context.Context, in Intent) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		return stillOpen(tx.ExecContext(ctx, `UPDATE intents SET attempt = attempt + 1, calendar = ?, calendar_id = ?
			WHERE id = ? AND state = 'open'`, in.Calendar, in.CalendarID, in.ID))
	})
}

// Done closes an intent that was carried out, and moves its booking. If the booking
// ended in the meantime, the same transaction records an intent to withdraw the
// event.
func (s *Store) Done(ctx context.Context, now time.Time, in Intent, r Receipt) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "done", ""); err != nil {
			return err
		}
		if in.Kind == Withdraw {
			return clearEvent(ctx, tx, now, in)
		}
		written := func(_ State, b *Booking) {
			b.Place, b.ETag, b.Digest, b.Absent = r.Place, r.ETag, r.Digest, time.Time{}
			b.Event = cmp.Or(b.Event, in.Event)
		}
		b, err := get(ctx, tx, in.Booking)
		if err != nil {
			return err
		}
		if in.Kind == Invite && b.State.Live() {
			_, err := move(ctx, tx, now, in.Booking, Booked, "", written)
			return err
		}
		written(b.State, &b)
		if err := put(ctx, tx, b); err != nil {
			return err
		}
		if b.State.Live() {
			return b.log(ctx, tx, now, "held", "")
		}
		_, err = intend(ctx, tx, now, b, Withdraw, b.Event)
		return err
	})
}

func clearEvent(ctx context.Context, tx *sql.Tx, now time.Time, in Intent) error {
	b, err := get(ctx, tx, in.Booking)
	if err != nil {
		return err
	}
	b.CalendarID, b.Event, b.UID, b.ETag, b.Digest, b.Absent = "", "", "", "", "", time.Time{}
	if err := put(ctx, tx, b); err != nil {
		return err
	}
	return b.log(ctx, tx, now, "withdrawn", "")
}

// Drop closes an intent of which nothing was sent, and returns the debit. A booking
// that was being sent moves to state to. If that ends it and the user did not do it,
// or if it had ended before, the slot that was held for it is released.
func (s *Store) Drop(ctx context.Context, now time.Time, in Intent, to State, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "dropped", why); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM debits WHERE intent = ?`, in.ID); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		if err == nil && in.Kind == Withdraw {
			b.Absent = time.Time{}
			if err := put(ctx, tx, b); err != nil {
				return err
			}
			return b.log(ctx, tx, now, "seen", why) // the event stays, and the user is told
		}
		if err != nil {
			return err
		}
		free := !b.State.Live()
		if free { // the user was not told yet what happened to it
			if err := b.log(ctx, tx, now, "seen", why); err != nil {
				return err
			}
		}
		if b.State == Sending || b.State == Unknown {
			free = to == Expired || to == Refused
			if b, err = move(ctx, tx, now, in.Booking, to, why, nil); err != nil {
				return err
			}
		}
		if !free || b.Event == "" {
			return nil
		}
		_, err = intend(ctx, tx, now, b, Withdraw, b.Event)
		return err
	})
}

// Lost closes an intent that was carried out, but whose event the user deleted
// before fika saw it. The debit stays, because the guest was told, and the booking
// ends as cancelled. It can come back: see [Store.Revive].
func (s *Store) Lost(ctx context.Context, now time.Time, in Intent, at Place, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "done", why); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		if err != nil || !b.State.Live() {
			return err
		}
		_, err = move(ctx, tx, now, in.Booking, Cancelled, why, func(was State, b *Booking) {
			b.Place = at
			vanished(now)(was, b)
		})
		return err
	})
}

// Doubt records that the outcome of an intent is unclear. It stays open, and
// the debit stays.
func (s *Store) Doubt(ctx context.Context, now time.Time, in Intent, problem string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := stillOpen(tx.ExecContext(ctx, `UPDATE intents SET problem = ? WHERE id = ? AND state = 'open'`, problem, in.ID)); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		if err != nil || b.State != Sending {
			return err
		}
		_, err = move(ctx, tx, now, in.Booking, Unknown, problem, nil)
		return err
	})
}

// Disown records that the calendar created something other than the intent asked
// for: it stays open and in doubt, and must not be sent again.
func (s *Store) Disown(ctx context.Context, now time.Time, in Intent, problem string) error {
	err := s.update(ctx, func(tx *sql.Tx) error {
		return stillOpen(tx.ExecContext(ctx, `UPDATE intents SET amiss = 1 WHERE id = ? AND state = 'open'`, in.ID))
	})
	if err != nil {
		return err
	}
	return s.Doubt(ctx, now, in, problem)
}

// Forgo closes an intent with an unknown outcome, and ends its booking. The debit
// stays, because the guest may know about it.
func (s *Store) Forgo(ctx context.Context, now time.Time, in Intent, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "dropped", why); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		switch {
		case err != nil:
			return err
		case !b.State.Live():
			return b.log(ctx, tx, now, "seen", why) // the event may stay, and the user is told
		case b.State != Sending && b.State != Unknown:
			return nil
		}
		_, err = move(ctx, tx, now, in.Booking, Cancelled, why, nil)
		return err
	})
}

func closeIntent(ctx context.Context, tx *sql.Tx, in Intent, state, problem string) error {
	return stillOpen(tx.ExecContext(ctx, `UPDATE intents SET state = ?, problem = ? WHERE id = ? AND state = 'open'`, state, problem, in.ID))
}

// stillOpen returns an error if a change found no open intent.
func stillOpen(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fmt.Errorf("%w: its intent is closed", ErrState)
}

// Intents returns the open intents, oldest first.
func (s *Store) Intents(ctx context.Context) ([]Intent, error) {
	return collect(ctx, s.db, func(r row) (in Intent, err error) {
		var at string
		err = r.Scan(&in.ID, &in.Booking, &in.Kind, &in.Event, &in.Attempt, &in.Problem, &in.Calendar, &in.CalendarID, &in.Amiss, &at)
		return in, errors.Join(err, unstamp(at, &in.At))
	}, `SELECT id, booking, kind, event, attempt, problem, calendar, calendar_id, amiss, created_at FROM intents WHERE state = 'open' ORDER BY id`)
}
