package planner

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"fika/internal/mailbox"
)

// Doubt returns why p may not be a colleague whom one asks to a coffee, as a sentence
// without a subject, such as "has no name in your lists"; "" if nothing says so. It
// reads what the lists say and the addresses for invitations, and it is careful: real
// people are called Team or Raum, so the user is asked, once.
//
// A family name that a source states separately is no sign of a group or room.
func (p Person) Doubt() string {
	words := wordsOf(p.Name + " " + p.Given + " " + p.Greet)
	local := wordsOf(p.ID.Local())
	if p.Given != "" && p.Family != "" {
		isFamily := func(word string) bool { return slices.Contains(wordsOf(p.Family), word) }
		words = slices.DeleteFunc(words, isFamily)
		local = slices.DeleteFunc(local, isFamily)
	}
	stated := wordsOf(strings.Join([]string{p.Given, p.Greet}, " "))
	switch {
	case isResource(p.ID):
		return "has the address of a room or a thing"
	case p.isOutsider(words, local):
		return "seems to work for another company"
	case anyOf(placeWords, words, local), beforeNumber(words), beforeNumber(local):
		return "seems to be a room or a thing"
	case isUnattended(p.ID.Local()):
		return "has an address that nobody reads"
	case anyOf(groupWords, words, local):
		return "seems to be a group"
	case roleMailboxes[p.ID.Local()], anyOf(roleWords, words, local), len(stated) == 0 && len(words) == 1 && roleMailboxes[words[0]]:
		return "seems to be a mailbox that several people read"
	case p.Greeting().Name == "":
		return "has no name in your lists"
	}
	return ""
}

// isOutsider reports whether the name, the address, the title, the department or a tag
// says that p is a contractor.
func (p Person) isOutsider(name, local []string) bool {
	host, _, _ := strings.Cut(p.ID.Domain(), ".")
	if anyOf(outsiderWords, name, local, []string{host}) || strings.Contains(p.ID.Local(), "#ext#") {
		return true
	}
	return slices.ContainsFunc(append([]string{p.Title, p.Department}, p.Tags...), func(text string) bool {
		words := wordsOf(text)
		return len(words) == 1 && outsiderWords[words[0]]
	})
}

// isResource reports whether Google uses the address for a room or a thing.
func isResource(a mailbox.Address) bool {
	return a.Domain() == "resource.calendar.google.com"
}

// isUnattended reports whether the local part says that mail to it is not read, however
// it is hyphenated.
func isUnattended(local string) bool {
	joined := strings.Join(wordsOf(local), "")
	return strings.HasPrefix(joined, "noreply") || strings.HasPrefix(joined, "donotreply") ||
		strings.HasSuffix(joined, "noreply") || joined == "mailerdaemon"
}

// beforeNumber reports whether a word that is also a name of people is followed by a
// number, such as in "Zimmer 12". Hans Zimmer is a person.
func beforeNumber(words []string) bool {
	for i := 1; i < len(words); i++ {
		if numberedPlaces[words[i-1]] && unicode.IsDigit([]rune(words[i])[0]) {
			return true
		}
	}
	return false
}

// anyOf reports whether one of the lists has one of the words.
func anyOf(words map[string]bool, lists ...[]string) bool {
	for _, list := range lists {
		for _, word := range list {
			if words[word] {
				return true
			}
		}
	}
	return false
}

// wordsOf returns the words and the numbers of text in lower case.
func wordsOf(text string) (words []string) {
	start, digits := -1, false
	for i, r := range text {
		letter, digit := unicode.IsLetter(r) || unicode.IsMark(r), unicode.IsDigit(r)
		if start >= 0 && (!letter && !digit || digit != digits) {
			words, start = append(words, strings.ToLower(text[start:i])), -1
		}
		if start < 0 && (letter || digit) {
			start, digits = i, digit
		}
	}
	if start >= 0 {
		words = append(words, strings.ToLower(text[start:]))
	}
	return words
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
	if in.known[p.ID] == nil {
		return ""
	}
	doubt, known := in.doubts[p.ID]
	if !known {
		doubt = p.Doubt()
		in.doubts[p.ID] = doubt
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
