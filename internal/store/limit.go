package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// CapCode names a cap in a refusal: by its key in the configuration, if it has one.
type CapCode string

// The caps. The ceilings hold whatever the configuration says.
const (
	CeilingDay  CapCode = "ceiling_day"
	CeilingWeek CapCode = "ceiling_week"
	CapDay      CapCode = "per_day"
	CapWeek     CapCode = "per_week"
	CapOpen     CapCode = "open"
	CapPerson   CapCode = "person"
	CapTeam     CapCode = "per_team"

	CeilingUpward CapCode = "upward" // of first contacts with people far above
)

// Limit is a cap on invitations, which count once for each guest: no more than Max debits
// may match. What an invitation adds counts as matching, so callers must not pass a limit
// that does not concern the booking. The zero value of a field matches everything.
//
// All invitations of a pass are sent at its now, and spans are half-open: a Sent
// that ends at now does not include them, one that ends later does.
type Limit struct {
	Code CapCode // named in the refusal
	Max  int

	Sent   span.Span       // the intent was recorded within, whatever happened since
	Start  span.Span       // the meeting starts within, and is live or took place
	Month  span.Span       // the meeting was to start within, whatever happened since
	Open   bool            // live, and the guest has not answered
	Team   string          // with this department
	Person mailbox.Address // with this person

	// A first contact with somebody far above the user, decided since then. It has no end:
	// a clock that is set back makes no room.
	Upward time.Time

	Adds int // how many debits the invitation adds to these; 0 is one
}

// errCap is what every CapError wraps.
var errCap = errors.New("a cap is reached")

// CapError names the limit that refused an invitation.
type CapError struct {
	Limit Limit
	Last  time.Time // when the newest invitation that it counts was decided; zero if it counts none
}

func (e *CapError) Error() string {
	return fmt.Sprintf("%v: %s (%d)", errCap, e.Limit.Code, e.Limit.Max)
}
func (e *CapError) Unwrap() error { return errCap }

// within returns an error if a limit allows no further invitation.
func within(ctx context.Context, q querier, limits []Limit) error {
	for _, l := range limits {
		used, last, err := count(ctx, q, l)
		if err != nil {
			return err
		}
		if used+max(l.Adds, 1) > l.Max {
			return &CapError{l, last}
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
	n, _, err := count(ctx, s.db, l)
	return n, kind(err)
}

// count is how much of l is used up, and when the newest of it was decided; zero for none.
func count(ctx context.Context, q querier, l Limit) (used int, last time.Time, err error) {
	query := `SELECT count(*), coalesce(max(d.sent_at), '') FROM debits d JOIN bookings b ON b.id = d.booking WHERE TRUE`
	var args []any
	also := func(cond string, values ...any) {
		query += ` AND ` + cond
		args = append(args, values...)
	}
	if !l.Sent.Empty() {
		also(`d.sent_at >= ? AND d.sent_at < ?`, formatTime(l.Sent.Start), formatTimeUp(l.Sent.End))
	}
	if !l.Start.Empty() {
		also(`d.start_at >= ? AND d.start_at < ? AND b.state IN ('sending','unknown','booked','met','missed')`,
			formatTime(l.Start.Start), formatTimeUp(l.Start.End))
	}
	if !l.Month.Empty() {
		also(`d.start_at >= ? AND d.start_at < ?`, formatTime(l.Month.Start), formatTimeUp(l.Month.End))
	}
	if l.Open {
		also(`b.ended_at = '' AND CASE d.person WHEN b.second THEN b.second_reply ELSE b.reply END IN ('', 'NEEDS-ACTION')`)
	}
	if l.Team != "" {
		also(`d.team = ?`, l.Team)
	}
	if l.Person != "" {
		also(`d.person = ?`, l.Person)
	}
	if !l.Upward.IsZero() {
		also(`d.upward AND d.sent_at >= ?`, formatTime(l.Upward))
	}
	var sent string
	if err := q.QueryRowContext(ctx, query, args...).Scan(&used, &sent); err != nil {
		return 0, last, err
	}
	return used, last, parseTime(sent, &last)
}
