// Package note is what the user wrote down about coffees and people: one line each, a
// fact, a promise or a question. It is pure; the store keeps notes.
package note

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"fika/internal/date"
	"fika/internal/mailbox"
)

// MaxText limits a note, in bytes. A note is a line, not a file.
const MaxText = 1000

// ID identifies a note for as long as the store lives; no other note ever gets it.
type ID int64

// String returns what people type: N3.
func (id ID) String() string { return fmt.Sprintf("N%d", int64(id)) }

// ParseID is the inverse of String. Case does not matter, and the N may be left out.
func ParseID(text string) (ID, error) {
	n, err := strconv.ParseInt(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "N"), 10, 64)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is not the ID of a note, such as N3", text)
	}
	return ID(n), nil
}

// Kind says what a note is.
type Kind string

// The kinds of notes.
const (
	Learned  Kind = "learned"  // what the user heard
	Problem  Kind = "problem"  // what troubles the person
	Solved   Kind = "solved"   // what the person has solved
	Promise  Kind = "promise"  // what the user promised
	Owes     Kind = "owes"     // what the person promised
	Reads    Kind = "reads"    // how the person likes to be informed
	Gap      Kind = "gap"      // what the user lacks for a role, as the person sees it
	Feedback Kind = "feedback" // an honest word about the user
)

// Kinds returns all kinds.
func Kinds() []Kind { return []Kind{Learned, Problem, Solved, Promise, Owes, Reads, Gap, Feedback} }

// Open reports whether notes of kind k wait for somebody to do something.
func (k Kind) Open() bool { return k == Promise || k == Owes }

// Note is one note.
type Note struct {
	ID      ID
	At      time.Time // when it was written
	Booking string    // the coffee that it is about, or ""
	Person  mailbox.Address
	Kind    Kind
	Text    string
	Topics  []string  // from the text, see [Topics]
	Due     date.Date // of a promise; zero for none
	Done    time.Time // zero while a promise is open
}

// Clean returns text as a note has it: one line, without blanks around it. It is an error
// if nothing is left, or too much.
func Clean(text string) (string, error) {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	switch {
	case text == "":
		return "", fmt.Errorf("the note is empty")
	case len(text) > MaxText:
		return "", fmt.Errorf("the note has %d bytes, more than %d", len(text), MaxText)
	}
	return text, nil
}

// Topics returns the topics that a text names by #words, in lower case, each once and in
// their order. A # counts at the beginning of a word: neither C# nor page.html#part names
// a topic. A topic has letters, digits, - and _, and at least one letter, so #1 is none.
func Topics(text string) (topics []string) {
	for _, word := range strings.Fields(text) {
		word = strings.TrimLeft(word, `("'[`)
		if !strings.HasPrefix(word, "#") {
			continue
		}
		end := strings.IndexFunc(word[1:], func(r rune) bool { return !isTopic(r) })
		if end < 0 {
			end = len(word) - 1
		}
		topic := strings.Trim(strings.ToLower(word[1:1+end]), "-_")
		if strings.ContainsFunc(topic, unicode.IsLetter) && !slices.Contains(topics, topic) {
			topics = append(topics, topic)
		}
	}
	return topics
}

// isTopic reports whether a topic may contain r. Marks belong to letters in many scripts.
func isTopic(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '-' || r == '_'
}
