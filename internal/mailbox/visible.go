package mailbox

import (
	"strings"
	"unicode"
)

// Visible is text without the characters that nobody sees: zero-width spaces,
// marks of direction, soft hyphens, byte order marks and their like. Spaces of
// every width become plain ones. They come with what is copied from mail and web
// pages, and make two texts of what looks like one.
//
// A joiner between two letters of a script that needs it stays, because it
// changes how a name is written.
func Visible(text string) string {
	if isASCII(text) {
		return text
	}
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case r == '\u200c' || r == '\u200d': // zero width non-joiner and joiner
			if i > 0 && i+1 < len(runes) && joins(runes[i-1]) && joins(runes[i+1]) {
				b.WriteRune(r)
			}
		case !ignorable(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// ignorable is Default_Ignorable_Code_Point of the Unicode Character Database,
// as it is derived in DerivedCoreProperties.txt.
func ignorable(r rune) bool {
	switch {
	case r >= 0xfff9 && r <= 0xfffb, unicode.Is(unicode.Prepended_Concatenation_Mark, r), r >= 0x13430 && r <= 0x1343f:
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// joins tells letters and marks of the scripts from Arabic on, in which joiners
// mean something.
func joins(r rune) bool { return r >= 0x0600 && (unicode.IsLetter(r) || unicode.IsMark(r)) }
