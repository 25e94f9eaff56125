package config

import "fika/internal/prose"

// closest returns the word in words that was probably meant by word, "" if none is
// close. It allows one typing error in a word, two in one of at least six characters.
func closest(word string, words []string) string {
	return prose.Nearest(word, words, func(n int) int { return max(1, n/3) })
}
