package people

import (
	"cmp"
	"slices"
	"strings"

	"fika/planner"
)

// fullName is what a row or card says of a name, in parts.
type fullName struct{ full, given, family, preferred string }

// into states the name in p. Where a list has given names, a column of names may
// hold the family name alone ("Name;Vorname"): it is the name in full only if it
// holds the given name too.
func (n fullName) into(p *planner.Person) {
	n.full = cmp.Or(n.full, n.preferred)
	full, given := n.full, n.given
	if n.family == "" && full != "" && given != "" && !within(given, full) {
		n.family, full = full, ""
	}
	if full == "" {
		full = strings.TrimSpace(given + " " + n.family)
	}
	if len(nameWords(given)) > 1 && within(full, given) {
		given = "" // somebody wrote the whole name there
	}
	p.Name, p.Given = full, given
}

// within reports whether the words of part are among those of text.
func within(part, text string) bool {
	words := nameWords(text)
	return !slices.ContainsFunc(nameWords(part), func(word string) bool { return !slices.Contains(words, word) })
}
