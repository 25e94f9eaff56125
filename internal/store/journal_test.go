package store

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		`INSERT OR REPLACE INTO log SELECT id, at, 'x', booking, person, text FROM log`,
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
		{ID: 1, At: at(1), Kind: "pass", Text: "first"},
		{ID: 2, At: at(3), Kind: "seen", Booking: "b1", Person: "ann", Text: "what 'she' \"said\"\nåäö \x00 end"},
		{ID: 3, At: at(2), Kind: "pass"}, // the clock may go back; the log does not
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

// The history of one booking, as shown by fika why.
func TestLogTellsALife(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	b := s.propose(t, with("ann", 9))
	block, err := s.Intend(ctx, at(1), b.ID, Block, "ev", nil)
	ok(t, err)
	ok(t, s.Done(ctx, at(2), block, Receipt{ETag: "1"}))
	_, err = s.Approve(ctx, at(3), b.ID, at(4), "approved by the user")
	ok(t, err)
	invite, err := s.Intend(ctx, at(4), b.ID, Invite, "ev", nil)
	ok(t, err)
	ok(t, s.Doubt(ctx, at(5), invite, "timeout"))
	ok(t, s.Done(ctx, at(6), invite, Receipt{ETag: "2"}))
	ok(t, s.Observe(ctx, at(7), b.ID, Seen{Span: b.Span, Reply: "DECLINED"}, "the guest declined"))
	_, err = s.End(ctx, at(8), b.ID, Declined, "rests for 120 days", true)
	ok(t, err)
	ok(t, s.Done(ctx, at(9), s.open(t), Receipt{}))

	var got strings.Builder
	log, err := s.Log(ctx, 0, b.ID, 0)
	ok(t, err)
	for _, e := range log {
		if e.Person != "ann" {
			t.Errorf("%s is about %q", e.Kind, e.Person)
		}
		got.WriteString(strings.TrimSpace(e.At.Format("15:04 ")+e.Kind+" "+e.Text) + "\n")
	}
	want := `00:00 proposed
02:00 held
03:00 approved approved by the user
04:00 sending
05:00 unknown timeout
06:00 booked
07:00 seen the guest declined
08:00 declined rests for 120 days
09:00 withdrawn
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}
