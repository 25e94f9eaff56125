package people

import (
	"slices"
	"strings"
)

// splitTags splits a cell into tags: at semicolons, bars or commas, or at spaces if
// there is none of these. So "mentor; product lead" is two tags, and so is "mentor
// golf".
func splitTags(cell string) []string {
	words := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";|,", r) })
	if len(words) == 1 && words[0] == cell {
		words = strings.Fields(cell)
	}
	return addTags(nil, words)
}

// addTags returns tags plus the new ones in more, in order. Tags that differ only in
// case are the same; the first spelling stays. Empty tags are dropped. The
// arguments are not changed.
func addTags(tags, more []string) []string {
	var all []string
	for _, tag := range slices.Concat(tags, more) {
		tag = oneLine(tag)
		same := func(s string) bool { return strings.EqualFold(s, tag) }
		if tag != "" && !slices.ContainsFunc(all, same) {
			all = append(all, tag)
		}
	}
	return all
}
