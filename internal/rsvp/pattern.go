package rsvp

import (
	"regexp"
	"sync"
)

// pattern returns a regular expression that is compiled when it is first used. Those of this
// package take a quarter of a megabyte together, and most fikas never read a comment.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
