package remote

import (
	"context"
	"errors"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// testItem is the item type of the tests, and testCursor the cursor type.
type testItem struct{ ETag, Words string }

type testCursor struct {
	Format int
	Token  string
}

func valid(s testCursor) bool { return s.Format == 1 }

// failingMirror is a mirror on a disk that may be full.
type failingMirror struct {
	Mirror
	fail error
}

func (b *failingMirror) Swap(ctx context.Context, calendar string, s Swap) error {
	if b.fail != nil {
		return b.fail
	}
	return b.Mirror.Swap(ctx, calendar, s)
}

// TestReplicas compares replicas, also after a restart, with plain maps: for random
// commits, on a disk that is sometimes full.
func TestReplicas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		mirror := &failingMirror{Mirror: NewMemory()}
		open := func() *Replicas[testCursor, testItem] {
			rs := NewReplicas[testCursor, testItem](mirror, nil)
			if err := rs.Load(t.Context(), valid); err != nil {
				rt.Fatal(err)
			}
			return rs
		}
		rs, full := open(), errors.New("disk full")
		model := map[string]map[string]testItem{}
		name := rapid.SampledFrom([]string{"a", "b", "c"})
		rt.Repeat(map[string]func(*rapid.T){
			"commit": func(rt *rapid.T) {
				calendar, c := name.Draw(rt, "calendar"), NewChange[testItem]()
				c.Items = rapid.MapOf(name, rapid.Custom(func(rt *rapid.T) testItem {
					return testItem{rapid.StringN(0, 2, 4).Draw(rt, "etag"), rapid.StringN(0, 3, 8).Draw(rt, "words")}
				})).Draw(rt, "items")
				for _, id := range rapid.SliceOf(name).Draw(rt, "removed") {
					if _, put := c.Items[id]; !put {
						c.Removed[id] = true
					}
				}
				mirror.fail = nil
				if rapid.IntRange(0, 4).Draw(rt, "disk") == 0 {
					mirror.fail = full
				}
				if err := rs.Commit(t.Context(), calendar, c, testCursor{1, "next"}); !errors.Is(err, mirror.fail) {
					rt.Fatalf("got %v", err)
				}
				if mirror.fail != nil {
					return
				}
				if model[calendar] == nil {
					model[calendar] = map[string]testItem{}
				}
				maps.Copy(model[calendar], c.Items)
				for id := range c.Removed {
					delete(model[calendar], id)
				}
			},
			"keep": func(rt *rapid.T) {
				gone := name.Draw(rt, "gone")
				if err := rs.RetainOnly(t.Context(), func(calendar string) bool { return calendar != gone }); err != nil {
					rt.Fatal(err)
				}
				delete(model, gone)
			},
			"forget": func(rt *rapid.T) {
				if err := rs.Clear(t.Context()); err != nil || rs.Loaded() {
					rt.Fatal(err)
				}
				clear(model)
				rs = open()
			},
			"restart": func(*rapid.T) { rs = open() },
			"": func(rt *rapid.T) {
				again := open()
				for _, calendar := range []string{"a", "b", "c"} {
					r, want := rs.Calendar(calendar), model[calendar]
					if diff := cmp.Diff(want, maps.Collect(r.Items())); diff != "" && len(want)+r.Len() > 0 {
						rt.Fatalf("%s (-want +got):\n%s", calendar, diff)
					}
					if r.Known() != (want != nil) || r.Len() != len(want) {
						rt.Fatalf("%s: known %v, %d items", calendar, r.Known(), r.Len())
					}
					if restarted := again.Calendar(calendar); restarted.Version() != r.Version() || restarted.Cursor != r.Cursor || restarted.Len() != r.Len() {
						rt.Fatalf("%s: different after a restart", calendar)
					}
				}
			},
		})
	})
}

// TestReplicaVersion checks that the version depends on the set of items, not on
// their order.
func TestReplicaVersion(t *testing.T) {
	rs := NewReplicas[testCursor, testItem](NewMemory(), nil)
	if err := rs.Load(t.Context(), valid); err != nil {
		t.Fatal(err)
	}
	commit := func(items map[string]testItem, removed ...string) string {
		t.Helper()
		c := NewChange[testItem]()
		maps.Copy(c.Items, items)
		for _, id := range removed {
			c.Removed[id] = true
		}
		if err := rs.Commit(t.Context(), "a", c, testCursor{Format: 1}); err != nil {
			t.Fatal(err)
		}
		return rs.Calendar("a").Version()
	}
	none := rs.Calendar("a").Version()
	one := commit(map[string]testItem{"x": {"1", "x"}})
	two := commit(map[string]testItem{"y": {"1", "x"}})
	changed := commit(map[string]testItem{"x": {"2", "x"}})
	if none == one || one == two || two == changed || two == none {
		t.Errorf("different items have the same version: %s %s %s %s", none, one, two, changed)
	}
	if back := commit(map[string]testItem{"x": {"1", "x"}}); back != two {
		t.Errorf("got %s, want %s again", back, two)
	}
	if back := commit(nil, "x", "y", "never"); back != none {
		t.Errorf("got %s, want the version of an empty replica", back)
	}
}

// TestUnreadableMirror checks that a copy that cannot be decoded is ignored, and
// replaced by the first commit.
func TestUnreadableMirror(t *testing.T) {
	for what, c := range map[string]Copy{
		"another format":  {Cursor: `{"Format":0}`, Items: map[string][]byte{"old": []byte(`{}`)}},
		"no cursor":       {Cursor: "", Items: map[string][]byte{"old": []byte(`{}`)}},
		"an invalid item": {Cursor: `{"Format":1}`, Items: map[string][]byte{"old": []byte(`{}`), "bad": []byte("{")}},
		"an empty item":   {Cursor: `{"Format":1}`, Items: map[string][]byte{"bad": nil}},
	} {
		mirror := NewMemory()
		mirror.Swap(t.Context(), "a", Swap{Cursor: c.Cursor, Items: c.Items})
		rs := NewReplicas[testCursor, testItem](mirror, nil)
		if err := rs.Load(t.Context(), valid); err != nil {
			t.Fatal(err)
		}
		if r := rs.Calendar("a"); r.Known() || r.Len() != 0 || r.Version() != rs.Calendar("never").Version() {
			t.Errorf("%s: %d items were loaded", what, r.Len())
		}
		change := NewChange[testItem]()
		change.Items["new"] = testItem{"1", "new"}
		if err := rs.Commit(t.Context(), "a", change, testCursor{Format: 1}); err != nil {
			t.Fatal(err)
		}
		held, _ := mirror.Load(t.Context())
		if _, stays := held["a"].Items["new"]; !stays || len(held["a"].Items) != 1 {
			t.Errorf("%s: %d items are left", what, len(held["a"].Items))
		}
	}
}

// TestInternSeesEveryItem checks that intern is called with each item, from a sync or
// from the mirror.
func TestInternSeesEveryItem(t *testing.T) {
	mirror := NewMemory()
	open := func() *Replicas[testCursor, testItem] {
		rs := NewReplicas[testCursor](mirror, func(it *testItem) { it.Words += "!" })
		if err := rs.Load(t.Context(), valid); err != nil {
			t.Fatal(err)
		}
		return rs
	}
	rs, c := open(), NewChange[testItem]()
	c.Items["x"] = testItem{"1", "Coffee"}
	if err := rs.Commit(t.Context(), "a", c, testCursor{Format: 1}); err != nil {
		t.Fatal(err)
	}
	for what, rs := range map[string]*Replicas[testCursor, testItem]{"a sync": rs, "the mirror": open()} {
		if it, ok := rs.Calendar("a").Item("x"); !ok || it.Words != "Coffee!" {
			t.Errorf("from %s: %+v", what, it)
		}
	}
}
