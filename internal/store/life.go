package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/span"
)

// Propose stores p as a new booking: proposed, or approved if p.Due is set. ErrTaken
// means that its person already has a live booking.
func (s *Store) Propose(ctx context.Context, now time.Time, p Proposal) (Booking, error) {
	b := Booking{
		ID: cmp.Or(p.ID, newID()), Generation: 1,
		Person: p.Meeting.Person, Name: p.Name, Team: p.Team,
		Goal: p.Meeting.Goal, Mode: p.Meeting.Mode, Span: p.Meeting.Span,
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
			return fmt.Errorf("%w: %s", ErrTaken, b.Person)
		}
		if err != nil {
			return err
		}
		return b.log(ctx, tx, now, string(b.State), "")
	})
	return b, err
}

// insert writes a booking that has no event yet.
func insert(ctx context.Context, tx *sql.Tx, b Booking, reasons string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO bookings
		(id, generation, person, name, team, goal, mode, start_at, end_at, state, due_at, ended_at,
		 calendar, event, etag, digest, reply, edited, score, reasons, created_at, changed_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,'', '','','','','',0,?,?,?,?)`,
		b.ID, b.Generation, b.Person, b.Name, b.Team, b.Goal, b.Mode, stamp(b.Span.Start), stamp(b.Span.End),
		b.State, stamp(b.Due), b.Score, reasons, stamp(b.Created), stamp(b.Changed))
	return err
}

// newID is 8 random letters and digits that a person can type: about 40 bits,
// checked against all others by the primary key.
func newID() string { return strings.ToLower(rand.Text()[:8]) }

// Approve lets a proposal be sent from due on. by says who approved, for the
// log.
func (s *Store) Approve(ctx context.Context, now time.Time, id string, due time.Time, by string) (Booking, error) {
	return s.change(ctx, now, id, Approved, by, func(_ State, b *Booking) { b.Due = due })
}

// Reopen undoes an approval that was not sent, or a skip: the booking is a proposal
// again, and waits for the user whatever the mode of its goal. After a skip it gets
// the next generation, because its old event may be gone for good.
func (s *Store) Reopen(ctx context.Context, now time.Time, id, why string) (Booking, error) {
	return s.change(ctx, now, id, Proposed, why, func(was State, b *Booking) {
		if was == Skipped {
			b.Generation++
		}
		b.Due = time.Time{}
	})
}

// End ends a booking in state to, for the reason why. With withdraw, the same
// transaction records an intent to remove its event. If another intent of the
// booking is open, that one finishes first: whatever it leaves in the calendar is
// removed after [Store.Done] or [Store.Drop], with or without withdraw.
func (s *Store) End(ctx context.Context, now time.Time, id string, to State, why string, withdraw bool) (Booking, error) {
	ended, err := s.EndAll(ctx, now, []string{id}, to, why, withdraw)
	if err != nil {
		return Booking{}, err
	}
	return ended[0], nil
}

// EndAll is [Store.End] of several bookings in one transaction: all of them end,
// or none does.
func (s *Store) EndAll(ctx context.Context, now time.Time, ids []string, to State, why string, withdraw bool) ([]Booking, error) {
	if to.Live() {
		return nil, fmt.Errorf("%w: %s is not an end", ErrState, to)
	}
	var ended []Booking
	err := s.update(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			b, err := move(ctx, tx, now, id, to, why, nil)
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			ended = append(ended, b)
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

// Observe stores what the calendar says about the event of a booking. note is logged
// if it is not empty.
func (s *Store) Observe(ctx context.Context, now time.Time, id string, seen Seen, note string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		if !b.State.Live() || b.Event == "" {
			return fmt.Errorf("%w: %s is %s", ErrState, id, b.State)
		}
		if seen.Reply != b.Reply {
			b.Changed = now
		}
		if seen.Event != "" {
			b.Place = seen.Place
		}
		b.Span, b.ETag, b.Digest, b.Reply, b.Edited = seen.Span, seen.ETag, cmp.Or(seen.Digest, b.Digest), seen.Reply, seen.Edited
		b.Absent = time.Time{}
		if err := put(ctx, tx, b); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE debits SET start_at = ? WHERE booking = ?`, stamp(seen.Span.Start), id); err != nil {
			return err
		}
		if note == "" {
			return nil
		}
		return b.log(ctx, tx, now, "seen", note)
	})
}

// Miss records that the event of a booking is on none of the user's calendars at
// now, unless it was missing before. The booking stays live, because the user may be
// moving the event to another calendar.
func (s *Store) Miss(ctx context.Context, now time.Time, id, note string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		if b.Event == "" {
			return fmt.Errorf("%w: %s has no event", ErrState, id)
		}
		if !b.Absent.IsZero() && !b.Absent.After(now) {
			return nil
		}
		b.Absent = now
		if err := put(ctx, tx, b); err != nil {
			return err
		}
		return b.log(ctx, tx, now, "seen", note)
	})
}

// Lose ends a booking as cancelled because the user removed its event or its guest,
// for the reason why. It can come back: see [Store.Revive].
func (s *Store) Lose(ctx context.Context, now time.Time, id, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := move(ctx, tx, now, id, Cancelled, why, vanished(now))
		return err
	})
}

// vanished records since when the event of an ending booking is gone.
func vanished(now time.Time) func(State, *Booking) {
	return func(_ State, b *Booking) {
		if b.Absent.IsZero() || b.Absent.After(now) {
			b.Absent = now
		}
	}
}

// Revive restores a lost booking because its event is back. ErrTaken means that its
// person has another live booking now, ErrState that it was not lost, or that nobody
// was invited.
func (s *Store) Revive(ctx context.Context, now time.Time, id, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		open, err := onItsWay(ctx, tx, id) // an event that fika is removing was not lost
		if err != nil {
			return err
		}
		if b.State != Cancelled || b.Absent.IsZero() || !b.Sent || open {
			return fmt.Errorf("%w: it is %s", ErrState, b.State)
		}
		b.State, b.Changed, b.Ended, b.Absent = Booked, now, time.Time{}, time.Time{}
		if err := put(ctx, tx, b); isUnique(err) {
			return fmt.Errorf("%w: %s", ErrTaken, b.Person)
		} else if err != nil {
			return err
		}
		return b.log(ctx, tx, now, string(Booked), why)
	})
}

// change is move in its own transaction, for the user: it refuses a booking that is
// being sent, because the outcome decides where that goes.
func (s *Store) change(ctx context.Context, now time.Time, id string, to State, why string, also func(State, *Booking)) (Booking, error) {
	var b Booking
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		if b, err = get(ctx, tx, id); err != nil {
			return err
		}
		if b.State == Sending || b.State == Unknown {
			return fmt.Errorf("%w: it is %s", ErrState, b.State)
		}
		b, err = move(ctx, tx, now, id, to, why, also)
		return err
	})
	return b, err
}

// move makes one transition of a booking and logs it. also may change other fields
// with the state.
func move(ctx context.Context, tx *sql.Tx, now time.Time, id string, to State, why string, also func(was State, b *Booking)) (Booking, error) {
	b, err := get(ctx, tx, id)
	if err != nil {
		return b, err
	}
	if !slices.Contains(arrows(b.State), to) {
		return b, fmt.Errorf("%w: it is %s", ErrState, b.State)
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
	err = put(ctx, tx, b)
	if isUnique(err) {
		return b, fmt.Errorf("%w: %s", ErrTaken, b.Person)
	}
	if err != nil {
		return b, err
	}
	return b, b.log(ctx, tx, now, string(to), why)
}

// put writes the fields of a booking that can change.
func put(ctx context.Context, tx *sql.Tx, b Booking) error {
	_, err := tx.ExecContext(ctx, `UPDATE bookings SET generation=?, start_at=?, end_at=?, state=?, due_at=?, ended_at=?,
		calendar=?, calendar_id=?, event=?, uid=?, etag=?, absent_at=?, digest=?, reply=?, edited=?, changed_at=? WHERE id=?`,
		b.Generation, stamp(b.Span.Start), stamp(b.Span.End), b.State, stamp(b.Due), stamp(b.Ended),
		b.Calendar, b.CalendarID, b.Event, b.UID, b.ETag, stamp(b.Absent), b.Digest, b.Reply, b.Edited, stamp(b.Changed), b.ID)
	return err
}

// columns in the order in which scan reads them.
const columns = `id, generation, person, name, team, goal, mode, start_at, end_at, state, due_at, ended_at,
	calendar, calendar_id, event, uid, etag, absent_at, digest, reply, edited, score, reasons, created_at, changed_at,
	coalesce((SELECT max(sent_at) FROM debits WHERE booking = bookings.id), '')`

func get(ctx context.Context, tx *sql.Tx, id string) (Booking, error) {
	b, err := scan(tx.QueryRowContext(ctx, `SELECT `+columns+` FROM bookings WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return b, fmt.Errorf("%w: %s", ErrNotFound, id)
	}
	return b, err
}

// scan reads one row of columns.
func scan(r row) (Booking, error) {
	var b Booking
	var start, end, due, ended, absent, created, changed, sent, reasons string
	err := r.Scan(&b.ID, &b.Generation, &b.Person, &b.Name, &b.Team, &b.Goal, &b.Mode, &start, &end, &b.State, &due, &ended,
		&b.Calendar, &b.CalendarID, &b.Event, &b.UID, &b.ETag, &absent, &b.Digest, &b.Reply, &b.Edited, &b.Score, &reasons, &created, &changed, &sent)
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal([]byte(reasons), &b.Reasons); err != nil {
		return b, fmt.Errorf("%w: reasons of %s: %v", ErrCorrupt, b.ID, err)
	}
	var from, to time.Time
	err = errors.Join(unstamp(start, &from), unstamp(end, &to), unstamp(due, &b.Due), unstamp(ended, &b.Ended), unstamp(absent, &b.Absent), unstamp(sent, &b.SentAt),
		unstamp(created, &b.Created), unstamp(changed, &b.Changed))
	b.Span, b.Sent = span.Span{Start: from, End: to}, !b.SentAt.IsZero()
	return b, err
}

// Bookings returns all live bookings, those that ended at since or later, and all
// with an answer or a silence of the guest, however old: declines and silences are
// never forgotten, nor the yes between two of them. They are sorted by start and id.
func (s *Store) Bookings(ctx context.Context, since time.Time) ([]Booking, error) {
	return s.bookings(ctx, `ended_at = '' OR ended_at >= ? OR state IN (?,?,?,?)`, stamp(since), Declined, Released, Missed, Met)
}

// Named returns the bookings whose id begins with prefix, by start and id; none for
// an empty prefix.
func (s *Store) Named(ctx context.Context, prefix string) ([]Booking, error) {
	return s.bookings(ctx, `?1 <> '' AND substr(id, 1, length(?1)) = ?1`, prefix)
}

// Booking returns the booking whose id begins with prefix, or an error that
// wraps ErrNotFound or ErrAmbiguous. A full id always finds its booking.
func (s *Store) Booking(ctx context.Context, prefix string) (Booking, error) {
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	if prefix == "" {
		return Booking{}, fmt.Errorf("%w: no id was given", ErrNotFound)
	}
	found, err := s.Named(ctx, prefix)
	switch {
	case err != nil:
		return Booking{}, err
	case len(found) == 0:
		return Booking{}, fmt.Errorf("%w: %q", ErrNotFound, prefix)
	case len(found) > 1:
		return Booking{}, fmt.Errorf("%w: %q", ErrAmbiguous, prefix)
	}
	return found[0], nil
}

func (s *Store) bookings(ctx context.Context, where string, args ...any) ([]Booking, error) {
	return collect(ctx, s.db, scan, `SELECT `+columns+` FROM bookings WHERE `+where+` ORDER BY start_at, id`, args...)
}
