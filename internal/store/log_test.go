package store

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/rsvp"
)

func TestLogIsNeverChanged(t *testing.T) {
	s := fresh(t)
	s.book(t, with("ann", 9))
	before := s.memory(t)
	for _, sql := range []string{
		`UPDATE log SET text = 'nothing happened'`,
		`UPDATE log SET id = id + 1`,
		`DELETE FROM log`,
		`DELETE FROM log WHERE id = 1`,
		`INSERT OR REPLACE INTO log (id, at, kind, booking, person, text) SELECT id, at, 'x', booking, person, text FROM log`,
		`INSERT INTO log (id, at, kind, booking, person, text) VALUES (1, '', '', '', '', '')`,
	} {
		if _, err := s.db.Exec(sql); err == nil {
			t.Errorf("%s: was done", sql)
		}
	}
	if diff := cmp.Diff(before, s.memory(t)); diff != "" {
		t.Error(diff)
	}
}

func TestLog(t *testing.T) {
	s := fresh(t)
	all := []Entry{
		{ID: 1, At: at(1), Kind: "pass", Note: "first"},
		{ID: 2, At: at(3), Kind: api.EntrySeen, By: api.ByGuest, Booking: "b1", Person: "ann", Reply: rsvp.Maybe, Found: true, Note: "what 'she' \"said\"\nåäö \x00 end"},
		{ID: 3, At: at(2), Kind: api.EntryHold, Code: api.CodeOffline}, // the clock may go back; the log does not
		{ID: 4, At: at(4), Kind: "seen", Booking: "b2"},
		{ID: 5, At: at(5), Kind: "seen", Booking: "b1"},
	}
	for _, e := range all {
		e.ID = 77
		ok(t, s.Record(t.Context(), e))
	}
	for _, test := range []struct {
		name    string
		after   int64
		booking string
		limit   int
		want    []Entry
	}{
		{"all", 0, "", 0, all},
		{"those after", 3, "", 0, all[3:]},
		{"none after", 5, "", 0, nil},
		{"the newest", 0, "", 2, all[3:]},
		{"more than there are", 0, "", 50, all},
		{"no limit below zero", 0, "", -1, all},
		{"of one booking", 0, "b1", 0, []Entry{all[1], all[4]}},
		{"the newest of one booking after one", 1, "b1", 1, []Entry{all[4]}},
		{"of no booking", 0, "b", 0, nil},
	} {
		got, err := s.Log(t.Context(), test.after, test.booking, test.limit)
		ok(t, err)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// TestLogTellsALife checks the history of one booking, as fika why shows it.
func TestLogTellsALife(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	b := s.propose(t, with("ann", 9))
	block, err := s.Intend(ctx, at(1), b.ID, Block, "ev", nil)
	ok(t, err)
	ok(t, s.Done(ctx, at(2), block, Receipt{ETag: "1"}))
	_, err = s.Approve(ctx, at(3), b.ID, at(4), api.ByUser)
	ok(t, err)
	invite, err := s.Intend(ctx, at(4), b.ID, Invite, "ev", nil)
	ok(t, err)
	ok(t, s.MarkUnknown(ctx, at(5), invite, "timeout"))
	ok(t, s.Done(ctx, at(6), invite, Receipt{ETag: "2"}))
	ok(t, s.Observe(ctx, at(7), b.ID, Seen{Span: b.Span, Reply: rsvp.Declined}, "moved"))
	_, err = s.End(ctx, at(8), b.ID, Declined, Cause{By: api.ByGuest}, true)
	ok(t, err)
	ok(t, s.Done(ctx, at(9), s.open(t), Receipt{}))

	var got strings.Builder
	log, err := s.Log(ctx, 0, b.ID, 0)
	ok(t, err)
	for _, e := range log {
		if e.Person != "ann" {
			t.Errorf("%s is about %q", e.Kind, e.Person)
		}
		fmt.Fprintf(&got, "%s %s by %q %s %s\n", e.At.Format("15:04"), e.Kind, e.By, e.Reply, e.Note)
	}
	want := `00:00 proposed by "fika"
02:00 held by "fika"
03:00 approved by "user"
04:00 sending by "fika"
05:00 unknown by "fika"  timeout
06:00 booked by "fika"
07:00 seen by "guest" DECLINED moved
08:00 declined by "guest"
09:00 withdrawn by "fika"
`
	if diff := cmp.Diff(want, regexp.MustCompile(` +\n`).ReplaceAllString(got.String(), "\n")); diff != "" {
		t.Error(diff)
	}
}

// TestOldLog checks that entries can be read from before they had more than a kind and
// a text.
func TestOldLog(t *testing.T) {
	for layout := 1; layout < 8; layout++ {
		dir := old(t, layout)
		db, err := sql.Open("sqlite", dsn(filepath.Join(dir, "fika.db")))
		ok(t, err)
		var want []Entry
		was := func(text string, e Entry) {
			e.ID, e.At = int64(len(want))+1, monday
			_, err := db.Exec(`INSERT INTO log (at, kind, booking, person, text) VALUES (?,?,?,?,?)`, formatTime(monday), e.Kind, e.Booking, e.Person, text)
			ok(t, err)
			want = append(want, e)
		}
		kind := func(k api.EntryKind, by api.Actor, text string) Entry {
			return Entry{Kind: k, By: by, Booking: "b1", Person: "ann", Note: text}
		}
		answer := func(r rsvp.Reply, text string) Entry {
			e := kind(api.EntrySeen, api.ByGuest, text)
			e.Reply = r
			return e
		}
		found := func(e Entry) Entry { e.Found = true; return e }

		was("", kind(api.EntryProposed, api.ByFika, ""))
		was("undone by you", kind(api.EntryProposed, api.ByUser, ""))
		was("found in the calendar", found(kind(api.EntryProposed, api.ByFika, "")))
		was("by you", kind(api.EntryApproved, api.ByUser, ""))
		was("", kind(api.EntryApproved, api.ByFika, ""))
		was("offline", kind(api.EntryApproved, api.ByFika, "offline"))
		was("by you", kind(api.EntryCancelled, api.ByUser, ""))
		was("you deleted the event", kind(api.EntryCancelled, api.ByUser, "you deleted the event"))
		was("nobody knows", kind(api.EntryCancelled, api.ByFika, "nobody knows"))
		was("", kind(api.EntryDeclined, api.ByGuest, ""))
		was("no such mailbox", kind(api.EntryRefused, api.ByCalendar, "no such mailbox"))
		was("", kind(api.EntryBooked, api.ByFika, ""))
		was("found in the calendar", found(kind(api.EntryBooked, api.ByFika, "")))
		was("it is back", found(kind(api.EntryBooked, api.ByUser, "it is back")))

		was("answer: yes", answer(rsvp.Accepted, ""))
		was("answer: no", answer(rsvp.Declined, ""))
		was("answer: sent somebody else", answer(rsvp.Delegated, ""))
		was("answer: sent somebody else, Bob comes instead", answer(rsvp.Delegated, "Bob comes instead"))
		was("moved to 9:00; answer: sent somebody else, Bob comes instead", answer(rsvp.Delegated, "moved to 9:00; Bob comes instead"))
		was("moved to 9:00; answer: maybe", answer(rsvp.Maybe, "moved to 9:00"))
		was("moved to 9:00", kind(api.EntrySeen, "", "moved to 9:00"))

		was("offline: no network: wait", Entry{Kind: api.EntryHold, By: api.ByFika, Code: api.CodeOffline, Note: "no network: wait"})
		was("offline", Entry{Kind: api.EntryLifted, By: api.ByFika, Code: api.CodeOffline})
		was("never, by you", Entry{Kind: api.EntryGuard, By: api.ByUser, Person: "ann", Note: "never"})
		was("rests until 1 June 2026", Entry{Kind: api.EntryGuard, By: api.ByUser, Person: "ann", Note: "rests until 1 June 2026"})
		was("lifted by you, of somebody forgotten", Entry{Kind: api.EntryGuard, By: api.ByUser, Note: "lifted, of somebody forgotten"})
		was("forgotten by you", Entry{Kind: api.EntryGuard, By: api.ByUser, Person: "forgotten-x", Note: "forgotten"})
		was("", Entry{Kind: api.EntryApproved, Booking: "b0", Person: "forgotten-x"}) // its text is erased
		ok(t, db.Close())

		s := reopen(t, dir)
		got, err := s.Log(t.Context(), 0, "", 0)
		ok(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("layout %d: %s", layout, diff)
		}
		if _, err := s.db.Exec(`UPDATE log SET actor = 'user'`); err == nil {
			t.Errorf("layout %d: the log can be changed after the migration", layout)
		}
	}
}
