package invitation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fika/internal/prose"
	"fika/planner"
)

// A letter quotes what others wrote: titles of meetings, job titles and departments. The
// rules here are strict, because a fact that is left out costs little, and a wrong word
// about somebody a lot.

// Names are words of names, folded. A letter tells its guest nobody else's name.
type Names map[string]bool

// NamesOf returns the words of the names and of the addresses of people, and of own.
func NamesOf(people []planner.Person, own string) Names {
	n := Names{}
	n.add(own)
	for _, p := range people {
		for _, name := range []string{p.Name, p.Given, p.Family, p.Greet} {
			n.add(name)
		}
		for _, a := range p.Addresses() {
			n.add(a.Local())
		}
	}
	return n
}

func (n Names) add(name string) {
	for _, word := range wordsOf(name) {
		if utf8.RuneCountInString(word) > 1 && !slices.Contains(particles, word) {
			n[word] = true
		}
	}
}

// particles are parts of names that are also common words.
var particles = strings.Fields("al bin da de del den der des di du el la le of the van von und and et och")

// In reports whether text has a word of a name, also with the s of a genitive.
func (n Names) In(text string) bool {
	return slices.ContainsFunc(wordsOf(text), func(word string) bool { return n[word] || n[strings.TrimSuffix(word, "s")] })
}

// wordsOf returns the words of text in lower case, without digits and punctuation.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

// What a quotation may have.
const (
	maxQuotedWords  = 6
	maxQuotedLetter = 40
	marksOfTitles   = " -&'’,.+"
	marksOfLabels   = " -&'’,."
)

// quotable returns the title of a meeting as a letter quotes it, and whether it may: it says
// what the meeting was about, and nothing about a person.
func (n Names) quotable(title string) (string, bool) {
	title = prose.WithoutStop(strings.Join(strings.Fields(title), " "))
	says := func(word string) bool { return utf8.RuneCountInString(word) > 2 && !slices.Contains(emptyWords, word) }
	digits := strings.Count(strings.Map(onlyDigits, title), "0")
	return title, plain(title, marksOfTitles) && digits <= 4 && slices.ContainsFunc(wordsOf(title), says) &&
		!shouted(title) && !n.In(title) && !unsaid(title) && !sensitive(title)
}

// label returns a job title or the name of a department as a letter states it, and whether it
// may. Steps of a ladder such as II are left out; codes, remarks and capitals are for
// machines.
func (n Names) label(text string) (string, bool) {
	words := strings.Fields(prose.WithoutStop(text))
	for len(words) > 1 && slices.Contains(steps, strings.TrimRight(words[len(words)-1], ",")) {
		words = words[:len(words)-1]
	}
	label := strings.TrimRight(strings.Join(words, " "), ",-&. ")
	tells := func(word string) bool { return utf8.RuneCountInString(word) > 1 && !slices.Contains(emptyLabels, word) }
	return label, plain(label, marksOfLabels) && strings.IndexFunc(label, unicode.IsDigit) < 0 && slices.ContainsFunc(strings.Fields(strings.ToLower(label)), tells) &&
		!slices.ContainsFunc(wordsOf(label), func(word string) bool { return slices.Contains(passing, word) }) &&
		!IsIntern(label) && !shouted(label) && !planner.IsNameTitle(label) && !n.In(label) && !unsaid(label)
}

// steps are the parts of job titles that only say how far somebody is on a ladder.
var steps = []string{"I", "II", "III", "IV", "V", "VI"}

// plain reports whether text is short, of Latin letters, digits and marks, and begins with a
// letter or a digit.
func plain(text, marks string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return len(strings.Fields(text)) <= maxQuotedWords && utf8.RuneCountInString(text) <= maxQuotedLetter &&
		strings.IndexFunc(text, unicode.IsLetter) >= 0 && (unicode.IsLetter(first) || unicode.IsDigit(first)) &&
		!slices.ContainsFunc(strings.Fields(text), func(word string) bool { return strings.ContainsAny(word[:1], ".,'+") || strings.Contains(word, "..") }) &&
		!strings.ContainsFunc(text, func(r rune) bool {
			return !unicode.Is(unicode.Latin, r) && !('0' <= r && r <= '9') && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(marks, r)
		})
}

// shouted reports whether a word in capitals is too long for an acronym, or all of several
// words are in capitals.
func shouted(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	capitals := 0
	for _, word := range words {
		if strings.ToUpper(word) == word && strings.ToLower(word) != word && utf8.RuneCountInString(word) > 1 {
			capitals++
			if utf8.RuneCountInString(word) > 4 {
				return true
			}
		}
	}
	return capitals > 2 && capitals == len(words)
}

// unsaid reports whether text has a word that no letter has, because it is about the
// machinery or makes a colleague a means.
func unsaid(text string) bool {
	return slices.ContainsFunc(unsaidWords, func(word string) bool { return strings.Contains(strings.ToLower(text), word) })
}

// sensitive reports whether the title of a meeting may be about something that belongs to
// nobody else, or that nobody wants to be reminded of. Such a meeting is not even mentioned.
func sensitive(title string) bool {
	return slices.ContainsFunc(wordsOf(title), func(word string) bool {
		return slices.Contains(sensitiveWords, word) ||
			slices.ContainsFunc(sensitiveStems, func(stem string) bool { return strings.Contains(word, stem) })
	})
}

// IsIntern reports whether a job title or the name of a level says that somebody is an intern
// or an apprentice.
func IsIntern(text string) bool {
	return slices.ContainsFunc(wordsOf(text), func(word string) bool {
		return slices.Contains(internWords, word) ||
			slices.ContainsFunc(internStems, func(stem string) bool { return strings.HasPrefix(word, stem) })
	})
}

func onlyDigits(r rune) rune {
	if unicode.IsDigit(r) {
		return '0'
	}
	return -1
}
