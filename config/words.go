package config

import (
	"fmt"
	"regexp"
	"slices"
)

// get returns the value at key, nil if there is none.
func (s *sheet) get(key string) any {
	for _, e := range s.entries {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// keys returns the keys of both tables, in the order of before.
func keys(before, after *sheet) []string {
	var all []string
	for _, e := range slices.Concat(before.entries, after.entries) {
		if !slices.Contains(all, e.key) {
			all = append(all, e.key)
		}
	}
	return all
}

func isSheet(v any) bool { _, ok := v.(*sheet); return ok }
func isList(v any) bool  { _, ok := v.([]any); return ok }

// asSheet returns v, or an empty table for none.
func asSheet(v any) *sheet {
	if s, ok := v.(*sheet); ok {
		return s
	}
	return &sheet{}
}

// asList returns v, or an empty list for none.
func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

func inlineOrNone(v any) string {
	if v == nil {
		return ""
	}
	return inline(v)
}

// oneWord matches a text that reads well without quotes.
var oneWord = regexp.MustCompile(`^[\w@./+-]+$`)

// inWords returns a value as it reads in a sentence.
func inWords(v any) string {
	if v == nil {
		return "nothing"
	}
	if text, ok := v.(string); ok && oneWord.MatchString(text) {
		return text
	}
	return inline(v)
}

// wantChange describes how the want of a goal changed.
func wantChange(before, after *sheet) string {
	was, is, per := before.get("meetings"), after.get("meetings"), after.get("per")
	if was != nil && is != nil && before.get("per") == per {
		return fmt.Sprintf("%v to %v a %v", was, is, per)
	}
	return wantInWords(before) + " to " + wantInWords(after)
}

// wantInWords describes the want of a goal.
func wantInWords(want *sheet) string {
	switch {
	case want.get("meetings") != nil:
		return fmt.Sprintf("%v a %v", want.get("meetings"), want.get("per"))
	case want.get("cover") != nil:
		return fmt.Sprintf("one of each %v a %v", want.get("cover"), want.get("per"))
	case want.get("latest") != nil:
		return fmt.Sprintf("each every %v, after %v at the latest", want.get("each"), want.get("latest"))
	}
	return fmt.Sprintf("each every %v", want.get("each"))
}
