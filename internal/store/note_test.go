package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/note"
)

// write stores a note about Ann and returns its ID.
func (s *Store) write(t testing.TB, kind note.Kind, text string) note.ID {
	t.Helper()
	ids, err := s.AddNotes(t.Context(), note.Note{At: monday, Person: "ann@example.com", Kind: kind, Text: text})
	ok(t, err)
	return ids[0]
}

// texts returns the texts of the notes that q chooses, the newest first.
func (s *Store) texts(t testing.TB, q NoteQuery) string {
	t.Helper()
	notes, err := s.Notes(t.Context(), q)
	ok(t, err)
	var list []string
	for _, n := range notes {
		list = append(list, n.Text)
	}
	return strings.Join(list, "|")
}

// TestNotes writes, finds, changes, finishes and forgets notes.
func TestNotes(t *testing.T) {
	s := reopen(t, folder(t))
	ctx := t.Context()
	learned := s.write(t, note.Learned, "Kunden überspringen die Bestellung #Late-Deliveries")
	promise := note.Note{At: at(1), Booking: "k7q2fa", Person: "bob@example.com", Kind: note.Promise, Text: "send the pricing page", Due: date.New(2026, 3, 6)}
	ids, err := s.AddNotes(ctx, promise)
	ok(t, err)
	id := ids[0]
	for _, test := range []struct {
		q    NoteQuery
		want string
	}{
		{NoteQuery{}, "send the pricing page|Kunden überspringen die Bestellung #Late-Deliveries"},
		{NoteQuery{Words: "UBERSPRINGEN kund"}, "Kunden überspringen die Bestellung #Late-Deliveries"},
		{NoteQuery{Words: "page pricing"}, "send the pricing page"},
		{NoteQuery{Words: `"page" OR NOT (kunden`}, ""},
		{NoteQuery{Words: `"(*)"`}, "send the pricing page|Kunden überspringen die Bestellung #Late-Deliveries"},
		{NoteQuery{Topic: "#late-deliveries"}, "Kunden überspringen die Bestellung #Late-Deliveries"},
		{NoteQuery{People: []mailbox.Address{"bob@example.com", "cy@example.com"}}, "send the pricing page"},
		{NoteQuery{Booking: "k7q2fa", Kinds: []note.Kind{note.Promise}}, "send the pricing page"},
		{NoteQuery{Since: at(1)}, "send the pricing page"},
		{NoteQuery{IDs: []note.ID{learned}}, "Kunden überspringen die Bestellung #Late-Deliveries"},
		{NoteQuery{Open: true}, "send the pricing page"},
	} {
		if got := s.texts(t, test.q); got != test.want {
			t.Errorf("%+v: %q, want %q", test.q, got, test.want)
		}
	}
	promise.ID = id
	notes, err := s.Notes(ctx, NoteQuery{IDs: []note.ID{id}})
	ok(t, err)
	if diff := cmp.Diff([]note.Note{promise}, notes); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}

	ok(t, s.EditNote(ctx, learned, "they pay late #invoices"))
	if got := s.texts(t, NoteQuery{Words: "kunden"}) + s.texts(t, NoteQuery{Topic: "late-deliveries"}); got != "" {
		t.Errorf("the old words find %q", got)
	}
	if got := s.texts(t, NoteQuery{Words: "pay", Topic: "invoices"}); got != "they pay late #invoices" {
		t.Errorf("the new words find %q", got)
	}
	ok(t, s.FinishNote(ctx, id, at(5)))
	if got := s.texts(t, NoteQuery{Open: true}); got != "" {
		t.Errorf("open: %q", got)
	}
	ok(t, s.FinishNote(ctx, id, time.Time{}))
	if got := s.texts(t, NoteQuery{Open: true}); got != "send the pricing page" {
		t.Errorf("open again: %q", got)
	}
	is(t, s.FinishNote(ctx, learned, at(5)), ErrWrongState)
	is(t, s.EditNote(ctx, 99, "x"), ErrNoNote)
	is(t, s.ForgetNote(ctx, 99), ErrNoNote)

	ok(t, s.ForgetNote(ctx, id))
	if next := s.write(t, note.Learned, "more"); next == id {
		t.Errorf("%s was given twice", id)
	}
}

// TestForgottenNotesLeaveNoByte searches every file of the state for the words of notes
// that were forgotten: one by one, or with their person.
func TestForgottenNotesLeaveNoByte(t *testing.T) {
	for name, forget := range map[string]func(s *Store, id note.ID) error{
		"one":    func(s *Store, id note.ID) error { return s.ForgetNote(t.Context(), id) },
		"person": func(s *Store, _ note.ID) error { return s.Forget(t.Context(), at(1), Kept{}, "ann@example.com") },
		"edited": func(s *Store, id note.ID) error {
			if err := s.EditNote(t.Context(), id, "something else"); err != nil {
				return err
			}
			return s.ForgetNote(t.Context(), id)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			s := reopen(t, dir)
			for range 50 { // so that the words are in several pages and segments
				s.write(t, note.Learned, "filler")
			}
			id := s.write(t, note.Learned, "xylophone #zeppelin")
			_, err := s.Daily(t.Context(), at(0))
			ok(t, err)
			for _, word := range []string{"xylophone", "zeppelin"} {
				if !found(t, dir, word) {
					t.Fatalf("%s cannot be found before: the search is wrong", word)
				}
			}
			ok(t, forget(s, id))
			for _, word := range []string{"xylophone", "zeppelin"} {
				if found(t, dir, word) {
					t.Errorf("%s is still in the files of the state", word)
				}
			}
			ok(t, s.Check(t.Context()))
		})
	}
}

// TestForgottenNoteWasStated checks that a topic which an invitation stated is forgotten with
// its note, and what another one stated is not.
func TestForgottenNoteWasStated(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	ctx := t.Context()
	id := s.write(t, note.Problem, "late #zeppelin")
	b, other := s.book(t, with("ann@example.com", 9)), s.book(t, with("bob@example.com", 11))
	_, err := s.State(ctx, monday, b.ID, Stated{Kind: api.StatedTold, Fact: id.String() + " zeppelin", Words: "zeppelin", Month: "2026-03"})
	ok(t, err)
	because := Stated{Kind: api.StatedBecause, Fact: id.String() + " x", Words: "you know routing"}
	_, err = s.State(ctx, monday, other.ID, because)
	ok(t, err)
	ok(t, s.ForgetNote(ctx, id))
	if found(t, dir, "zeppelin") || s.booking(t, b.ID).Stated != (Stated{}) {
		t.Errorf("left: %+v", s.booking(t, b.ID).Stated)
	}
	if got := s.booking(t, other.ID).Stated; got != because {
		t.Errorf("another invitation stated %+v", got)
	}
}

// TestOldNotesLeaveNoByte checks that notes of some age leave no byte in the store, nor in a
// copy of that age that no other one replaces, and that other copies stay.
func TestOldNotesLeaveNoByte(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	ctx := t.Context()
	s.write(t, note.Learned, "xylophone #zeppelin")
	kept, err := s.Daily(ctx, at(0))
	ok(t, err)
	layout := filepath.Join(dir, BackupFolder, "layout-17.db")
	ok(t, s.Backup(ctx, layout))
	for _, path := range []string{kept, layout} {
		ok(t, os.Chtimes(path, monday, monday))
	}
	if n, err := s.ForgetOldNotes(ctx, monday); n != 0 || err != nil {
		t.Errorf("before their time: %d, %v", n, err)
	}
	if _, err := os.Stat(layout); err != nil {
		t.Errorf("a copy is gone before its time: %v", err)
	}
	if n, err := s.ForgetOldNotes(ctx, monday.Add(time.Millisecond)); n != 1 || err != nil {
		t.Errorf("in their time: %d, %v", n, err)
	}
	if left := modes(t, filepath.Join(dir, BackupFolder)); len(left) != 1 || left[filepath.Base(kept)] == 0 {
		t.Errorf("copies: %v", left)
	}
	ok(t, os.Remove(kept)) // as later backups do
	for _, word := range []string{"xylophone", "zeppelin"} {
		if found(t, dir, word) {
			t.Errorf("%s is still in the files of the state", word)
		}
	}
}

// TestCopyBeforeNotes checks that the copy from before the migration that added notes can be
// restored: what it had is there, and the notes that came after it are not.
func TestCopyBeforeNotes(t *testing.T) {
	dir := earlierLayout(t, 17)
	before := rows(t, dir, 17)
	s := reopen(t, dir)
	s.write(t, note.Learned, "xylophone")
	ok(t, s.Close())
	copied := filepath.Join(dir, BackupFolder, "layout-17.db")
	if layout, err := inspect(t.Context(), copied); layout != 17 || err != nil {
		t.Fatalf("the copy has layout %d, %v", layout, err)
	}
	_, err := Restore(t.Context(), dir, copied, monday)
	ok(t, err)
	s = reopen(t, dir)
	if diff := cmp.Diff(before, s.rows(t)); diff != "" {
		t.Errorf("lost or changed: %s", diff)
	}
	if got := s.texts(t, NoteQuery{}); got != "" {
		t.Errorf("notes from after the copy: %q", got)
	}
	s.write(t, note.Learned, "again")
}

// TestAnyWordsAreSearched checks that no text of the user is a faulty query, and that a
// note is found by each of its own words.
func TestAnyWordsAreSearched(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "state"))
	ok(t, err)
	defer s.Close()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringN(0, 30, -1).Draw(t, "words")
		if _, err := s.Notes(t.Context(), NoteQuery{Words: words}); err != nil {
			t.Errorf("%q: %v", words, err)
		}
		word := rapid.StringMatching(`[a-zäöé]{1,12}`).Draw(t, "word")
		ids, err := s.AddNotes(t.Context(), note.Note{At: monday, Person: "ann@example.com", Kind: note.Learned, Text: "about " + word})
		if err != nil {
			t.Fatal(err)
		}
		if notes, err := s.Notes(t.Context(), NoteQuery{Words: word, IDs: ids}); err != nil || len(notes) != 1 {
			t.Errorf("%q finds %v, %v", word, notes, err)
		}
	})
}
