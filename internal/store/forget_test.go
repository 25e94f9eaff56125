package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// TestForget checks every byte of the state for a person, before and after they are
// forgotten.
func TestForget(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	ctx := t.Context()
	gone := s.book(t, with("ann@example.com", 12))
	stays := s.propose(t, with("bob@example.com", 14))
	ok(t, s.SetGuard(ctx, monday, api.ByUser, Guard{Person: "ann@example.com", Never: true}, "never"))
	ok(t, s.SetGuard(ctx, monday, api.ByUser, Guard{Person: "bob@example.com", Never: true}, "never"))

	is(t, s.Forget(ctx, at(1), Kept{}, "ann@example.com"), ErrWrongState)
	_, err := s.State(ctx, at(2), gone.ID, Stated{Kind: api.StatedBecause, Words: "she of ann@example.com rebuilt the pricing page"})
	ok(t, err)
	_, err = s.End(ctx, at(13), gone.ID, Met, Cause{Note: "because ann@example.com came"}, false)
	ok(t, err)
	if !found(t, dir, "ann@example.com") {
		t.Fatal("the person cannot be found before: the search is wrong")
	}
	counted := Limit{Sent: span.Span{Start: at(-24), End: at(24)}}
	before := used(t, s, counted)

	ok(t, s.Forget(ctx, at(14), Kept{Never: true}, "ann@example.com"))
	if found(t, dir, "ann@example.com") || found(t, dir, "the pricing page") {
		t.Error("the person is still in the files of the state")
	}
	forgotten, err := s.ForgottenGuards(ctx)
	ok(t, err)
	if !forgotten.For(mailbox.Spell("Ann+news@Example.com ")).Never || forgotten.For("bob@example.com") != (Kept{}) || forgotten.For() != (Kept{}) {
		t.Errorf("kept: %+v", forgotten)
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
		if e.Person != b.Person || e.Note != "" {
			t.Errorf("entry %+v", e)
		}
	}
	if _, err := s.db.ExecContext(ctx, `UPDATE log SET text = 'x'`); err == nil {
		t.Error("the log can be changed from now on")
	}
}

// found reports whether word is in a file in dir.
func found(t *testing.T, dir, word string) bool {
	t.Helper()
	in := false
	ok(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		in = in || bytes.Contains(data, []byte(word))
		return err
	}))
	return in
}

// TestForgetWaitsForTheCalendar checks that nobody is forgotten while the event of
// their ended booking is still to be removed. Without the address and the event, nobody
// could find it again.
func TestForgetWaitsForTheCalendar(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann@example.com", 12))
	_, err := s.End(t.Context(), at(1), b.ID, Cancelled, Cause{}, true)
	ok(t, err)
	is(t, s.Forget(t.Context(), at(2), Kept{}, "ann@example.com"), ErrWrongState)
	if got := s.booking(t, b.ID); got.Person != "ann@example.com" || got.Event == "" {
		t.Errorf("it was forgotten in part: %+v", got)
	}
	open, err := s.Intents(t.Context())
	ok(t, err)
	if len(open) != 1 || open[0].Kind != Withdraw {
		t.Fatalf("intents: %+v", open)
	}
	ok(t, s.Done(t.Context(), at(3), open[0], Receipt{}))
	ok(t, s.Forget(t.Context(), at(4), Kept{}, "ann@example.com"))
}

// TestT26CopiesForgetToo checks threat T26: a backup from yesterday and a store that a
// restore replaced both forget the person.
func TestT26CopiesForgetToo(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann@example.com", 12))
	_, err := s.Daily(t.Context(), monday)
	ok(t, err)
	_, err = s.End(t.Context(), at(13), b.ID, Met, Cause{}, false)
	ok(t, err)
	replaced := filepath.Join(s.dir, "before-restore-20260301")
	ok(t, os.WriteFile(replaced, []byte("ann@example.com"), 0o600))
	ok(t, s.Forget(t.Context(), at(14), Kept{}, "ann@example.com"))
	if left := modes(t, filepath.Join(s.dir, "backups")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := os.Stat(replaced); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a restore replaced is still there: %v", err)
	}
	path, err := s.Daily(t.Context(), at(15))
	ok(t, err)
	text, err := os.ReadFile(path)
	ok(t, err)
	if bytes.Contains(text, []byte("ann@example.com")) {
		t.Error("the new copy remembers")
	}
}

// TestForgottenGuards checks what is kept about somebody who is forgotten twice, under two
// addresses, and that another store uses different marks.
func TestForgottenGuards(t *testing.T) {
	s, ctx := fresh(t), t.Context()
	is := func(address mailbox.Address, want Kept) {
		t.Helper()
		all, err := s.ForgottenGuards(ctx)
		ok(t, err)
		if got := all.For(address); got.Never != want.Never || got.OwnWish != want.OwnWish || !got.Rest.Equal(want.Rest) {
			t.Errorf("%s: %+v, want %+v", address, got, want)
		}
	}
	is("ann@example.com", Kept{})
	ok(t, s.Forget(ctx, monday, Kept{Rest: at(100)}, "ann@example.com", "a.old@example.com"))
	is("a.old@example.com", Kept{Rest: at(100)})
	ok(t, s.Forget(ctx, monday, Kept{Rest: at(50)}, "ann@example.com"))
	is("ann@example.com", Kept{Rest: at(100)})
	ok(t, s.Forget(ctx, monday, Kept{Never: true, Rest: at(500)}, "ann@example.com"))
	is("ann@example.com", Kept{Never: true})
	ok(t, s.Forget(ctx, monday, Kept{Rest: at(500)}, "ann@example.com"))
	is("ann@example.com", Kept{Never: true})
	ok(t, s.Forget(ctx, monday, Kept{Never: true, OwnWish: true}, "ann@example.com"))
	is("ann@example.com", Kept{Never: true, OwnWish: true})
	ok(t, s.Forget(ctx, monday, Kept{Never: true}, "ann@example.com"))
	is("ann@example.com", Kept{Never: true, OwnWish: true})
	ok(t, s.Forget(ctx, monday, Kept{}, "bob@example.com"))
	is("bob@example.com", Kept{})

	lifted, err := s.Lift(ctx, monday, "bob@example.com")
	ok(t, err)
	if lifted {
		t.Error("what was not kept was lifted")
	}
	lifted, err = s.Lift(ctx, monday, "ann@example.com", "a.old@example.com")
	ok(t, err)
	if !lifted {
		t.Error("what was kept was not lifted")
	}
	is("ann@example.com", Kept{})
	is("a.old@example.com", Kept{})

	other := fresh(t)
	ok(t, other.Forget(ctx, monday, Kept{Never: true}, "ann@example.com"))
	ok(t, s.Forget(ctx, monday, Kept{Never: true}, "ann@example.com"))
	here, err := s.ForgottenGuards(ctx)
	ok(t, err)
	there, err := other.ForgottenGuards(ctx)
	ok(t, err)
	for mark := range here.kept {
		if _, same := there.kept[mark]; same {
			t.Error("two stores mark somebody alike: a mark could be looked up in a table")
		}
	}
}

// TestForgetSpellings checks that an address that an older fika spelled differently is
// forgotten with the address.
func TestForgetSpellings(t *testing.T) {
	s := reopen(t, folder(t))
	const stored = "Ana\u200b@example.com"
	ok(t, s.SetGuard(t.Context(), monday, api.ByUser, Guard{Person: stored, Never: true}, "never"))
	guards, err := s.Guards(t.Context())
	if err != nil || len(guards) != 1 || guards[0].Person != "ana@example.com" {
		t.Fatalf("%v, %v", guards, err)
	}
	ok(t, s.SetGuard(t.Context(), monday, api.ByUser, Guard{Person: "ana@example.com"}, "lifted"))
	if guards, err = s.Guards(t.Context()); err != nil || len(guards) != 1 || guards[0].Never {
		t.Errorf("lifted: %v, %v", guards, err)
	}
	ok(t, s.Forget(t.Context(), monday, Kept{}, "ana@example.com"))
	if guards, err = s.Guards(t.Context()); err != nil || len(guards) > 0 {
		t.Errorf("left: %v, %v", guards, err)
	}
	var left int
	ok(t, s.db.QueryRow(`SELECT count(*) FROM log WHERE person = ?`, stored).Scan(&left))
	if left > 0 {
		t.Errorf("%d lines of the log name them", left)
	}
}
