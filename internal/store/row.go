package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"fika/internal/span"
)

// columns in the order in which scan reads them.
const columns = `id, generation, person, name, team, goal, mode, start_at, end_at, state, due_at, ended_at,
	calendar, calendar_id, event, uid, etag, absent_at, digest, reply, edited, score, reasons, stated, created_at, changed_at, place,
	coalesce((SELECT max(sent_at) FROM debits WHERE booking = bookings.id), ''), counter, counter_at,
	second, second_name, second_team, second_reply, part_of,
	EXISTS (SELECT 1 FROM debits WHERE booking = bookings.id AND person = bookings.person AND upward),
	EXISTS (SELECT 1 FROM debits WHERE booking = bookings.id AND person = bookings.second AND upward),
	coalesce((SELECT at || ' ' || start_at || ' ' || end_at FROM moves WHERE booking = bookings.id ORDER BY id DESC LIMIT 1), '')`

// insert writes a booking without its event.
func insert(ctx context.Context, tx *sql.Tx, b Booking, reasons string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO bookings
		(id, generation, person, name, team, goal, mode, start_at, end_at, state, due_at, ended_at,
		 calendar, event, etag, digest, reply, edited, score, reasons, created_at, changed_at, second, second_name, second_team, part_of, place)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?, '','','','',?,0,?,?,?,?, ?,?,?,?,?)`,
		b.ID, b.Generation, b.Person, b.Name, b.Team, b.Goal, b.Mode, formatTime(b.Span.Start), formatTime(b.Span.End),
		b.State, formatTime(b.Due), formatTime(b.Ended), b.Reply, b.Score, reasons, formatTime(b.Created), formatTime(b.Changed),
		b.Second.Person, b.Second.Name, b.Second.Team, b.Of, b.Where)
	return err
}

// updateRow writes the fields of a booking that can change.
func updateRow(ctx context.Context, tx *sql.Tx, b Booking) error {
	_, err := tx.ExecContext(ctx, `UPDATE bookings SET generation=?, mode=?, start_at=?, end_at=?, state=?, due_at=?, ended_at=?,
		calendar=?, calendar_id=?, event=?, uid=?, etag=?, absent_at=?, digest=?, reply=?, edited=?, changed_at=?, place=?, counter=?, counter_at=?,
		second_reply=? WHERE id=?`,
		b.Generation, b.Mode, formatTime(b.Span.Start), formatTime(b.Span.End), b.State, formatTime(b.Due), formatTime(b.Ended),
		b.Calendar, b.CalendarID, b.Event, b.UID, b.ETag, formatTime(b.AbsentSince), b.Digest, b.Reply, b.Edited, formatTime(b.Changed), b.Where,
		b.Counter, formatTime(b.CounterAt), b.Second.Reply, b.ID)
	return err
}

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
	var start, end, due, ended, absent, created, changed, sent, reasons, stated, counterAt, moved string
	err := r.Scan(&b.ID, &b.Generation, &b.Person, &b.Name, &b.Team, &b.Goal, &b.Mode, &start, &end, &b.State, &due, &ended,
		&b.Calendar, &b.CalendarID, &b.Event, &b.UID, &b.ETag, &absent, &b.Digest, &b.Reply, &b.Edited, &b.Score, &reasons, &stated, &created, &changed, &b.Where, &sent,
		&b.Counter, &counterAt, &b.Second.Person, &b.Second.Name, &b.Second.Team, &b.Second.Reply, &b.Of, &b.Upward, &b.Second.Upward, &moved)
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal([]byte(reasons), &b.Reasons); err != nil {
		return b, fmt.Errorf("%w: reasons of %s: %v", ErrCorrupt, b.ID, err)
	}
	if stated != "" {
		if err := json.Unmarshal([]byte(stated), &b.Stated); err != nil {
			return b, fmt.Errorf("%w: the fact stated by %s: %v", ErrCorrupt, b.ID, err)
		}
	}
	var from, to time.Time
	err = errors.Join(parseTime(start, &from), parseTime(end, &to), parseTime(due, &b.Due), parseTime(ended, &b.Ended), parseTime(absent, &b.AbsentSince), parseTime(sent, &b.SentAt),
		parseTime(created, &b.Created), parseTime(changed, &b.Changed), parseTime(counterAt, &b.CounterAt), parseMove(moved, &b.Moved))
	b.Span, b.Sent = span.Span{Start: from, End: to}, !b.SentAt.IsZero()
	return b, err
}

// parseMove reads the times of a move, separated by spaces; none for no move.
func parseMove(text string, m *Move) error {
	parts := strings.Fields(text)
	if len(parts) != 3 {
		return nil
	}
	return errors.Join(parseTime(parts[0], &m.At), parseTime(parts[1], &m.From.Start), parseTime(parts[2], &m.From.End))
}
