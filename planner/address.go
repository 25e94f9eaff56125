package planner

import (
	"slices"
	"strings"
)

// Language is a language that fika writes invitations in, as an ISO 639-1 code; ""
// means that none is stated.
type Language string

// Languages returns the languages of invitations. English is the first.
func Languages() []Language { return []Language{"en", "de", "fr", "sv"} }

// ParseLanguage returns the language that word names, such as de or de-AT, and whether
// fika writes in it.
func ParseLanguage(word string) (Language, bool) {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(word)), "_", "-"), "-")
	l := Language(code)
	return l, slices.Contains(Languages(), l)
}

// Form is how formally an invitation addresses somebody; "" means that nobody stated it.
type Form string

// The forms: by the first name, which is du or tu; and by the last name, which is Sie or
// vous.
const (
	FormFirst Form = "first"
	FormLast  Form = "last"
)

// FormWords returns the words for forms of address. Those for one form are next to each
// other.
func FormWords() []string { return []string{"first", "du", "tu", "last", "sie", "vous"} }

// ParseForm returns the form of address that word names, one of [FormWords], and whether
// there is one.
func ParseForm(word string) (Form, bool) {
	switch i := slices.Index(FormWords(), strings.ToLower(strings.TrimSpace(word))); {
	case i < 0:
		return "", false
	case i < 3:
		return FormFirst, true
	}
	return FormLast, true
}

// LastName returns p's family name, or "" if it is not certain: it is stated, or it is
// the rest of a name after a certain given name. A rest of several words counts only if
// it begins like a family name, such as van der Berg; otherwise its first word may be
// another given name.
func (p Person) LastName() string {
	if family := strings.Join(fixCapitals(nameWords(p.Family)), " "); family != "" {
		return family
	}
	n := readName(p)
	words := strings.Fields(n.full)
	given := strings.Fields(statedGivenName(p.Given))
	if len(given) == 0 && n.startsWithGiven {
		given = words[:1]
	}
	if len(given) == 0 || len(given) >= len(words) || !slices.Equal(given, words[:len(given)]) {
		return ""
	}
	rest := words[len(given):]
	if len(rest) > 1 && !isParticle(rest[0]) {
		return ""
	}
	return strings.Join(rest, " ")
}

// nameWords returns the words of a part of a name, without titles and brackets; none if it
// has marks that no name has.
func nameWords(text string) []string {
	words, _, _ := stripTitles(strings.Fields(stripBrackets(text)))
	if strings.ContainsAny(strings.Join(words, ""), "@,0123456789/") {
		return nil
	}
	return words
}

// Degree returns the academic degree that belongs to a formal address, as p's name states
// it: "Prof.", "Dr.", or "" for neither. Of two, the higher counts.
func (p Person) Degree() string {
	degree := ""
	for word := range strings.FieldsFuncSeq(p.Name, func(r rune) bool { return strings.ContainsRune(" ,;.-", r) }) {
		switch fold(word) {
		case "prof", "professor":
			return "Prof."
		case "dr":
			degree = "Dr."
		}
	}
	return degree
}
