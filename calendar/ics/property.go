package ics

import (
	"strings"
	"unicode/utf8"
)

// param returns the value of a parameter, unquoted, "" without one. params are
// as [line.split] returns them. Commas are left alone: no parameter that is
// read here is a list, and zone names hold them unquoted.
func param(params, name string) string {
	for params != "" {
		var p string
		p, params = cutParam(params)
		if key, value, ok := strings.Cut(p, "="); ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return caretDecoder.Replace(strings.ReplaceAll(value, `"`, ""))
		}
	}
	return ""
}

// caretDecoder undoes RFC 6868, caretEncoder applies as much of it as [Param]
// needs.
var (
	caretDecoder = strings.NewReplacer("^n", "\n", "^^", "^", "^'", `"`)
	caretEncoder = strings.NewReplacer("\n", " ", `"`, "'", "^n", "^^n", "^^", "^^^^", "^'", "^^'", `^"`, "^^'")
)

// cutParam cuts params after its first parameter.
func cutParam(params string) (first, rest string) {
	quoted := false
	for i := range len(params) {
		switch params[i] {
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				return params[:i], params[i+1:]
			}
		}
	}
	return params, ""
}

// text reads a TEXT value (RFC 5545, 3.3.11). Bytes that are no UTF-8 are read
// as Latin-1, which is what old exports hold.
func text(value string) string {
	if !utf8.ValidString(value) {
		runes := make([]rune, len(value))
		for i := range len(value) {
			runes[i] = rune(value[i])
		}
		value = string(runes)
	}
	if strings.IndexByte(value, '\\') < 0 {
		return value
	}
	var b strings.Builder
	b.Grow(len(value))
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c == '\\' && i+1 < len(value) {
			i++
			if c = value[i]; c == 'n' || c == 'N' {
				c = '\n'
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

// textEncoder writes a TEXT value.
var textEncoder = strings.NewReplacer(`\`, `\\`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`, ",", `\,`, ";", `\;`)
