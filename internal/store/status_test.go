package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
)

// TestHolds checks since when holds stand and what is logged, as they come, change and
// go.
func TestHolds(t *testing.T) {
	s := fresh(t)
	for _, step := range []struct {
		name string
		hour float64
		set  []Hold
		want []Hold
		log  []string
	}{
		{"none", 0, nil, nil, nil},
		{"one comes", 1, []Hold{{Code: "offline", Text: "no network"}},
			[]Hold{{Code: "offline", Since: at(1), Text: "no network"}}, []string{"hold offline: no network"}},
		{"it stays, in other words", 2, []Hold{{Code: "offline", Text: "no network yet", Hint: api.Hint{Text: "wait"}}},
			[]Hold{{Code: "offline", Since: at(1), Text: "no network yet", Hint: api.Hint{Text: "wait"}}}, nil},
		{"another comes, and is set first", 3, []Hold{{Code: "clock"}, {Code: "offline"}},
			[]Hold{{Code: "clock", Since: at(3)}, {Code: "offline", Since: at(1)}}, []string{"hold clock: "}},
		{"one goes", 4, []Hold{{Code: "clock"}},
			[]Hold{{Code: "clock", Since: at(3)}}, []string{"lifted offline: "}},
		{"one goes, one comes back as a new one", 5, []Hold{{Code: "offline"}},
			[]Hold{{Code: "offline", Since: at(5)}}, []string{"hold offline: ", "lifted clock: "}},
		{"one of two reasons is enough", 6, []Hold{{Code: "offline"}, {Code: "new", Text: "a"}, {Code: "new", Text: "b"}},
			[]Hold{{Code: "offline", Since: at(5)}, {Code: "new", Since: at(6), Text: "a"}, {Code: "new", Since: at(6), Text: "b"}},
			[]string{"hold new: a"}},
		{"all go", 7, nil, nil, []string{"lifted offline: ", "lifted new: "}},
	} {
		before := len(s.kinds(t))
		got, err := s.SetHolds(t.Context(), at(step.hour), step.set)
		ok(t, err)
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
		log, err := s.Log(t.Context(), int64(before), "", 0)
		ok(t, err)
		var lines []string
		for _, e := range log {
			lines = append(lines, fmt.Sprintf("%s %s: %s", e.Kind, e.Code, e.Note))
		}
		if diff := cmp.Diff(step.log, lines); diff != "" {
			t.Errorf("%s: log: %s", step.name, diff)
		}
	}
}

func TestHoldsAreRememberedOldestFirst(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	_, err := s.SetHolds(t.Context(), at(1), []Hold{{Code: "b", Text: "t", Hint: api.Hint{Text: "h", Command: "c"}}, {Code: "c"}})
	ok(t, err)
	_, err = s.SetHolds(t.Context(), at(2), []Hold{{Code: "a", Acting: true}, {Code: "c"}, {Code: "b", Text: "t", Hint: api.Hint{Text: "h", Command: "c"}}})
	ok(t, err)
	ok(t, s.Close())

	got, err := reopen(t, dir).Holds(t.Context())
	ok(t, err)
	want := []Hold{{Code: "b", Since: at(1), Text: "t", Hint: api.Hint{Text: "h", Command: "c"}}, {Code: "c", Since: at(1)}, {Code: "a", Since: at(2), Acting: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLastPass checks that the last pass is read back, also after the clock was set
// back.
func TestLastPass(t *testing.T) {
	s := fresh(t)
	last := func() time.Time {
		got, err := s.LastPass(t.Context())
		ok(t, err)
		return got
	}
	if got := last(); !got.IsZero() {
		t.Errorf("before the first pass: %v", got)
	}
	for _, now := range []time.Time{at(2), at(3), at(1)} { // the clock may go back
		ok(t, s.SetLastPass(t.Context(), now))
		if got := last(); !got.Equal(now) {
			t.Errorf("%v, want %v", got, now)
		}
	}
	_, err := s.db.Exec(`UPDATE meta SET value = 'soon' WHERE key = 'last_pass'`)
	ok(t, err)
	_, err = s.LastPass(t.Context())
	is(t, err, ErrCorrupt)
}

// TestGuards checks that the last guard of each person is kept, and each change logged.
func TestGuards(t *testing.T) {
	s := fresh(t)
	ann := Guard{Person: "ann", Never: true, Rest: at(10), Lifted: at(1)}
	ok(t, s.SetGuard(t.Context(), monday, api.ByUser, Guard{Person: "bob", Rest: at(20)}, "rests"))
	ok(t, s.SetGuard(t.Context(), monday, api.ByUser, ann, "never"))
	ok(t, s.SetGuard(t.Context(), monday, api.ByUser, Guard{Person: "bob"}, "lifted"))
	got, err := s.Guards(t.Context())
	ok(t, err)
	if diff := cmp.Diff([]Guard{ann, {Person: "bob"}}, got); diff != "" {
		t.Error(diff)
	}
	log, err := s.Log(t.Context(), 2, "", 0)
	ok(t, err)
	if diff := cmp.Diff([]Entry{{ID: 3, At: monday, Kind: api.EntryGuard, By: api.ByUser, Person: "bob", Note: "lifted"}}, log); diff != "" {
		t.Error(diff)
	}
}

// TestSyncs checks that the last sync of each calendar is read back, and that damaged
// ones are errors.
func TestSyncs(t *testing.T) {
	s := fresh(t)
	work := Sync{Calendar: "work", At: at(2), Events: 40, Ahead: []time.Time{at(3), at(4), at(4)}, Doubted: true}
	home := Sync{Calendar: "home", Problem: "no answer"}
	for _, y := range []Sync{{Calendar: "work", At: at(1), Events: 7, Problem: "half"}, home, work} {
		ok(t, s.SetSync(t.Context(), y))
	}
	got, err := s.Syncs(t.Context())
	ok(t, err)
	if diff := cmp.Diff([]Sync{home, work}, got); diff != "" {
		t.Error(diff)
	}
	for _, ahead := range []string{``, `12`, `["soon"]`} {
		_, err := s.db.Exec(`UPDATE calendars SET ahead = ? WHERE name = 'work'`, ahead)
		ok(t, err)
		_, err = s.Syncs(t.Context())
		is(t, err, ErrCorrupt)
	}
}

// TestRecordWish checks that a guest's wish is added to what the user decided, that it is logged
// as theirs, and that a lift outlasts the answer that says it.
func TestRecordWish(t *testing.T) {
	s, ctx := fresh(t), t.Context()
	guardsAre := func(want ...Guard) {
		t.Helper()
		got, err := s.Guards(ctx)
		ok(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	ok(t, s.SetGuard(ctx, monday, api.ByUser, Guard{Person: "ann@example.com", Rest: at(10), Lifted: at(1)}, "rests"))
	ok(t, s.RecordWish(ctx, at(2), "b1", "ann@example.com"))
	ok(t, s.RecordWish(ctx, at(2), "b2", "bob@example.com"))
	guardsAre(Guard{Person: "ann@example.com", Never: true, OwnWish: true, Rest: at(10), Lifted: at(1)}, Guard{Person: "bob@example.com", Never: true, OwnWish: true})

	ok(t, s.SetGuard(ctx, at(3), api.ByUser, Guard{Person: "ann@example.com", Lifted: at(3)}, "lifted"))
	ok(t, s.RecordWish(ctx, at(4), "b1", "ann@example.com"))
	guardsAre(Guard{Person: "ann@example.com", Lifted: at(3)}, Guard{Person: "bob@example.com", Never: true, OwnWish: true})
	ok(t, s.RecordWish(ctx, at(5), "b3", "ann@example.com"))
	guardsAre(Guard{Person: "ann@example.com", Never: true, OwnWish: true, Lifted: at(3)}, Guard{Person: "bob@example.com", Never: true, OwnWish: true})

	log, err := s.Log(ctx, 4, "", 0)
	ok(t, err)
	want := []Entry{{ID: 5, At: at(5), Kind: api.EntryGuard, By: api.ByGuest, Booking: "b3", Person: "ann@example.com", Note: "never"}}
	if diff := cmp.Diff(want, log); diff != "" {
		t.Error(diff)
	}
}
