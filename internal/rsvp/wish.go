package rsvp

import (
	"slices"
	"strings"
	"unicode"
)

// refusals are the words with which a guest asks for no more invitations.
var refusals = [][]string{
	{"no", "fika"}, {"no", "more", "fika"}, {"no", "fikas"}, {"no", "more", "fikas"}, {"stop", "fika"},
	{"kein", "fika"}, {"keine", "fika"}, {"keinen", "fika"}, {"kein", "fika", "mehr"}, {"stopp", "fika"},
	{"pas", "de", "fika"}, {"plus", "de", "fika"},
	{"ingen", "fika"}, {"inget", "fika"}, {"inga", "fika"}, {"ingen", "mer", "fika"}, {"inga", "fler", "fika"}, {"stoppa", "fika"},
}

// stops mean the same, but only where nothing else is said.
var stops = []string{"stop", "stopp"}

// courtesies may stand beside a stop.
var courtesies = []string{
	"please", "pls", "thanks", "thank", "you", "now", "and", "yes", "no", "sorry",
	"bitte", "danke", "jetzt", "ja", "nein", "svp", "merci", "oui", "non", "désolé", "désolée", "snälla", "tack", "nej",
}

// AsksForNoMore reports whether a guest's comment asks fika never to invite them again.
// It does if the words "no fika", or their like in another language, follow each other
// with no punctuation mark between them, whatever stands before and after. It also does
// if a line says "stop" and nothing else but courtesies. Case, and punctuation around the
// words, do not matter. Lines that quote a message with ">", and everything below a
// signature mark ("--"), are not the guest's words.
//
// In doubt it is true: then fika sends nothing, and the user can lift it.
func AsksForNoMore(comment string) bool {
	for line := range strings.Lines(ownWords(comment)) {
		if refuses(line) || stopsOnly(line) {
			return true
		}
	}
	return false
}

func refuses(line string) bool {
	for clause := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(".,;:!?()…–—", r) }) {
		said := words(clause)
		for at := range said {
			if slices.ContainsFunc(refusals, func(r []string) bool { return len(r) <= len(said)-at && slices.Equal(r, said[at:at+len(r)]) }) {
				return true
			}
		}
	}
	return false
}

func stopsOnly(line string) bool {
	said := words(line)
	rest := slices.DeleteFunc(slices.Clone(said), func(w string) bool { return slices.Contains(stops, w) })
	return len(rest) < len(said) && !slices.ContainsFunc(rest, func(w string) bool { return !slices.Contains(courtesies, w) })
}

// words returns the words of text in lower case.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
