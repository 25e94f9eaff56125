package prose

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

type word string

func TestSprintf(t *testing.T) {
	long := strings.Repeat("ä", 1000)
	for _, test := range []struct {
		name, want string
		format     string
		args       []any
	}{
		{"short", `"a" is 3, b, 1s`, "%q is %d, %s, %v", []any{"a", 3, word("b"), time.Second}},
		{"a long one", strings.Repeat("ä", 199) + "… is no time", "%s is no time", []any{long}},
		{"a long error", strings.Repeat("ä", 199) + "…", "%v", []any{errors.New(long)}},
		{"a long word", strings.Repeat("ä", 199) + "…", "%s", []any{word(long)}},
		{"two, one of them short", "a: " + strings.Repeat("ä", 198) + "…", "%s: %s", []any{"a", long}},
		{"two long ones", strings.Repeat("ä", 99) + "…: " + strings.Repeat("ä", 99) + "…", "%s: %s", []any{long, long}},
		{"the verb cuts more", "ää", "%.2s", []any{long}},
		{"nothing", "<nil>", "%v", []any{nil}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Sprintf(test.format, test.args...); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestTruncate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, most := rapid.String().Draw(t, "text"), rapid.IntRange(1, 20).Draw(t, "most")
		got := Truncate(text, most)
		if utf8.RuneCountInString(got) > most {
			t.Errorf("%q has more than %d characters", got, most)
		}
		if kept, cut := strings.CutSuffix(got, "…"); got != text && (!cut || !strings.HasPrefix(text, kept)) {
			t.Errorf("%q is no beginning of %q", got, text)
		}
	})
}
