// Package prose has the little grammar that messages share, and what they quote of
// other people's texts.
package prose

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Count returns "1 day", "2 days", "2 entries", "2 people".
func Count(n int, noun string) string {
	if n != 1 {
		noun = plural(noun)
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func plural(noun string) string {
	stem, consonant := strings.CutSuffix(noun, "y")
	switch {
	case strings.HasSuffix(noun, "person"):
		return strings.TrimSuffix(noun, "person") + "people"
	case consonant && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeiou"):
		return stem + "ies"
	case strings.HasSuffix(noun, "s"):
		return noun + "es"
	}
	return noun + "s"
}

// List returns "a", "a and b", "a, b and c".
func List(words []string) string { return joined(words, " and ") }

// Choice returns "a", "a or b", "a, b or c".
func Choice[T ~string](words []T) string {
	var list []string
	for _, w := range words {
		list = append(list, string(w))
	}
	return joined(list, " or ")
}

func joined(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

// WithoutStop returns text without blanks around it and without its full stop, because
// the sentence around it has one.
func WithoutStop(text string) string {
	return strings.TrimRightFunc(strings.TrimSpace(text), func(r rune) bool { return r == '.' || unicode.IsSpace(r) })
}

// NonEmpty returns the non-empty values.
func NonEmpty(values ...string) (list []string) {
	for _, v := range values {
		if v != "" {
			list = append(list, v)
		}
	}
	return list
}

// FormatDuration formats d as the configuration does, without zero parts: 5m, not
// 5m0s, and 0m.
func FormatDuration(d time.Duration) string {
	if d == 0 {
		return "0m"
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
