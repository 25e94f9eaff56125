package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestCopiesFreeNothing checks that several calendars together take at least the time
// that each takes alone, in any order, and that removing duplicates changes nothing.
func TestCopiesFreeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := spanOfMinutes(0, 1440)
		var read []Listing
		var all []Event
		for range rapid.IntRange(1, 4).Draw(t, "calendars") {
			l := Listing{Events: rapid.SliceOfN(rapid.Custom(drawEvent), 0, 5).Draw(t, "events")}
			for i := range l.Events {
				l.Events[i].Sequence = rapid.IntRange(0, 2).Draw(t, "sequence")
				l.Events[i].Travel = time.Duration(rapid.IntRange(0, 20).Draw(t, "way")) * time.Minute
			}
			read, all = append(read, l), append(all, l.Events...)
		}
		together, _ := ana.Combine(read)
		blocks := ana.Blocks(together, day)
		if diff := cmp.Diff(ana.Blocks(all, day), blocks); diff != "" {
			t.Errorf("without what is there twice (-all +unique):\n%s", diff)
		}
		for _, l := range read {
			if diff := cmp.Diff(blocks, ana.Blocks(slices.Concat(together, l.Events), day)); diff != "" {
				t.Errorf("one calendar is busy where all of them are not (-together +more):\n%s", diff)
			}
		}
		slices.Reverse(read)
		backwards, _ := ana.Combine(read)
		if diff := cmp.Diff(blocks, ana.Blocks(backwards, day)); diff != "" {
			t.Errorf("in another order (-want +got):\n%s", diff)
		}
	})
}

// TestApplyMoves checks when a separate occurrence in one calendar replaces the one in
// another.
func TestApplyMoves(t *testing.T) {
	series := []Event{
		{UID: "a", Title: "first", Instance: "20260302T100000Z", Span: spanOfMinutes(600, 660)},
		{UID: "a", Title: "moved", Instance: "20260302T120000Z", Span: spanOfMinutes(800, 860)},
		{UID: "b", Title: "other", Instance: "20260302T100000Z", Span: spanOfMinutes(600, 660)},
		{UID: "d", Title: "day", Instance: "20260302", Span: spanOfMinutes(0, 1440), AllDay: true},
		{UID: "s", Title: "single", Span: spanOfMinutes(600, 660)},
	}
	stray := func(uid, instance string) Event {
		return Event{UID: uid, Title: "new", Instance: instance, Span: spanOfMinutes(900, 960)}
	}
	free := stray("a", "20260302T100000Z")
	free.Transparent = true
	for _, test := range []struct {
		name  string
		stray Event
		want  string
	}{
		{"it is moved", stray("a", "20260302T100000Z"), "moved other day single new"},
		{"another occurrence", stray("a", "20260302T110000Z"), "first moved other day single new"},
		{"its own calendar has moved it", stray("a", "20260302T120000Z"), "first moved other day single new"},
		{"a whole day", stray("d", "20260302"), "first moved other single new"},
		{"of an event that does not repeat", stray("s", "20260302T100000Z"), "first moved other day new"},
		{"a free copy frees nothing", free, "first moved other day single new"},
	} {
		t.Run(test.name, func(t *testing.T) {
			alone := Listing{Events: []Event{test.stray}, DetachedOverrides: []Event{test.stray}}
			events, _ := ana.Combine([]Listing{{Events: series}, alone})
			var got []string
			for _, e := range events {
				got = append(got, e.Title)
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			if events, _ = ana.Combine([]Listing{alone}); len(events) != 1 {
				t.Errorf("it takes itself away: %v", events)
			}
		})
	}
}
