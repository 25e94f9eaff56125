package store

import (
	"context"
)

// CountByState counts the live bookings by state.
func (s *Store) CountByState(ctx context.Context) (map[State]int, error) {
	type count struct {
		state State
		n     int
	}
	counts, err := collect(ctx, s.db, func(r row) (c count, err error) { return c, r.Scan(&c.state, &c.n) },
		`SELECT state, count(*) FROM bookings WHERE ended_at = '' GROUP BY state`)
	states := map[State]int{}
	for _, c := range counts {
		states[c.state] = c.n
	}
	return states, err
}

// Size is the size of the store in bytes, from SQLite: nothing else may open its
// files, not even to measure them.
func (s *Store) Size(ctx context.Context) (int64, error) {
	var pages, size int64
	err := s.db.QueryRowContext(ctx, `SELECT page_count, page_size FROM pragma_page_count, pragma_page_size`).Scan(&pages, &size)
	return pages * size, kind(err)
}
