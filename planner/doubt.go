package planner

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fika/internal/mailbox"
)

// Doubt returns why p may not be a colleague whom one asks to a coffee, as a sentence
// without a subject, such as "has no name in your lists"; "" if nothing says so. It
// reads what the lists say and the addresses for invitations, and it is careful: real
// people are called Team or Raum, so the user is asked, once.
//
// A family name that a source states separately is no sign of a group or room.
func (p Person) Doubt() string { return p.doubt() }

// doubt is quick, as every plan asks it about everybody.
func (p *Person) doubt() string {
	signs, words := p.signs()
	switch local := p.ID.Local(); {
	case isResource(p.ID):
		return "has the address of a room or a thing"
	case signs&outsiderWord != 0:
		return "seems to work for another company"
	case signs&placeWord != 0:
		return "seems to be a room or a thing"
	case isUnattended(local):
		return "has an address that nobody reads"
	case signs&groupWord != 0:
		return "seems to be a group"
	case signs&roleWord != 0, doubtWords[local]&roleMailbox != 0, words == 1 && signs&roleMailbox != 0:
		return "seems to be a mailbox that several people read"
	case !p.hasName():
		return "has no name in your lists"
	}
	return ""
}

// signs returns what the name, the address, the title, the department and the tags say
// about p. roleMailbox is among the signs only if the name says it. words is the number of
// words of the name if no source states how to call p, else 0.
func (p *Person) signs() (signs wordKind, words int) {
	var name, local signReader
	if p.Given != "" {
		name.family, local.family = p.Family, p.Family
	}
	for _, text := range []string{p.Name, p.Given, p.Greet} {
		name.read(text)
	}
	local.read(p.ID.Local())
	signs = name.signs | local.signs&^roleMailbox
	host, _, _ := strings.Cut(p.ID.Domain(), ".")
	if strings.Contains(p.ID.Local(), "#ext#") || doubtWords[host]&outsiderWord != 0 ||
		isOutsiderWord(p.Title) || isOutsiderWord(p.Department) || slices.ContainsFunc(p.Tags, isOutsiderWord) {
		signs |= outsiderWord
	}
	if hasWord(p.Given) || hasWord(p.Greet) {
		return signs, 0
	}
	return signs, name.words
}

// signReader collects the signs of texts, word by word.
type signReader struct {
	family string // whose words are no signs
	signs  wordKind
	words  int

	afterPlace bool // the last word is a place if a number follows
}

func (r *signReader) read(text string) {
	for word := range wordsOf(text) {
		if r.family != "" && isWordOf(r.family, word) {
			continue
		}
		kind := kindOf(word)
		first, _ := utf8.DecodeRuneInString(word)
		if r.afterPlace && unicode.IsDigit(first) { // Hans Zimmer is a person, Zimmer 12 is none
			kind |= placeWord
		}
		r.words++
		r.signs, r.afterPlace = r.signs|kind, kind&numberedPlace != 0
	}
}

// isWordOf reports whether text has the word.
func isWordOf(text, word string) bool {
	for other := range wordsOf(text) {
		if strings.EqualFold(other, word) {
			return true
		}
	}
	return false
}

// hasWord reports whether text has a word or a number.
func hasWord(text string) bool {
	for range wordsOf(text) {
		return true
	}
	return false
}

// isOutsiderWord reports whether text is one word, which is said of people who work for
// another company.
func isOutsiderWord(text string) bool {
	words, kind := 0, wordKind(0)
	for word := range wordsOf(text) {
		if words++; words > 1 {
			return false
		}
		kind = kindOf(word)
	}
	return kind&outsiderWord != 0
}

// isResource reports whether Google uses the address for a room or a thing.
func isResource(a mailbox.Address) bool {
	return a.Domain() == "resource.calendar.google.com"
}

// isUnattended reports whether the local part says that mail to it is not read, however
// it is hyphenated.
func isUnattended(local string) bool {
	var memory [64]byte
	joined := memory[:0]
	for word := range wordsOf(local) {
		joined = appendLower(joined, word)
	}
	return bytes.HasPrefix(joined, []byte("noreply")) || bytes.HasPrefix(joined, []byte("donotreply")) ||
		bytes.HasSuffix(joined, []byte("noreply")) || string(joined) == "mailerdaemon"
}

// hasName reports whether [Person.Greeting] has a name. Most names are plain words, which
// it need not read.
func (p *Person) hasName() bool {
	return p.Greet != "" || p.hasPlainName() || p.Greeting().Name != ""
}

// hasPlainName reports whether the name has only letters, digits and spaces, and begins
// with a capital and not with a title.
func (p *Person) hasPlainName() bool {
	name := strings.TrimSpace(p.Name)
	isOdd := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' }
	first, _ := utf8.DecodeRuneInString(name)
	if !unicode.IsUpper(first) || strings.ContainsFunc(name, isOdd) {
		return false
	}
	word, _, _ := strings.Cut(name, " ")
	return !isTitleWord(word) && !strings.EqualFold(name, strings.TrimSpace(p.Department)) && !strings.EqualFold(name, strings.TrimSpace(p.Title))
}

// wordsOf returns the words and the numbers of text.
func wordsOf(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, digits := -1, false
		for i, r := range text {
			letter, digit := unicode.IsLetter(r) || unicode.IsMark(r), unicode.IsDigit(r)
			if start >= 0 && (!letter && !digit || digit != digits) {
				if !yield(text[start:i]) {
					return
				}
				start = -1
			}
			if start < 0 && (letter || digit) {
				start, digits = i, digit
			}
		}
		if start >= 0 {
			yield(text[start:])
		}
	}
}

// doubtRule asks the user about somebody in doubt before the first invitation.
func doubtRule() rule {
	return rule{
		code: CodeUnsure, setting: "the name in your lists, or use fika people ok",
		ok: func(in *input, q *query) bool { return in.settled(q) != "" || in.doubt(q.person) == "" },
		text: func(in *input, q *query, ok bool) string {
			switch doubt := in.doubt(q.person); {
			case doubt == "":
				return fmt.Sprintf("nothing says that %s is not one person of your organisation", q.personName())
			case ok:
				return fmt.Sprintf("%s %s, but %s", nameInLists(q.person), doubt, in.settled(q))
			default:
				return fmt.Sprintf("%s %s and needs your ok before the first invitation: fika people ok %s", nameInLists(q.person), doubt, q.person.ID)
			}
		},
	}
}

// nameInLists returns the name with everything that may be odd about it.
func nameInLists(p *Person) string { return cmp.Or(p.Name, string(p.ID)) }

// settled returns why a doubt about the person does not count; "" if it does. A coffee
// that took place settles it, and so does a goal that names the address.
func (in *input) settled(q *query) string {
	names := func(g *Goal) bool { return slices.ContainsFunc(g.From.Person, q.person.hasAddress) }
	switch {
	case q.person.OK:
		return "you said that it is ok"
	case !q.history.lastMet.IsZero():
		return "you met over a coffee"
	case slices.ContainsFunc(in.goals, names):
		return "a goal of yours names the address"
	}
	return ""
}

// doubt is [Person.Doubt] with a cache. There is none about somebody who is not in the
// lists, whom another rule bars.
func (in *input) doubt(p *Person) string {
	doubt, cached := in.doubts[p]
	if !cached && in.known[p.ID] != nil {
		doubt = p.doubt()
		in.doubts[p] = doubt
	}
	return doubt
}

// Unsure returns the people whom a goal looks for and about whom the user must be asked
// first, by ID. Those who are barred anyway are not among them.
func Unsure(now time.Time, rules Rules, world World) (unsure []mailbox.Address) {
	in := newInput(now, rules, world, "")
	bars := barRules()
	for _, p := range in.people {
		looks := func(g *Goal) bool { return g.From.matches(p) }
		if in.doubt(p) == "" || !slices.ContainsFunc(in.goals, looks) {
			continue
		}
		if r := in.firstForbidding(bars, in.newQuery(p)); r != nil && r.code == CodeUnsure {
			unsure = append(unsure, p.ID)
		}
	}
	return unsure
}
