package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
)

// TestRefusals checks that refusals survive the process, one per calendar and part.
func TestRefusals(t *testing.T) {
	s := fresh(t)
	all := Refusal{Calendar: "work", Part: "everything", Since: monday, Until: at(1), Times: 1, Code: "c", Text: "t", Hint: api.Hint{Text: "h", Command: "c"}, Booking: "b"}
	link := Refusal{Calendar: "work", Part: "link", Since: monday, Until: at(2)}
	ok(t, s.SetRefusal(t.Context(), all))
	ok(t, s.SetRefusal(t.Context(), link))
	all.Until, all.Times = at(3), 2
	ok(t, s.SetRefusal(t.Context(), all))
	held := func(want ...Refusal) {
		t.Helper()
		got, err := s.Refusals(t.Context())
		ok(t, err)
		same := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Errorf("refusals (-want +got):\n%s", diff)
		}
	}
	held(all, link)
	ok(t, s.DropRefusal(t.Context(), "work", "everything"))
	ok(t, s.DropRefusal(t.Context(), "work", "everything"))
	held(link)
}

// TestMarkAltered checks that a change that the calendar turned into something else
// stays in doubt, and ends without returning its debit, because the guest may know
// about it.
func TestMarkAltered(t *testing.T) {
	s := fresh(t)
	b, in := s.invite(t, with("ann", 9))
	ok(t, s.MarkAltered(t.Context(), monday, in, "another id"))
	if got := s.open(t); !got.Altered || got.Problem != "another id" || s.booking(t, b.ID).State != Unknown {
		t.Errorf("the intent is %+v, the booking %s", got, s.booking(t, b.ID).State)
	}
	ok(t, s.Abandon(t.Context(), at(9), in, "nobody knows"))
	if got := s.booking(t, b.ID); got.State != Cancelled || !got.Sent {
		t.Errorf("it is %+v", got)
	}
	if used, err := s.Used(t.Context(), Limit{}); err != nil || used != 1 {
		t.Errorf("%d invitations are counted, %v", used, err)
	}
	is(t, s.Abandon(t.Context(), at(9), in, ""), ErrWrongState)
	is(t, s.MarkAltered(t.Context(), at(9), in, ""), ErrWrongState)
}
