package mailbox

import (
	"strings"
	"unicode"
)

// Visible returns text without invisible characters: zero-width spaces, direction
// marks, soft hyphens, byte order marks and the like. Spaces of any width become
// plain ones. Such characters are copied from mail and web pages, and make texts
// differ that look the same.
//
// A joiner between two letters of a script that needs it stays, because it changes how
// a name is written.
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

// ignorable is Default_Ignorable_Code_Point of the Unicode Character Database, as
// derived in DerivedCoreProperties.txt.
func ignorable(r rune) bool {
	switch {
	case r >= 0xfff9 && r <= 0xfffb, unicode.Is(unicode.Prepended_Concatenation_Mark, r), r >= 0x13430 && r <= 0x1343f:
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// joins reports whether r is a letter or mark of a script from Arabic on, in which
// joiners have a meaning.
func joins(r rune) bool { return r >= 0x0600 && (unicode.IsLetter(r) || unicode.IsMark(r)) }
