package store

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// instant is any time that timeFormat can write, in any zone.
var instant = rapid.Custom(func(r *rapid.T) time.Time {
	sec := rapid.Int64Range(-62167219200, 253402300799).Draw(r, "second") // years 0 to 9999
	nano := rapid.Int64Range(0, 999_999_999).Draw(r, "nanosecond")
	zone := time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(r, "zone"))
	return time.Unix(sec, nano).In(zone)
})

func TestTextSortsLikeTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := instant.Draw(r, "a")
		b := a.Add(time.Duration(rapid.Int64().Draw(r, "apart")))
		if y := b.UTC().Year(); y < 0 || y > 9999 || a.IsZero() || b.IsZero() {
			r.Skip("no time that can be written")
		}
		want := a.Truncate(time.Millisecond).Compare(b.Truncate(time.Millisecond))
		if got := strings.Compare(formatTime(a), formatTime(b)); got != want {
			r.Fatalf("%s and %s: %d, want %d", formatTime(a), formatTime(b), got, want)
		}
	})
}

func TestTimeIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		want := instant.Draw(r, "time")
		var got time.Time
		ok(r, parseTime(formatTime(want), &got))
		// Truncated, never rounded: the result is never later.
		if late := want.Sub(got); late < 0 || late >= time.Millisecond {
			r.Fatalf("%v became %v", want, got)
		}
		if up := formatTimeUp(want); up < formatTime(want) || up > formatTime(want.Add(time.Millisecond)) {
			r.Fatalf("%v goes up to %s", want, up)
		}
	})
}

// TestZeroTimeIsReadBack checks that the zero time is read back as the zero time.
func TestZeroTimeIsReadBack(t *testing.T) {
	got := monday
	ok(t, parseTime(formatTime(time.Time{}), &got))
	if !got.IsZero() {
		t.Errorf("the zero time became %v", got)
	}
}

// TestAbsurdTimeIsReadBack checks that a time from a guest's calendar, which may be
// anything, can be read back: otherwise one row would stop every later pass.
func TestAbsurdTimeIsReadBack(t *testing.T) {
	for _, absurd := range []time.Time{
		time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -12*3600)),
		time.Date(123456, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(0, 1, 1, 0, 0, 0, 0, time.FixedZone("", 12*3600)),
		time.Unix(1<<60, 0), time.Unix(-1<<60, 0),
	} {
		var got time.Time
		ok(t, parseTime(formatTime(absurd), &got))
		if got.IsZero() || len(formatTime(absurd)) != len(timeFormat) {
			t.Errorf("%v became %v", absurd, got)
		}
		if order := formatTime(absurd) > formatTime(monday); order != absurd.After(monday) {
			t.Errorf("%v sorts wrongly", absurd)
		}
	}
}

func TestForeignTextIsNoTime(t *testing.T) {
	for _, text := range []string{"noon", "2026-03-02", "2026-03-02 09:00:00", "2026-03-02T09:00:00.000+01:00", "2026-02-30T09:00:00.000Z", " "} {
		got := monday
		is(t, parseTime(text, &got), ErrCorrupt)
		if !got.IsZero() {
			t.Errorf("%q became %v", text, got)
		}
	}
}
