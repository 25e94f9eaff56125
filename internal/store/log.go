package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// Entry is one line of the log: what fika did or saw. Its fields say what happened;
// Note only adds to them.
type Entry struct {
	ID      int64
	At      time.Time
	Kind    api.EntryKind
	By      api.Actor // "" if nobody knows
	Booking string    // "" if it is not about a booking
	Person  mailbox.Address
	Second  mailbox.Address // the other guest of a coffee of three, if it is about both
	Start   time.Time       // of the booking, then; zero if there is none, or if an earlier fika made the entry
	Reply   rsvp.Reply      // seen: the guest's new answer
	Code    api.Code        // of the hold that began or ended
	Found   bool            // the booking's event was found in the calendar, not written now
	Stated  api.Stated      // sending: the kind of fact that the invitation states about its guest
	Note    string          // what the fields do not say; for the user only
}

// Cause is who changed a booking, and what the log adds for the user.
type Cause struct {
	By   api.Actor
	Note string // "" if the new state and By say everything
}

// log writes e about b in the transaction that changes it.
func (b Booking) log(ctx context.Context, tx *sql.Tx, now time.Time, e Entry) error {
	e.At, e.Booking, e.Person, e.Second, e.Start = now, b.ID, b.Person, b.Second.Person, b.Span.Start
	return record(ctx, tx, e)
}

// entered is the entry of a booking that reached state s.
func entered(s State, why Cause) Entry {
	return Entry{Kind: api.EntryKind(s), By: why.By, Note: why.Note}
}

func record(ctx context.Context, tx *sql.Tx, e Entry) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO log (at, kind, actor, booking, person, second, start_at, reply, code, found, stated, text) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
		formatTime(e.At), e.Kind, e.By, e.Booking, e.Person, e.Second, formatTime(e.Start), e.Reply, e.Code, e.Found, e.Stated, e.Note)
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
	entries, err := collect(ctx, s.db, entry, `SELECT `+entryColumns+` FROM log
		WHERE booking IN (SELECT value FROM json_each(?)) ORDER BY id`, string(list))
	histories := map[string][]Entry{}
	for _, e := range entries {
		histories[e.Booking] = append(histories[e.Booking], e)
	}
	return histories, err
}

// entryColumns are in the order in which entry reads them.
const entryColumns = `id, at, kind, actor, booking, person, second, start_at, reply, code, found, stated, text`

func entry(r row) (e Entry, err error) {
	var at, start string
	err = r.Scan(&e.ID, &at, &e.Kind, &e.By, &e.Booking, &e.Person, &e.Second, &start, &e.Reply, &e.Code, &e.Found, &e.Stated, &e.Note)
	return e, errors.Join(err, parseTime(at, &e.At), parseTime(start, &e.Start))
}

// Log returns the entries after the one with id after, oldest first, of one
// booking if booking is not empty, the newest limit of them if limit is not 0.
func (s *Store) Log(ctx context.Context, after int64, booking string, limit int) ([]Entry, error) {
	if limit <= 0 {
		limit = -1
	}
	return collect(ctx, s.db, entry, `SELECT * FROM (
		SELECT `+entryColumns+` FROM log
		WHERE id > ? AND (? = '' OR booking = ?) ORDER BY id DESC LIMIT ?) ORDER BY id`, after, booking, booking, limit)
}
