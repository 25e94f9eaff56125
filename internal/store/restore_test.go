package store

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// change runs sql on a database that nobody has open.
func change(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", uri(path))
	ok(t, err)
	_, err = db.Exec(query)
	ok(t, errors.Join(err, db.Close()))
}

func TestRestore(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	s.book(t, with("ann", 9))
	file := filepath.Join(t.TempDir(), "copy.db")
	ok(t, s.Backup(t.Context(), file))
	s.book(t, with("bob", 10))

	_, err := Restore(t.Context(), dir, file, monday)
	var locked *LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("under a running fika: %v", err)
	}
	ok(t, s.Close())
	aside, err := Restore(t.Context(), dir, file, monday)
	ok(t, err)

	s = reopen(t, dir)
	if got := len(s.all(t)); got != 1 {
		t.Errorf("%d bookings are back, want 1", got)
	}
	restored, err := s.Restored(t.Context())
	ok(t, err)
	if !restored {
		t.Error("it does not know that it was restored")
	}
	ok(t, s.ClearRestored(t.Context()))
	if restored, err = s.Restored(t.Context()); err != nil || restored {
		t.Errorf("compared, and still %v, %v", restored, err)
	}
	_, err = inspect(t.Context(), aside)
	ok(t, err)
	for name := range modes(t, dir) {
		if strings.Contains(name, ".part") {
			t.Errorf("%s was left", name)
		}
	}
}

func TestRestoreRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, file string)
		want  error
	}{
		"F24 newer":   {func(t *testing.T, file string) { change(t, file, `PRAGMA user_version = 9999`) }, ErrNewer},
		"foreign":     {func(t *testing.T, file string) { change(t, file, `PRAGMA application_id = 1`) }, ErrCorrupt},
		"empty":       {func(t *testing.T, file string) { ok(t, os.Truncate(file, 0)) }, ErrCorrupt},
		"half":        {func(t *testing.T, file string) { ok(t, os.Truncate(file, 8192)) }, ErrCorrupt},
		"no database": {func(t *testing.T, file string) { ok(t, os.WriteFile(file, bytes.Repeat([]byte("x"), 9999), 0o600)) }, ErrCorrupt},
		"in use":      {func(t *testing.T, file string) { ok(t, os.WriteFile(file+"-wal", []byte("x"), 0o600)) }, ErrCorrupt},
		"not there":   {func(t *testing.T, file string) { ok(t, os.Remove(file)) }, os.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			dir, path := closed(t)
			file := filepath.Join(t.TempDir(), "copy.db")
			s := fresh(t)
			ok(t, s.Backup(t.Context(), file))
			c.spoil(t, file)
			before, err := os.ReadFile(path)
			ok(t, err)
			_, err = Restore(t.Context(), dir, file, monday)
			is(t, err, c.want)
			after, err := os.ReadFile(path)
			ok(t, err)
			if !bytes.Equal(before, after) {
				t.Error("the store was changed")
			}
			if got := len(reopen(t, dir).all(t)); got != 1 {
				t.Errorf("%d bookings, want 1", got)
			}
		})
	}
}

// TestF20RestoreOfALostStore checks that a backup can be restored where Open refuses to
// start over.
func TestF20RestoreOfALostStore(t *testing.T) {
	dir, path := closed(t)
	s := fresh(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	ok(t, s.Backup(t.Context(), file))
	ok(t, os.Remove(path))
	_, err := Open(t.Context(), dir)
	is(t, err, ErrCorrupt)
	aside, err := Restore(t.Context(), dir, file, monday)
	ok(t, err)
	if aside != "" {
		t.Errorf("something was set aside: %s", aside)
	}
	reopen(t, dir)
}
