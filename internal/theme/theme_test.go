package theme_test

import (
	"slices"
	"strings"
	"testing"

	"fika/internal/note"
	"fika/internal/theme"
)

// TestThemes checks that every theme says what to ask and what to write down, and has a topic
// that fits into a sentence.
func TestThemes(t *testing.T) {
	seen := map[string]bool{}
	for _, th := range theme.All() {
		if seen[th.Name] || th.Kind != theme.Value && th.Kind != theme.Career {
			t.Errorf("%s: a second one, or of kind %q", th.Name, th.Kind)
		}
		seen[th.Name] = true
		if len(th.Questions) == 0 || len(th.Questions) > 3 {
			t.Errorf("%s: %d questions, not one to three", th.Name, len(th.Questions))
		}
		for _, q := range th.Questions {
			if !strings.HasSuffix(q, "?") || len(strings.Fields(q)) > 12 {
				t.Errorf("%s: %q is not a short question", th.Name, q)
			}
		}
		if len(strings.Fields(th.Topic)) == 0 || len(strings.Fields(th.Topic)) > 10 || strings.ContainsAny(th.Topic, "?!.") || strings.ToLower(th.Topic[:1]) != th.Topic[:1] {
			t.Errorf("%s: %q does not fit into a sentence", th.Name, th.Topic)
		}
		if len(th.Capture) == 0 {
			t.Errorf("%s: nothing to write down", th.Name)
		}
		for _, k := range th.Capture {
			if !slices.Contains(note.Kinds(), k) || k.Open() {
				t.Errorf("%s: %q is not what a coffee teaches", th.Name, k)
			}
		}
		if got := theme.Of(th.Name); got.Name != th.Name || !slices.Contains(theme.Names(th.Kind), th.Name) {
			t.Errorf("%s is not found", th.Name)
		}
	}
	if n := len(theme.Names(theme.Value)) + len(theme.Names(theme.Career)); n != len(theme.Names("")) || n != len(theme.All()) {
		t.Errorf("%d themes by kind, %d in all", n, len(theme.Names("")))
	}
	if got := theme.Of("unknown"); len(got.Questions)+len(got.Capture) > 0 {
		t.Error(got)
	}
}
