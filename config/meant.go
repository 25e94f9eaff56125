package config

import "fika/internal/prose"

// meantBy is the word in words that was probably meant by word, "" if none is close. One
// typing error is allowed in every word, two in one of at least six characters.
func meantBy(word string, words []string) string {
	return prose.Nearest(word, words, func(n int) int { return max(1, n/3) })
}
