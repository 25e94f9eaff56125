package config

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
)

// sheet is a table to write: a [form] that collects its fields in order.
type sheet struct{ entries []entry }

// entry is a key with a text, number, bool, day, list or sheet.
type entry struct {
	key   string
	value any
}

// field implements form.
func (s *sheet) field(key string, _ func(value), write func() any) {
	v := write()
	if sub, ok := v.(*sheet); v == nil || ok && len(sub.entries) == 0 {
		return
	}
	s.entries = append(s.entries, entry{key, v})
}

// check implements form; values were already checked when they were read.
func (s *sheet) check(func(*table)) {}

// file returns s as a file: each table under its own header.
func (s *sheet) file() []byte {
	b := &bytes.Buffer{}
	b.WriteString("# The effective configuration: defaults filled in, paths made absolute.\n")
	for _, e := range s.entries {
		switch v := e.value.(type) {
		case *sheet:
			fmt.Fprintf(b, "\n[%s]\n", e.key)
			v.lines(b)
		case []any:
			for _, element := range v {
				fmt.Fprintf(b, "\n[[%s]]\n", e.key)
				element.(*sheet).lines(b)
			}
		}
	}
	return b.Bytes()
}

// lines writes the entries of one table, equals signs aligned.
func (s *sheet) lines(b *bytes.Buffer) {
	width := 0
	for _, e := range s.entries {
		width = max(width, len(keyText(e.key)))
	}
	for _, e := range s.entries {
		fmt.Fprintf(b, "%-*s = %s\n", width, keyText(e.key), inline(e.value))
	}
}

// plain returns a value without the order of its keys.
func plain(v any) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, element := range v {
			all[i] = plain(element)
		}
		return all
	case *sheet:
		all := make(map[string]any, len(v.entries))
		for _, e := range v.entries {
			all[e.key] = plain(e.value)
		}
		return all
	}
	return v
}

// inline returns a value in one line.
func inline(v any) string {
	switch v := v.(type) {
	case string:
		return quote(v)
	case []any:
		all := make([]string, len(v))
		for i, element := range v {
			all[i] = inline(element)
		}
		return "[" + strings.Join(all, ", ") + "]"
	case *sheet:
		all := make([]string, len(v.entries))
		for i, e := range v.entries {
			all[i] = keyText(e.key) + " = " + inline(e.value)
		}
		return "{ " + strings.Join(all, ", ") + " }"
	}
	return fmt.Sprint(v) // numbers, bools and days look the same in TOML and Go
}

// keyText returns a key as the file spells it: in quotes, if it needs them.
func keyText(key string) string {
	bare := func(r rune) bool {
		return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '-' || r == '_'
	}
	if key == "" || strings.ContainsFunc(key, func(r rune) bool { return !bare(r) }) {
		return quote(key)
	}
	return key
}

// texts turns words into a list to write.
func texts(words []string) []any {
	all := make([]any, len(words))
	for i, w := range words {
		all[i] = w
	}
	return all
}

// quote returns text as a TOML basic string. Go's own quoting uses escapes that TOML
// does not know.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// quoted returns words as the file would spell them.
func quoted(words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = quote(truncate(w))
	}
	return all
}

// quoteAny is quote, but returns "" for an empty text.
func quoteAny(text string) string {
	if text == "" {
		return ""
	}
	return quote(text)
}
