package planner

import (
	"slices"
	"strings"
	"unicode"

	"fika/internal/mailbox"
)

// Greeting is how a person is called in an invitation.
type Greeting struct {
	Name        string // "" if no name is known: then the greeting is a neutral one
	IsGivenName bool   // a given name; false: the name in full, because nobody can tell which part of it is one
}

// Greeting is how p is called: as p wants to be ([Person.Greet]), else by the given
// name that a source states, else by the first word of the name if that is surely a
// given name, else by the full name. No part of an address is ever taken for a
// name.
func (p Person) Greeting() Greeting {
	if p.Greet != "" {
		return Greeting{p.Greet, true}
	}
	n := readName(p)
	if given := statedGivenName(p.Given); given != "" && (n.full == "" || !slices.ContainsFunc(n.words, isEastAsian)) {
		return Greeting{given, true}
	}
	if n.startsWithGiven {
		return Greeting{n.words[0], true}
	}
	return Greeting{n.full, false}
}

// FullName is p's name as it is spoken, given name first, without titles and
// remarks. If no name is known it is how p is called.
func (p Person) FullName() string {
	if full := readName(p).full; full != "" {
		return full
	}
	return p.Greeting().Name
}

// FirstName is how sentences for the user call p: as [Person.Greeting] does, or by
// the whole address if no name is known.
func (p Person) FirstName() string {
	if g := p.Greeting(); g.Name != "" {
		return g.Name
	}
	return string(p.ID)
}

// name is a name without titles and remarks, given names first where that can be
// told.
type name struct {
	full            string
	words           []string
	startsWithGiven bool // the first word is a given name
}

func readName(p Person) name {
	text := stripBrackets(p.Name)
	if text == "" || strings.Contains(text, "@") || isLocalPart(text, p) {
		return name{}
	}
	text, turned := reorder(text, p)
	words, titled, inverted := stripTitles(strings.Fields(text))
	if len(words) == 0 {
		return name{}
	}
	if len(words) == 1 && titled { // "Dr. Sommer": a family name
		return name{full: text, words: words}
	}
	raw := words[0]
	full := strings.Join(fixCapitals(words), " ")
	switch {
	case len(words) == 1 && isLatin(raw) && !hasUpper(raw): // a login, or "unknown"
		return name{}
	case turned == orderUnknown, inverted, !isGivenName(raw, turned == lastFirst):
		return name{full, words, false}
	}
	return name{full, words, true}
}

// How the parts of a name with a comma were put in order.
type nameOrder int

const (
	asWritten nameOrder = iota
	lastFirst           // Last, First
	orderUnknown
)

// reorder makes "First Last" of "Last, First". What follows a dash or a bar, and titles
// after commas, are no part of a name.
func reorder(text string, p Person) (string, nameOrder) {
	for _, bar := range []string{" - ", " \u2013 ", " | ", " / "} {
		text, _, _ = strings.Cut(text, bar)
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	parts = slices.DeleteFunc(parts, func(part string) bool {
		part = strings.TrimSpace(part)
		return part == "" || IsNameTitle(part) || fold(part) == fold(p.Department) || fold(part) == fold(p.Title)
	})
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch {
	case len(parts) == 0:
		return "", asWritten
	case len(parts) == 1:
		return parts[0], asWritten
	}
	last := strings.Fields(parts[0])
	order := lastFirst
	if len(parts) > 2 || len(last) > 1 && !isParticle(last[0]) {
		order = orderUnknown // "Ana Ruiz, Berlin", or two family names
	}
	return parts[1] + " " + parts[0], order
}

// isGivenName reports whether word, which comes first, is surely a given name. turned
// says that a comma has told given and family names apart.
func isGivenName(word string, turned bool) bool {
	letters := 0
	for _, r := range word {
		switch {
		case unicode.IsLetter(r):
			letters++
		case !strings.ContainsRune("-'\u2019", r) && !unicode.IsMark(r):
			return false // an initial with its stop, a digit, a slash
		}
	}
	first := []rune(word)[0]
	switch {
	case letters < 2, !isLatin(word), !unicode.IsUpper(first), isAllUpper(word):
		return false
	case turned:
		return true
	}
	return !isParticle(word) && !slices.Contains(familyNamesFirst, fold(word))
}

// statedGivenName is what a source states as given name, if it can be one.
func statedGivenName(text string) string {
	words, _, _ := stripTitles(strings.Fields(stripBrackets(text)))
	given := strings.Join(fixCapitals(words), " ")
	if strings.ContainsAny(given, "@,.0123456789/") || len([]rune(given)) < 2 {
		return ""
	}
	return given
}

// stripBrackets is a name without pronouns, and without brackets and quotes and what
// is in them.
func stripBrackets(text string) string {
	var b strings.Builder
	depth, quoted := 0, false
	for _, r := range text {
		switch {
		case strings.ContainsRune("([{<", r):
			depth++
		case strings.ContainsRune(")]}>", r):
			depth = max(0, depth-1)
			b.WriteByte(' ')
		case strings.ContainsRune("\"\u201c\u201d\u201e", r):
			quoted = !quoted
		case depth == 0 && !quoted:
			b.WriteRune(r)
		}
	}
	words := slices.DeleteFunc(strings.Fields(b.String()), func(word string) bool {
		return len(word) > 1 && strings.Contains(word, "/")
	})
	return strings.Trim(strings.Join(words, " "), " ,;")
}

// isLocalPart reports whether text is the part of an address before the @. Programs
// use it if they know no name.
func isLocalPart(text string, p Person) bool {
	return slices.ContainsFunc(p.Addresses(), func(a mailbox.Address) bool {
		return fold(text) == a.Local() && (strings.ContainsAny(text, "._-") || !hasUpper(text))
	})
}

// nameTitles are words beside a name that are not part of it, without stops and
// hyphens.
var nameTitles = []string{
	"prof", "professor", "univprof", "dr", "drs", "doktor", "doctor", "docteur", "mag", "ing", "dipl", "dipling", "diplkfm", "diplkffr", "diplinf", "ir", "eng",
	"med", "dent", "vet", "agr", "theol", "techn", "rer", "nat", "phil", "jur", "iur", "pol", "oec", "hc", "habil", "fh", "mr", "mrs", "ms", "miss", "mx", "mme", "mlle", "madame", "monsieur",
	"herr", "herrn", "frau", "hr", "fru", "sir", "lord", "lady", "dame", "sr", "sra", "srta", "rev",
	"phd", "mba", "msc", "bsc", "jr", "ii", "iii", "iv", "md", "cpa", "pmp", "esq", "ext", "extern", "external", "contractor",
}

// IsNameTitle reports whether text is nothing but titles, such as "Prof. Dr.". That is
// neither a name nor a job.
func IsNameTitle(text string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !isTitleWord(word) })
}

func isTitleWord(word string) bool {
	parts := strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return strings.ContainsRune(".-,", r) })
	return slices.Contains(nameTitles, strings.Join(parts, "")) ||
		!slices.ContainsFunc(parts, func(part string) bool { return !slices.Contains(nameTitles, part) }) && len(parts) > 0
}

// stripTitles is words without titles at either end, and whether a title came first.
// It is inverted if a title that belongs in front comes last: lists that put the
// family name first do so, as in "Müller Karin Dr.".
func stripTitles(words []string) (rest []string, titled, inverted bool) {
	for len(words) > 0 && isTitleWord(words[0]) {
		words, titled = words[1:], true
	}
	for len(words) > 1 && isTitleWord(words[len(words)-1]) {
		inverted = inverted || slices.Contains([]string{"dr", "prof", "herr", "frau", "mr", "mrs", "ms"}, fold(strings.Trim(words[len(words)-1], ".")))
		words = words[:len(words)-1]
	}
	return words, titled, inverted
}

// isParticle tells words that begin a family name.
func isParticle(word string) bool {
	return slices.Contains([]string{"van", "von", "vom", "de", "del", "della", "der", "den", "di", "da", "dos", "das", "du", "des", "bin", "ibn", "abu",
		"al", "el", "le", "la", "los", "ter", "ten", "af", "av", "zu", "zum", "zur", "st", "saint", "san", "mac", "mc", "o'"}, strings.Trim(fold(word), ".")) ||
		strings.HasPrefix(fold(word), "al-") || strings.HasPrefix(fold(word), "el-")
}

// familyNamesFirst are the most frequent family names of languages that put them first,
// in Latin letters. Some are given names too; then the full name does no harm.
var familyNamesFirst = []string{
	"nguyen", "nguy\u1ec5n", "tran", "tr\u1ea7n", "le", "l\u00ea", "pham", "ph\u1ea1m", "hoang", "ho\u00e0ng", "phan", "vu", "v\u0169", "vo", "v\u00f5", "dang", "\u0111\u1eb7ng",
	"bui", "b\u00f9i", "do", "\u0111\u1ed7", "ho", "h\u1ed3", "ngo", "ng\u00f4", "duong", "d\u01b0\u01a1ng", "ly", "l\u00fd",
	"wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun", "ma", "zhu", "hu", "guo", "he", "lin", "gao", "luo", "wong", "chan", "cheung", "lau", "ng",
	"kim", "lee", "park", "choi", "jung", "jeong", "kang", "cho", "yoon", "jang", "lim", "han", "shin", "kwon", "hwang",
	"nagy", "kov\u00e1cs", "t\u00f3th", "szab\u00f3", "horv\u00e1th", "varga", "kiss", "moln\u00e1r", "n\u00e9meth", "farkas", "balogh", "papp", "tak\u00e1cs", "juh\u00e1sz",
	"sato", "suzuki", "takahashi", "tanaka", "watanabe", "ito", "yamamoto", "nakamura", "kobayashi", "kato",
}

// fixCapitals gives words in capitals, or without any, one capital each: an export wrote
// them so, not the person. A short word alone may be initials, and stays.
func fixCapitals(words []string) []string {
	text := strings.Join(words, " ")
	if !isLatin(text) || hasUpper(text) && !isAllUpper(text) {
		return words
	}
	softened := make([]string, len(words))
	for i, word := range words {
		if isParticle(word) && i > 0 {
			softened[i] = strings.ToLower(word)
			continue
		}
		if len(words) == 1 && len([]rune(word)) < 3 || len(words) == 1 && !hasUpper(word) && strings.ContainsAny(word, "._0123456789") {
			softened[i] = word
			continue
		}
		begins := true
		softened[i] = strings.Map(func(r rune) rune {
			if begins && unicode.IsLetter(r) {
				begins = false
				return unicode.ToUpper(r)
			}
			begins = strings.ContainsRune("-'\u2019", r)
			return unicode.ToLower(r)
		}, word)
	}
	return softened
}

// isEastAsian reports whether a word is of a script in which names have another order,
// or in which colleagues are not called by the given name alone.
func isEastAsian(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	})
}

// isLatin reports whether all letters of word are Latin ones.
func isLatin(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

func hasUpper(text string) bool { return strings.ContainsFunc(text, unicode.IsUpper) }

// isAllUpper reports whether text has capitals and no small letters.
func isAllUpper(text string) bool {
	return hasUpper(text) && !strings.ContainsFunc(text, unicode.IsLower)
}
