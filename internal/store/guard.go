package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"fika/planner"
)

// Guard is the user's own word about one person, given on the command line; it
// stands beside what the configuration says.
type Guard struct {
	Person planner.PersonID
	Never  bool
	Rest   time.Time // nothing before; zero: no rest
	Lifted time.Time // declines before no longer count; zero: all count
}

// Guards returns every guard, by person.
func (s *Store) Guards(ctx context.Context) ([]Guard, error) {
	return collect(ctx, s.db, func(r row) (g Guard, err error) {
		var rest, lifted string
		err = r.Scan(&g.Person, &g.Never, &rest, &lifted)
		return g, errors.Join(err, unstamp(rest, &g.Rest), unstamp(lifted, &g.Lifted))
	}, `SELECT person, never, rest_until, lifted_at FROM guards ORDER BY person`)
}

// SetGuard replaces the guard of g.Person and logs text.
func (s *Store) SetGuard(ctx context.Context, now time.Time, g Guard, text string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO guards VALUES (?,?,?,?) ON CONFLICT (person)
			DO UPDATE SET never = excluded.never, rest_until = excluded.rest_until, lifted_at = excluded.lifted_at`,
			g.Person, g.Never, stamp(g.Rest), stamp(g.Lifted))
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Kind: "guard", Person: g.Person, Text: text})
	})
}
