package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"fika/internal/api"
)

// closed is the folder of a closed store with some content.
func closed(t *testing.T) (dir, file string) {
	t.Helper()
	dir = folder(t)
	s := reopen(t, dir)
	s.book(t, with("ann", 9))
	ok(t, s.Close())
	return dir, filepath.Join(dir, "fika.db")
}

func TestDamagedFile(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"not a database":   func([]byte) []byte { return bytes.Repeat([]byte("once upon a time "), 4000) },
		"one byte":         func(db []byte) []byte { return db[:1] },
		"half a header":    func(db []byte) []byte { return db[:50] },
		"first page alone": func(db []byte) []byte { return db[:4096] },
		"half":             func(db []byte) []byte { return db[:len(db)/2] },
		"last page gone":   func(db []byte) []byte { return db[:len(db)-4096] },
		"empty":            func(db []byte) []byte { return nil },
		"zeros":            func(db []byte) []byte { return make([]byte, len(db)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := closed(t)
			db, err := os.ReadFile(file)
			ok(t, err)
			damaged := damage(db)
			ok(t, os.WriteFile(file, damaged, 0o600))
			_, err = Open(t.Context(), dir)
			is(t, err, ErrCorrupt)

			// The rest may be all that is left for a rescue.
			now, err := os.ReadFile(file)
			ok(t, err)
			if !bytes.Equal(now, damaged) {
				t.Error("the damaged file was changed")
			}
		})
	}
}

func TestEveryPageIsChecked(t *testing.T) {
	dir, file := closed(t)
	db, err := os.ReadFile(file)
	ok(t, err)
	for page := range len(db) / 4096 {
		damaged := bytes.Clone(db)
		copy(damaged[page*4096:], bytes.Repeat([]byte{0xa5}, 4096))
		ok(t, os.WriteFile(file, damaged, 0o600))
		s, err := Open(t.Context(), dir)
		if err == nil {
			s.Close()
			t.Errorf("page %d of rubbish went unseen", page+1)
			continue
		}
		is(t, err, ErrCorrupt)
	}
}

// TestLostFileIsNotANewStore checks that a missing store with bookings does not look
// like a first start: fika would no longer know whom it invited.
func TestLostFileIsNotANewStore(t *testing.T) {
	dir, file := closed(t)
	ok(t, os.Remove(file))
	_, err := Open(t.Context(), dir)
	is(t, err, ErrCorrupt)
	if _, err := os.Stat(file); err == nil {
		t.Error("a new one was put in its place")
	}

	ok(t, os.Remove(filepath.Join(dir, "installed")))
	if s := reopen(t, dir); len(s.all(t)) != 0 {
		t.Error("a store that began anew has bookings")
	}
}

// TestBrokenOffFirstOpen checks that the empty file of a first Open that was killed
// before it wrote anything does not count as a lost store.
func TestBrokenOffFirstOpen(t *testing.T) {
	dir := folder(t)
	ok(t, os.Mkdir(dir, 0o700))
	ok(t, os.WriteFile(filepath.Join(dir, "fika.db"), nil, 0o600))
	reopen(t, dir)
}

func TestUnreadableRowsAreDamage(t *testing.T) {
	for _, sql := range []string{
		`UPDATE bookings SET start_at = 'noon'`,
		`UPDATE bookings SET created_at = '2026-03-02 09:00'`,
		`UPDATE bookings SET reasons = '{'`,
	} {
		s := fresh(t)
		s.book(t, with("ann", 9))
		_, err := s.db.Exec(sql)
		ok(t, err)
		_, err = s.Bookings(t.Context(), monday)
		is(t, err, ErrCorrupt)
		// If the rows of a failed read were not closed, this would wait forever.
		ok(t, s.SetLastPass(t.Context(), monday))
	}
}

// TestRemovedWhileOpen checks that nothing is written into a store whose file was
// removed or replaced: it would be lost at the end of the program, and an invitation
// that was sent meanwhile would be sent again.
func TestRemovedWhileOpen(t *testing.T) {
	for name, remove := range map[string]func(dir, file string) error{
		"the file":   func(_, file string) error { return os.Remove(file) },
		"the folder": func(dir, _ string) error { return os.RemoveAll(dir) },
		"replaced": func(_, file string) error {
			db, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if err := os.Remove(file); err != nil {
				return err
			}
			return os.WriteFile(file, db, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := closed(t)
			s := reopen(t, dir)
			ok(t, remove(dir, file))
			_, err := s.Propose(t.Context(), monday, with("bea", 10))
			is(t, err, ErrMissing)
			is(t, err, ErrCorrupt)
			is(t, s.SetGuard(t.Context(), monday, api.ByUser, Guard{Person: "ann@example.com", Never: true}, "never"), ErrMissing)
		})
	}
}
