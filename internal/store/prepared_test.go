package store

import "testing"

// A query that is asked while its own rows are being read has rows of its own.
func TestQueryWithinItself(t *testing.T) {
	s := fresh(t)
	tx, err := s.db.BeginTx(t.Context(), nil)
	ok(t, err)
	defer tx.Rollback()
	const query = `SELECT value FROM json_each('[1,2,3]')`
	read := func(each func()) (sum int) {
		rows, err := tx.QueryContext(t.Context(), query)
		ok(t, err)
		defer rows.Close()
		for sum <= 6 && rows.Next() {
			var n int
			ok(t, rows.Scan(&n))
			sum += n
			each()
		}
		ok(t, rows.Err())
		return sum
	}
	outer := read(func() {
		if inner := read(func() {}); inner != 6 {
			t.Errorf("inside it sums up to %d", inner)
		}
	})
	if outer != 6 {
		t.Errorf("outside it sums up to %d", outer)
	}
}
