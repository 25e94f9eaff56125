package people

import (
	"fmt"
	"strings"
)

// didYouMean is a hint with the word that text was probably meant to be, or "" if
// none is close.
func didYouMean(text string, words []string) string {
	text = strings.ToLower(text)
	best, nearest := "", 3 // at most two typing errors, and fewer than half of the letters
	for _, word := range words {
		if d := distance(text, strings.ToLower(word)); d < nearest && 2*d < len(word) {
			best, nearest = word, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// distance is the Levenshtein distance of a and b in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
