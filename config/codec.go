package config

import (
	"strings"
	"time"
	"unicode"

	"fika/internal/date"
	"fika/internal/invitation"
	"fika/internal/prose"
)

// valueError says why a text is not valid for its key. With an empty text, the
// message is only "is not" and what is wanted.
type valueError struct {
	text       string
	allowed    []string
	suggestion string
	warning    bool // the text is accepted anyway
	more       []*valueError
}

// textCodec returns the codec of a value that is written as a text in quotes. wanted
// describes it with an example, to follow "want" and "is not". parse returns a nil
// error if the text is valid.
func textCodec[T any](wanted string, parse func(string) (T, *valueError), print func(T) string) codec[T] {
	return codec[T]{
		read: func(v value, into *T) bool {
			text, ok := v.text(wanted)
			if !ok {
				return false
			}
			t, w := parse(text)
			if w != nil {
				if w.text == "" {
					w.text = prose.Sprintf("%q is not ", text) + wanted
				}
				for _, w := range append([]*valueError{w}, w.more...) {
					f := v.src.addText(v.at.place(), v.key, w.text)
					f.Allowed, f.Suggestion, f.Warning = w.allowed, truncate(w.suggestion), w.warning
				}
			}
			if w == nil || w.warning {
				*into = t
				return true
			}
			return false
		},
		write: func(t T) any { return print(t) },
	}
}

// orEmpty returns c, extended to allow "" for the zero value.
func orEmpty[T any](c codec[T]) codec[T] {
	return codec[T]{
		read: func(v value, into *T) bool {
			if v.data == "" {
				*into = *new(T)
				return true
			}
			return c.read(v, into)
		},
		write: c.write,
	}
}

// identity returns text.
func identity(text string) string { return text }

// singleLine returns the codec of a text in one line, which is not empty. It trims
// surrounding spaces.
func singleLine() codec[string] {
	return textCodec("a text in one line", singleLineText, identity)
}

// singleLineText returns text without surrounding spaces.
func singleLineText(text string) (string, *valueError) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &valueError{text: "the text is empty"}
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		return "", &valueError{}
	}
	return text, nil
}

// guestText is singleLine for a text that guests read as it is.
func guestText() codec[string] { return textCodec("a text in one line", guestTextLine, identity) }

// guestTextLine is singleLineText for such a text.
func guestTextLine(text string) (string, *valueError) {
	text, w := singleLineText(text)
	if found := invitation.Placeholder(text); w == nil && found != "" {
		w = &valueError{text: prose.Sprintf("%s would be sent as it is: only the texts of [invite] have fields", found)}
	}
	return text, w
}

// multiLine returns the codec of a text with any number of lines.
func multiLine() codec[string] {
	return textCodec("a text in quotes", func(text string) (string, *valueError) { return text, nil }, identity)
}

// oneOf returns the codec of one of a few words.
func oneOf[T ~string](words ...T) codec[T] {
	allowed := make([]string, len(words))
	for i, w := range words {
		allowed[i] = string(w)
	}
	return textCodec("one of the words "+strings.Join(allowed, ", "), func(text string) (T, *valueError) {
		for _, w := range words {
			if text == string(w) {
				return w, nil
			}
		}
		return "", &valueError{
			text:       prose.Sprintf("%q is not allowed here", text),
			allowed:    quoted(allowed),
			suggestion: quoteAny(closest(text, allowed)),
		}
	}, func(t T) string { return string(t) })
}

// slug returns the codec of a name for people to type: words in lower case with
// dashes.
func slug[T ~string]() codec[T] {
	return textCodec(`a name in lower case such as "future-role"`, func(text string) (T, *valueError) {
		name := strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9')
		}), "-")
		if name != text || name == "" {
			return "", &valueError{suggestion: quoteAny(name)}
		}
		return T(name), nil
	}, func(t T) string { return string(t) })
}

// boolean returns the codec of true and false.
func boolean() codec[bool] {
	return codec[bool]{
		read: func(v value, into *bool) bool {
			b, ok := v.data.(bool)
			if !ok {
				v.mistyped("true or false, without quotes,")
				return false
			}
			*into = b
			return true
		},
		write: func(b bool) any { return b },
	}
}

// integer returns the codec of an integer from low to high. why names the limit that
// sets high; "" if it is only a sanity check.
func integer(low, high int, why string) codec[int] {
	return codec[int]{
		read: func(v value, into *int) bool {
			n, ok := v.data.(int64)
			switch {
			case !ok:
				v.mistyped("a whole number without quotes")
			case n < int64(low):
				v.fault("%d is too small: the minimum is %d", n, low)
			case n > int64(high) && why != "":
				v.fault("%d is too large: %s is %d, and the file can only lower it", n, why, high)
			case n > int64(high):
				v.fault("%d is too large: the maximum is %d", n, high)
			default:
				*into = int(n)
				return true
			}
			return false
		},
		write: func(n int) any { return n },
	}
}

// localDate is the name of the zone that the parser gives to a date without a
// time. Nothing else distinguishes such a date.
const localDate = "date-local"

// day returns the codec of a day.
func day() codec[date.Date] {
	return codec[date.Date]{
		read: func(v value, into *date.Date) bool {
			t, ok := v.data.(time.Time)
			if !ok || t.Location().String() != localDate {
				f := v.mistyped("a date such as 2026-12-18, without quotes,")
				var d date.Date
				if s, quoted := v.data.(string); quoted && s != "" && d.UnmarshalText([]byte(s)) == nil {
					f.Suggestion = d.String()
				}
				return false
			}
			*into = date.Of(t, t.Location())
			return true
		},
		write: func(d date.Date) any {
			if d.IsZero() {
				return nil
			}
			return d
		},
	}
}
