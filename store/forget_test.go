package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fika/span"
)

// TestForget looks for a person in every byte of the state, before and after.
func TestForget(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	ctx := t.Context()
	gone := s.book(t, with("ann@example.com", 12))
	stays := s.propose(t, with("bob@example.com", 14))
	ok(t, s.SetGuard(ctx, monday, Guard{Person: "ann@example.com", Never: true}, "never, by you"))
	ok(t, s.SetGuard(ctx, monday, Guard{Person: "bob@example.com", Never: true}, "never, by you"))

	is(t, s.Forget(ctx, at(1), "ann@example.com"), ErrState)
	_, err := s.End(ctx, at(13), gone.ID, Met, "because ann@example.com came", false)
	ok(t, err)
	if !found(t, dir, "ann@example.com") {
		t.Fatal("the person cannot be found before: the search is wrong")
	}
	counted := Limit{Sent: span.Span{Start: at(-24), End: at(24)}}
	before := used(t, s, counted)

	ok(t, s.Forget(ctx, at(14), "ann@example.com"))
	if found(t, dir, "ann@example.com") {
		t.Error("the person is still in the files of the state")
	}
	b := s.booking(t, gone.ID)
	if !strings.HasPrefix(string(b.Person), Forgotten) || b.State != Met || b.Name == gone.Name || len(b.Reasons) > 0 || b.Event != "" {
		t.Errorf("left of the booking: %+v", b)
	}
	if after := used(t, s, counted); before != 1 || after != before {
		t.Errorf("%d invitations counted before, %d after", before, after)
	}
	guards, err := s.Guards(ctx)
	ok(t, err)
	if len(guards) != 1 || guards[0].Person != "bob@example.com" || s.booking(t, stays.ID).Person != "bob@example.com" {
		t.Errorf("others were touched: %+v", guards)
	}
	entries, err := s.Log(ctx, 0, gone.ID, 0)
	ok(t, err)
	if len(entries) < 3 {
		t.Errorf("%d entries left of its life", len(entries))
	}
	for _, e := range entries {
		if e.Person != b.Person || e.Text != "" {
			t.Errorf("entry %+v", e)
		}
	}
	if _, err := s.db.ExecContext(ctx, `UPDATE log SET text = 'x'`); err == nil {
		t.Error("the log can be changed from now on")
	}
}

// found reports whether word stands in a file in dir.
func found(t *testing.T, dir, word string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	ok(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		ok(t, err)
		if bytes.Contains(data, []byte(word)) {
			return true
		}
	}
	return false
}

// TestT26CopiesForgetToo has a copy of yesterday, which would remember.
func TestT26CopiesForgetToo(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann@example.com", 12))
	_, err := s.Daily(t.Context(), monday)
	ok(t, err)
	_, err = s.End(t.Context(), at(13), b.ID, Met, "", false)
	ok(t, err)
	ok(t, s.Forget(t.Context(), at(14), "ann@example.com"))
	if left := modes(t, filepath.Join(s.dir, "backups")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	path, err := s.Daily(t.Context(), at(15))
	ok(t, err)
	text, err := os.ReadFile(path)
	ok(t, err)
	if bytes.Contains(text, []byte("ann@example.com")) {
		t.Error("the new copy remembers")
	}
}
