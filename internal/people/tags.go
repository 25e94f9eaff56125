package people

import (
	"slices"
	"strings"
)

// splitTags is a cell of tags as its tags. They are separated by semicolons,
// bars or commas; only where there is none of these, by spaces, so that
// "mentor; product lead" is two tags and "mentor golf" is two as well.
func splitTags(cell string) []string {
	words := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";|,", r) })
	if len(words) == 1 && words[0] == cell {
		words = strings.Fields(cell)
	}
	return addTags(nil, words)
}

// addTags is tags with those of more that they lack, in order. Tags that differ
// in case are the same, the first spelling stays, and empty ones vanish. The
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
