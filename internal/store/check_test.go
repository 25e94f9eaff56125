package store

import (
	"testing"
)

func TestCheck(t *testing.T) {
	s := fresh(t)
	s.book(t, with("ann", 9))
	ok(t, s.Check(t.Context()))
}

// TestCheckFindsLooseEnds checks that Check verifies references, which Open does not.
func TestCheckFindsLooseEnds(t *testing.T) {
	s := fresh(t)
	s.book(t, with("ann", 9))
	for _, sql := range []string{
		`PRAGMA foreign_keys = 0`,
		`INSERT INTO intents (id, booking, kind, event, state, attempt, problem, created_at) VALUES (99, 'nobody', 'invite', 'e', 'open', 0, '', '')`,
	} {
		if _, err := s.db.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	is(t, s.Check(t.Context()), ErrCorrupt)
}

// TestCheckFindsAWrongIndex checks that Check finds a value that differs from its
// index, which the quick check cannot see.
func TestCheckFindsAWrongIndex(t *testing.T) {
	s := fresh(t)
	s.book(t, with("ann", 9))
	for _, sql := range []string{
		`PRAGMA writable_schema = 1`,
		`UPDATE sqlite_schema SET sql = replace(sql, '(person)', '(booking)') WHERE name = 'guests_live'`,
		`PRAGMA writable_schema = RESET`,
	} {
		if _, err := s.db.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	is(t, s.Check(t.Context()), ErrCorrupt)
}
