package prose

import (
	"slices"
	"testing"
	"time"
)

func TestCount(t *testing.T) {
	for _, c := range []struct {
		n    int
		noun string
		want string
	}{
		{0, "coffee", "0 coffees"}, {1, "coffee", "1 coffee"}, {2, "coffee", "2 coffees"},
		{1, "entry", "1 entry"}, {2, "entry", "2 entries"}, {2, "working day", "2 working days"}, {2, "bus", "2 buses"},
		{1, "person", "1 person"}, {0, "person", "0 people"}, {3, "other person", "3 other people"},
	} {
		if got := Count(c.n, c.noun); got != c.want {
			t.Errorf("%d %s is %q, want %q", c.n, c.noun, got, c.want)
		}
	}
}

func TestList(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := List(words); got != want {
			t.Errorf("%q is %q, want %q", words, got, want)
		}
	}
}

func TestChoice(t *testing.T) {
	type word string
	for want, words := range map[string][]word{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := Choice(words); got != want {
			t.Errorf("%q is %q, want %q", words, got, want)
		}
	}
}

func TestNonEmpty(t *testing.T) {
	if got := NonEmpty("", "a", "", "b"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%q", got)
	}
}

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		5 * time.Minute: "5m", time.Hour: "1h", 90 * time.Minute: "1h30m", 90 * time.Second: "1m30s", 10 * time.Second: "10s", 0: "0m", 25 * time.Hour: "25h", 24*time.Hour + 5*time.Minute: "24h5m",
	} {
		if got := FormatDuration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
