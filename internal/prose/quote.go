package prose

import (
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"
)

// MaxQuoted is how many characters of other people's texts a message may show: calendars,
// lists of people, configurations. Whatever a file contains, logs stay short and contain
// no complete private texts.
const MaxQuoted = 200

// Sprintf is like [fmt.Sprintf] for messages: arguments that are strings, errors or
// Stringers show no more than [MaxQuoted] characters together. The format, which is
// fika's own, is not cut.
func Sprintf(format string, args ...any) string {
	cut := make([]any, len(args))
	texts := 0
	for i, arg := range args {
		if cut[i] = arg; isText(arg) {
			cut[i] = fmt.Sprint(arg)
			texts++
		}
	}
	left := MaxQuoted
	for i := range cut {
		if text, ok := cut[i].(string); ok {
			short := Truncate(text, left/texts)
			left, texts = left-utf8.RuneCountInString(short), texts-1
			cut[i] = short
		}
	}
	return fmt.Sprintf(format, cut...)
}

func isText(arg any) bool {
	switch arg.(type) {
	case error, fmt.Stringer:
		return true
	}
	return arg != nil && reflect.TypeOf(arg).Kind() == reflect.String
}

// Truncate returns the beginning of text with at most the given number of characters,
// the last of which is an ellipsis if there was more.
func Truncate(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	at, n := 0, 0 // of the ellipsis, if there is one
	for i := range text {
		if n == limit-1 {
			at = i
		}
		if n++; n > limit {
			return text[:at] + "…"
		}
	}
	return text
}

// Errorf returns an error with the text of [Sprintf]. It wraps nothing.
func Errorf(format string, args ...any) error { return errors.New(Sprintf(format, args...)) }
