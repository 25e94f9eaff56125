package prose

import "strings"

// Nearest returns the word in words that was probably meant by word, ignoring case;
// "" if none is close. Close is at most two typing errors, and at most slips(n) in a
// word of n characters.
func Nearest(word string, words []string, slips func(n int) int) string {
	best, fewest := "", 3
	typed := strings.ToLower(word)
	for _, w := range words {
		if d := distance(typed, strings.ToLower(w)); d < fewest && d <= slips(len([]rune(w))) {
			best, fewest = w, d
		}
	}
	return best
}

// distance returns how many insertions, deletions, substitutions and swaps of
// neighbours turn a into b (optimal string alignment, Damerau and Levenshtein). It
// is not exact above 3, which no caller needs.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	if d := len(from) - len(to); d > 3 || d < -3 {
		return 4
	}
	var before []int // the second last row
	last := make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i, r := range from {
		row := make([]int, len(to)+1)
		row[0] = i + 1
		for j, q := range to {
			cost := 1
			if r == q {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && r == to[j-1] && from[i-1] == q {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(to)]
}
