package store

import (
	"context"
	"fmt"
)

// Check reads the whole store and compares every index with its table and every
// reference with its target. It takes longer than the check in Open, which does not
// compare indexes. If something is damaged, the error wraps ErrCorrupt.
func (s *Store) Check(ctx context.Context) error {
	text := func(r row) (t string, err error) { return t, r.Scan(&t) }
	verdicts, err := collect(ctx, s.db, text, `PRAGMA integrity_check(1)`)
	if err != nil {
		return err
	}
	if len(verdicts) != 1 || verdicts[0] != "ok" {
		return fmt.Errorf("%w: %v", ErrCorrupt, verdicts)
	}
	loose, err := collect(ctx, s.db, text, `SELECT "table" || ' points to a missing ' || parent FROM pragma_foreign_key_check`)
	if err != nil {
		return err
	}
	if len(loose) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, loose[0])
	}
	return nil
}
