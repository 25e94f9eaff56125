package span

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// at is the instant n minutes into the tests' day.
func at(n int) time.Time {
	return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
}

// spans builds spans from pairs of minutes.
func spans(minutes ...int) []Span {
	var out []Span
	for i := 0; i+1 < len(minutes); i += 2 {
		out = append(out, Span{at(minutes[i]), at(minutes[i+1])})
	}
	return out
}

func TestMerge(t *testing.T) {
	for _, test := range []struct {
		name     string
		in, want []Span
	}{
		{"nothing", nil, nil},
		{"apart", spans(30, 40, 0, 10), spans(0, 10, 30, 40)},
		{"touching", spans(0, 10, 10, 20), spans(0, 20)},
		{"nested", spans(0, 60, 10, 20), spans(0, 60)},
		{"empty and reversed vanish", spans(5, 5, 9, 3), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Merge(test.in)
			if len(got) == 0 && len(test.want) == 0 {
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Merge (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSubtract(t *testing.T) {
	for _, test := range []struct {
		name                string
		from, without, want []Span
	}{
		{"nothing taken", spans(0, 10), nil, spans(0, 10)},
		{"the middle", spans(0, 30), spans(10, 20), spans(0, 10, 20, 30)},
		{"one cut over two", spans(0, 10, 20, 30), spans(5, 25), spans(0, 5, 25, 30)},
		{"all", spans(5, 10), spans(0, 20), nil},
		{"touching takes nothing", spans(10, 20), spans(0, 10, 20, 30), spans(10, 20)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Subtract(test.from, test.without)); diff != "" {
				t.Errorf("Subtract (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMinutes holds Merge, Subtract and Hit against a day of booleans.
func TestMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) []Span {
			return spans(rapid.SliceOfN(rapid.IntRange(0, 60), 0, 12).Draw(t, label)...)
		}
		has := func(ss []Span, minute int) bool {
			for _, s := range ss {
				if s.Contains(at(minute)) {
					return true
				}
			}
			return false
		}
		a, b := draw("a"), draw("b")
		merged, left := Merge(a), Subtract(Merge(a), Merge(b))
		for m := range 60 {
			if has(a, m) != has(merged, m) {
				t.Fatalf("minute %d: in the input %v, merged %v", m, has(a, m), has(merged, m))
			}
			if want := has(a, m) && !has(b, m); has(left, m) != want {
				t.Fatalf("minute %d: subtracted %v, want %v", m, has(left, m), want)
			}
			if _, hit := Hit(merged, Span{at(m), at(m + 1)}); hit != has(a, m) {
				t.Fatalf("minute %d: Hit %v, want %v", m, hit, has(a, m))
			}
		}
	})
}
