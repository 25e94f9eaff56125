package config

import (
	"strings"
	"time"
	"unicode"

	"fika/internal/prose"
	"fika/planner"
)

// wrong says why a text is not what its key wants. With an empty text, the message
// is only "is not" and what is wanted.
type wrong struct {
	text    string
	allowed []string
	meant   string
	warning bool // the text is accepted anyway
}

// word is a value written as a text in quotes. wanted describes it with an
// example, to follow "want" and "is not"; parse returns nil if all is well.
func word[T any](wanted string, parse func(string) (T, *wrong), print func(T) string) kind[T] {
	return kind[T]{
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
				f := v.src.put(v.at.place(), v.key, w.text)
				f.Allowed, f.Suggestion, f.Warning = w.allowed, brief(w.meant), w.warning
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

// orNone is k, and also allows "" for none.
func orNone[T any](k kind[T]) kind[T] {
	return kind[T]{
		read: func(v value, into *T) bool {
			if v.data == "" {
				*into = *new(T)
				return true
			}
			return k.read(v, into)
		},
		write: k.write,
	}
}

// itself prints a text that needs no printing.
func itself(text string) string { return text }

// line is a text in one line, not empty; spaces around it do not count.
func line() kind[string] {
	return word("a text in one line", func(text string) (string, *wrong) {
		text = strings.TrimSpace(text)
		if text == "" {
			return "", &wrong{text: "the text is empty"}
		}
		if strings.ContainsFunc(text, unicode.IsControl) {
			return "", &wrong{}
		}
		return text, nil
	}, itself)
}

// lines is a text of any number of lines.
func lines() kind[string] {
	return word("a text in quotes", func(text string) (string, *wrong) { return text, nil }, itself)
}

// oneOf is one of a few words.
func oneOf[T ~string](words ...T) kind[T] {
	allowed := make([]string, len(words))
	for i, w := range words {
		allowed[i] = string(w)
	}
	return word("one of the words "+strings.Join(allowed, ", "), func(text string) (T, *wrong) {
		for _, w := range words {
			if text == string(w) {
				return w, nil
			}
		}
		return "", &wrong{
			text:    prose.Sprintf("%q is none of the words that are known here", text),
			allowed: quoted(allowed),
			meant:   quoteAny(meantBy(text, allowed)),
		}
	}, func(t T) string { return string(t) })
}

// slug is a name for people to type: words in lower case with dashes.
func slug[T ~string]() kind[T] {
	return word(`a name in lower case such as "future-role"`, func(text string) (T, *wrong) {
		name := strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9')
		}), "-")
		if name != text || name == "" {
			return "", &wrong{meant: quoteAny(name)}
		}
		return T(name), nil
	}, func(t T) string { return string(t) })
}

// boolean is true or false.
func boolean() kind[bool] {
	return kind[bool]{
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

// whole is an integer from low to high. why names the limit that sets high; "" if
// it is only a sanity check.
func whole(low, high int, why string) kind[int] {
	return kind[int]{
		read: func(v value, into *int) bool {
			n, ok := v.data.(int64)
			switch {
			case !ok:
				v.mistyped("a whole number without quotes")
			case n < int64(low):
				v.fault("%d is too few: the least is %d", n, low)
			case n > int64(high) && why != "":
				v.fault("%d is too many: %s is %d, and the file can only lower it", n, why, high)
			case n > int64(high):
				v.fault("%d is too many: the most is %d", n, high)
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

// date is a day.
func date() kind[planner.Date] {
	return kind[planner.Date]{
		read: func(v value, into *planner.Date) bool {
			t, ok := v.data.(time.Time)
			if !ok || t.Location().String() != localDate {
				f := v.mistyped("a date such as 2026-12-18, without quotes,")
				var d planner.Date
				if s, quoted := v.data.(string); quoted && s != "" && d.UnmarshalText([]byte(s)) == nil {
					f.Suggestion = d.String()
				}
				return false
			}
			*into = planner.DateOf(t, t.Location())
			return true
		},
		write: func(d planner.Date) any {
			if d.IsZero() {
				return nil
			}
			return d
		},
	}
}
