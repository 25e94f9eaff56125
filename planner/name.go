package planner

import (
	"slices"
	"strings"
	"unicode"

	"fika/internal/mailbox"
)

// Greeting is what an invitation calls a person.
type Greeting struct {
	Name        string // "" if no name is known; then the greeting is neutral
	IsGivenName bool   // Name is a given name; otherwise it is the full name, because the given name is not certain
}

// Greeting returns what to call p: [Person.Greet] if it is set, else the given name
// that a source states, else the first word of the name if that is certainly a given
// name, else the full name. It never derives a name from an address.
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

// FullName returns p's name with the given name first, without titles and remarks. A name
// of a language that puts the family name first stays as it is. If no name is known,
// FullName returns the name of the greeting.
func (p Person) FullName() string {
	full := readName(p).full
	if full == "" {
		return p.Greeting().Name
	}
	given, family := statedGivenName(p.Given), strings.Join(fixCapitals(nameWords(p.Family)), " ")
	if given != "" && family != "" && full == family+" "+given && isLatin(full) && !slices.Contains(familyNamesFirst, fold(family)) {
		return given + " " + family
	}
	return full
}

// FirstName returns what sentences for the user call p: the name of
// [Person.Greeting], or the address if no name is known.
func (p Person) FirstName() string {
	if g := p.Greeting(); g.Name != "" {
		return g.Name
	}
	return string(p.ID)
}

// name is a name without titles and remarks, with given names first where the order
// is known.
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
	case len(words) == 1 && isLatin(raw) && !hasUpper(raw): // a login name, or "unknown"
		return name{}
	case turned == orderUnknown, inverted, !isGivenName(raw, turned == lastFirst):
		return name{full, words, false}
	}
	return name{full, words, true}
}

// nameOrder says how the parts of a name with a comma were put in order.
type nameOrder int

const (
	asWritten nameOrder = iota
	lastFirst           // Last, First
	orderUnknown
)

// reorder rewrites "Last, First" as "First Last". It drops text after a dash or bar,
// and titles after commas.
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

// isGivenName reports whether word, the first of a name, is certainly a given name.
// reordered means that a comma separated given and family names.
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

// statedGivenName returns the given name that a source states, or "" if the text
// cannot be one.
func statedGivenName(text string) string {
	words, _, _ := stripTitles(strings.Fields(stripBrackets(text)))
	given := strings.Join(fixCapitals(words), " ")
	if strings.ContainsAny(given, "@,.0123456789/") || len([]rune(given)) < 2 {
		return ""
	}
	return given
}

// stripBrackets returns a name without pronouns, and without anything in brackets or
// quotes.
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

// isLocalPart reports whether text is the local part of one of p's addresses. Some
// programs use it when they have no name.
func isLocalPart(text string, p Person) bool {
	return slices.ContainsFunc(p.Addresses(), func(a mailbox.Address) bool {
		return fold(text) == a.Local() && (strings.ContainsAny(text, "._-") || !hasUpper(text))
	})
}

// nameTitles are titles and other words beside a name, without full stops and
// hyphens.
var nameTitles = set(`prof professor univprof dr drs doktor doctor docteur mag ing dipl dipling diplkfm diplkffr diplinf ir eng
	med dent vet agr theol techn rer nat phil jur iur pol oec hc habil fh mr mrs ms miss mx mme mlle madame monsieur
	herr herrn frau hr fru sir lord lady dame sr sra srta rev
	phd mba msc bsc jr ii iii iv md cpa pmp esq ext extern external contractor`)

// IsNameTitle reports whether text consists only of titles, such as "Prof. Dr.". Such
// a text is neither a name nor a job title.
func IsNameTitle(text string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !isTitleWord(word) })
}

func isTitleWord(word string) bool {
	word = strings.ToLower(word)
	if nameTitles[word] || !strings.ContainsAny(word, ".-,") {
		return nameTitles[word]
	}
	parts := strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune(".-,", r) })
	return nameTitles[strings.Join(parts, "")] ||
		!slices.ContainsFunc(parts, func(part string) bool { return !nameTitles[part] }) && len(parts) > 0
}

// stripTitles returns words without titles at either end, and whether a title came
// first. inverted is true if a title that belongs in front comes last, as in "Müller
// Karin Dr.": such lists put the family name first.
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

// isParticle reports whether word can begin a family name, such as "van".
func isParticle(word string) bool {
	return slices.Contains([]string{"van", "von", "vom", "de", "del", "della", "der", "den", "di", "da", "dos", "das", "du", "des", "bin", "ibn", "abu",
		"al", "el", "le", "la", "los", "ter", "ten", "af", "av", "zu", "zum", "zur", "st", "saint", "san", "mac", "mc", "o'"}, strings.Trim(fold(word), ".")) ||
		strings.HasPrefix(fold(word), "al-") || strings.HasPrefix(fold(word), "el-")
}

// familyNamesFirst are the most frequent family names of languages that put them
// first, in Latin letters. Some are given names too; then the full name is used,
// which is harmless.
var familyNamesFirst = []string{
	"nguyen", "nguy\u1ec5n", "tran", "tr\u1ea7n", "le", "l\u00ea", "pham", "ph\u1ea1m", "hoang", "ho\u00e0ng", "phan", "vu", "v\u0169", "vo", "v\u00f5", "dang", "\u0111\u1eb7ng",
	"bui", "b\u00f9i", "do", "\u0111\u1ed7", "ho", "h\u1ed3", "ngo", "ng\u00f4", "duong", "d\u01b0\u01a1ng", "ly", "l\u00fd",
	"wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun", "ma", "zhu", "hu", "guo", "he", "lin", "gao", "luo", "wong", "chan", "cheung", "lau", "ng",
	"kim", "lee", "park", "choi", "jung", "jeong", "kang", "cho", "yoon", "jang", "lim", "han", "shin", "kwon", "hwang",
	"nagy", "kov\u00e1cs", "t\u00f3th", "szab\u00f3", "horv\u00e1th", "varga", "kiss", "moln\u00e1r", "n\u00e9meth", "farkas", "balogh", "papp", "tak\u00e1cs", "juh\u00e1sz",
	"sato", "suzuki", "takahashi", "tanaka", "watanabe", "ito", "yamamoto", "nakamura", "kobayashi", "kato",
}

// fixCapitals capitalises words that are all upper or all lower case: that comes from
// an export, not from the person. A single short word may be initials, and is not
// changed.
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

// isEastAsian reports whether word is in a script whose names have a different order,
// or whose readers do not address colleagues by the given name alone.
func isEastAsian(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	})
}

// isLatin reports whether all letters of word are Latin.
func isLatin(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

func hasUpper(text string) bool { return strings.ContainsFunc(text, unicode.IsUpper) }

// isAllUpper reports whether text has capital letters and no small ones.
func isAllUpper(text string) bool {
	return hasUpper(text) && !strings.ContainsFunc(text, unicode.IsLower)
}
