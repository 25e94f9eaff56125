package people

import (
	"fmt"

	"fika/internal/prose"
)

// didYouMean returns a hint with the word that text was probably meant to be, or "" if
// none is close. Errors in fewer than half of the letters are allowed.
func didYouMean(text string, words []string) string {
	best := prose.Nearest(text, words, func(n int) int { return (n - 1) / 2 })
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}
