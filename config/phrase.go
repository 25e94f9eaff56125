package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"fika/internal/invitation"
	"fika/internal/prose"
)

// maxPhrase limits the words of a phrase in a sentence of an invitation.
const maxPhrase = 10

// CheckPhrases returns faults for topics and offers that do not fit into a sentence of
// the invitation: they must be noun phrases, neither questions nor sentences. Each
// fault shows what the guest reads. The file can still be used,
// because earlier versions accepted such texts; fika puts them after a colon.
func (c *Config) CheckPhrases() []Fault {
	var faults []Fault
	for i, g := range c.Goals {
		for _, said := range []struct{ key, text string }{{"topic", g.Topic}, {"offer", g.Offer}} {
			w := phrase(said.text)
			if w == nil {
				continue
			}
			f := c.Fault(fmt.Sprintf("the %s is part of a sentence, and %s; the guest reads: %s", said.key, w.text, invitation.Sentences(g, c.Invite.Language)), "goal", i, said.key)
			f.Suggestion, f.Warning = w.suggestion, w.warning
			faults = append(faults, f)
		}
	}
	return faults
}

// phrase returns why text does not fit into a sentence; nil if it does.
func phrase(text string) *valueError {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	bare := strings.TrimRight(text, "?!,;: ")
	meant := ""
	if r, size := utf8.DecodeRuneInString(bare); size > 0 {
		meant = quoteAny(string(unicode.ToLower(r)) + bare[size:])
	}
	switch words := len(strings.Fields(text)); {
	case strings.ContainsAny(bare, "?!"):
		return &valueError{text: "contains a question or an exclamation"}
	case strings.ContainsAny(text, "?!"):
		return &valueError{text: "is a question or an exclamation", suggestion: meant}
	case bare != text:
		return &valueError{text: "ends in a punctuation mark", suggestion: quoteAny(bare)}
	case words > maxPhrase:
		return &valueError{text: prose.Sprintf("has %d words, more than %d", words, maxPhrase)}
	case severalSentences(text):
		return &valueError{text: "looks like several sentences", warning: true}
	case capitalized(text):
		return &valueError{text: "begins with a capital letter", suggestion: meant, warning: true}
	}
	return nil
}

// maxBecause limits the words of a [[person]]'s because, so that an invitation with every
// other sentence stays short.
const maxBecause = 12

// because returns the codec of the user's own sentence about a guest. The request is the
// only question of an invitation.
func because() codec[string] {
	line := guestText()
	return codec[string]{write: line.write, read: func(v value, into *string) bool {
		var text string
		if !line.read(v, &text) {
			return false
		}
		if words := len(strings.Fields(text)); words > maxBecause {
			v.fault("the sentence has %d words, more than %d", words, maxBecause)
			return false
		}
		if strings.Contains(text, "?") {
			v.fault("the guest reads this as a sentence, and it contains a question")
			return false
		}
		*into = text
		return true
	}}
}

// capitalized reports whether the first word looks like the start of a sentence:
// a capital and no other, unlike IT, OKRs and McKinsey.
func capitalized(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	r, size := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && !strings.ContainsFunc(word[size:], unicode.IsUpper)
}

// severalSentences reports whether text contains a full stop and then a capital.
func severalSentences(text string) bool {
	_, rest, found := strings.Cut(text, ". ")
	return found && capitalized(strings.TrimSpace(rest))
}
