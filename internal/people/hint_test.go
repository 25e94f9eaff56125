package people

import (
	"slices"
	"strings"
	"testing"

	"fika/planner"
)

// TestHintsNameEveryWord checks that the hint about a word that is not understood names
// every word that is.
func TestHintsNameEveryWord(t *testing.T) {
	hint := func(report func(*fieldParser)) string {
		f := newFields("people.csv", nil)
		report(f)
		if len(f.list) != 1 {
			t.Fatalf("%d faults", len(f.list))
		}
		return f.list[0].Hint
	}
	named := func(hint string, words []string) {
		t.Helper()
		for _, w := range words {
			if !slices.Contains(strings.FieldsFunc(hint, func(r rune) bool { return strings.ContainsRune(" ,;", r) }), w) {
				t.Errorf("%q does not name %s", hint, w)
			}
		}
	}
	var languages, wishes []string
	for _, l := range planner.Languages() {
		languages = append(languages, string(l))
	}
	named(hint(func(f *fieldParser) { f.language("pt", place{line: 2}); f.reportLanguages() }), languages)
	for _, known := range wishWords {
		wishes = append(wishes, known.word)
	}
	named(hint(func(f *fieldParser) { f.wishWord(&planner.Wish{}, "perhaps", place{line: 2}) }), wishes)
}
