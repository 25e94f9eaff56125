package people

import (
	"cmp"
	"slices"
	"strings"

	"fika/planner"
)

// fullName is the parts of a name in a row or card.
type fullName struct{ full, given, family, preferred string }

// into sets the name of p. If a list has given names, its name column may contain
// only the family name ("Name;Vorname"), so it counts as the full name only if it
// contains the given name too.
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
		given = "" // somebody wrote the full name there
	}
	p.Name, p.Given = full, given
	if n.family != full || len(nameWords(full)) == 1 { // else somebody wrote the full name there
		p.Family = n.family
	}
}

// within reports whether the words of part are among those of text.
func within(part, text string) bool {
	words := nameWords(text)
	return !slices.ContainsFunc(nameWords(part), func(word string) bool { return !slices.Contains(words, word) })
}
