package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Bookings returns all live bookings, those that ended at since or later, and all
// with an answer or a silence of the guest, however old: declines and silences are
// never forgotten, nor the yes between two of them. They are sorted by start and id.
func (s *Store) Bookings(ctx context.Context, since time.Time) ([]Booking, error) {
	return s.bookings(ctx, `ended_at = '' OR ended_at >= ? OR state IN (?,?,?,?)`, formatTime(since), Declined, Released, Missed, Met)
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
