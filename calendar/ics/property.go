package ics

import (
	"strings"
	"unicode/utf8"
)

// param returns the value of a parameter, unquoted, "" without one. params is as
// returned by [line.split]. Commas do not separate: no parameter read here is a
// list, and zone names contain unquoted commas.
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

// caretDecoder decodes RFC 6868; caretEncoder encodes as much of it as [Param]
// needs.
var (
	caretDecoder = strings.NewReplacer("^n", "\n", "^^", "^", "^'", `"`)
	caretEncoder = strings.NewReplacer("\n", " ", `"`, "'", "^n", "^^n", "^^", "^^^^", "^'", "^^'", `^"`, "^^'")
)

// cutParam splits params after its first parameter.
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

// text reads a TEXT value (RFC 5545, 3.3.11). Bytes that are not UTF-8 are read as
// Latin-1, as in old exports.
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

// singlePropertyBit returns a bit for each property that may occur once in an event.
func singlePropertyBit(name string) uint32 {
	switch name {
	case "UID":
		return 1 << 0
	case "DTSTART":
		return 1 << 1
	case "DTEND":
		return 1 << 2
	case "DURATION":
		return 1 << 3
	case "RECURRENCE-ID":
		return 1 << 4
	case "SEQUENCE":
		return 1 << 5
	case "DTSTAMP":
		return 1 << 6
	case "SUMMARY":
		return 1 << 7
	case "LOCATION":
		return 1 << 8
	case "DESCRIPTION":
		return 1 << 9
	case "STATUS":
		return 1 << 10
	case "TRANSP":
		return 1 << 11
	case "ORGANIZER":
		return 1 << 12
	case "X-APPLE-TRAVEL-DURATION":
		return 1 << 13
	case "X-MICROSOFT-CDO-BUSYSTATUS":
		return 1 << 14
	case "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS":
		return 1 << 15
	case markBooking:
		return 1 << 16
	case markGeneration:
		return 1 << 17
	}
	return 0
}
