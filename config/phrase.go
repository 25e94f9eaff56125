package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"fika/internal/excerpt"
	"fika/planner"
)

// maxPhrase bounds what a goal says inside a sentence of an invitation, in words.
const maxPhrase = 10

// Phrases are the faults of what goals say inside a sentence that is not theirs:
// topic and offer are noun phrases, neither questions nor sentences. Each shows
// what the guest reads, which read knows. They do not keep the file from being
// used, because earlier versions took such texts; fika puts them behind a colon.
func (c *Config) Phrases(read func(planner.Goal) string) []Fault {
	var faults []Fault
	for i, g := range c.Goals {
		for _, said := range []struct{ key, text string }{{"topic", g.Topic}, {"offer", g.Offer}} {
			w := phrase(said.text)
			if w == nil {
				continue
			}
			f := c.Fault(fmt.Sprintf("the %s stands inside a sentence, and %s; the guest reads: %s", said.key, w.text, read(g)), "goal", i, said.key)
			f.Meant, f.Warning = w.meant, w.warning
			faults = append(faults, f)
		}
	}
	return faults
}

// phrase says why a sentence breaks around text, nil if it holds.
func phrase(text string) *wrong {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	bare := strings.TrimRight(text, "?!,;: ")
	meant := ""
	if r, size := utf8.DecodeRuneInString(bare); size > 0 {
		meant = quoteAny(string(unicode.ToLower(r)) + bare[size:])
	}
	switch words := len(strings.Fields(text)); {
	case strings.ContainsAny(bare, "?!"):
		return &wrong{text: "holds a question or a call of its own"}
	case strings.ContainsAny(text, "?!"):
		return &wrong{text: "is a question or a call", meant: meant}
	case bare != text:
		return &wrong{text: "ends in a mark that goes on", meant: quoteAny(bare)}
	case words > maxPhrase:
		return &wrong{text: excerpt.Sprintf("has %d words, more than %d", words, maxPhrase)}
	case severalSentences(text):
		return &wrong{text: "looks like several sentences", warning: true}
	case capitalized(text):
		return &wrong{text: "begins with a capital letter", meant: meant, warning: true}
	}
	return nil
}

// capitalized reports whether the first word looks like the first of a sentence:
// a capital and then none, unlike IT, OKRs and McKinsey.
func capitalized(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	r, size := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && !strings.ContainsFunc(word[size:], unicode.IsUpper)
}

// severalSentences reports whether a stop and a capital stand inside text.
func severalSentences(text string) bool {
	_, rest, found := strings.Cut(text, ". ")
	return found && capitalized(strings.TrimSpace(rest))
}
