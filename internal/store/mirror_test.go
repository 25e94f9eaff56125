package store

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestMirror compares a mirror with a map, across restarts.
func TestMirror(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir := folder(t)
		s := reopen(t, dir)
		defer func() { s.Close() }()
		model := map[string]map[string]Copy{"work": {}, "home": {}} // by account and calendar
		word := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		r.Repeat(map[string]func(*rapid.T){
			"swap": func(r *rapid.T) {
				account, calendar := rapid.SampledFrom([]string{"work", "home"}).Draw(r, "account"), word.Draw(r, "calendar")
				whole := rapid.Bool().Draw(r, "whole")
				items := rapid.MapOf(word, rapid.SliceOf(rapid.Byte())).Draw(r, "items")
				removed := rapid.SliceOf(word).Draw(r, "removed")
				cursor := rapid.String().Draw(r, "cursor")
				if err := s.Mirror(account).Swap(t.Context(), calendar, cursor, whole, items, removed); err != nil {
					r.Fatal(err)
				}
				want := Copy{cursor, map[string][]byte{}}
				if !whole {
					maps.Copy(want.Items, model[account][calendar].Items)
				}
				for _, id := range removed {
					delete(want.Items, id)
				}
				maps.Copy(want.Items, items)
				model[account][calendar] = want
			},
			"forget": func(r *rapid.T) {
				calendar := word.Draw(r, "calendar")
				if err := s.Mirror("work").Forget(t.Context(), calendar); err != nil {
					r.Fatal(err)
				}
				delete(model["work"], calendar)
			},
			"restart": func(*rapid.T) {
				ok(t, s.Close())
				s = reopen(t, dir)
			},
			"": func(r *rapid.T) {
				for account, want := range model {
					got, err := s.Mirror(account).Load(t.Context())
					if err != nil {
						r.Fatal(err)
					}
					if diff := cmp.Diff(want, got, sameBytes); diff != "" {
						r.Fatalf("%s (-want +got):\n%s", account, diff)
					}
				}
			},
		})
	})
}

// sameBytes treats nil and empty items as equal.
var sameBytes = cmp.Comparer(func(a, b []byte) bool { return string(a) == string(b) })

func TestMirrorSwapsAllOrNothing(t *testing.T) {
	s := fresh(t)
	m := s.Mirror("work")
	ok(t, m.Swap(t.Context(), "a", "1", true, map[string][]byte{"x": []byte("old")}, nil))
	_, err := s.db.Exec(`CREATE TRIGGER full BEFORE INSERT ON mirror_items WHEN NEW.id = 'z' BEGIN SELECT RAISE(ABORT, 'no'); END`)
	ok(t, err)
	if err := m.Swap(t.Context(), "a", "2", true, map[string][]byte{"y": nil, "z": nil}, nil); err == nil {
		t.Error("the swap was made")
	}
	got, err := m.Load(t.Context())
	ok(t, err)
	if diff := cmp.Diff(map[string]Copy{"a": {"1", map[string][]byte{"x": []byte("old")}}}, got); diff != "" {
		t.Error(diff)
	}
}
