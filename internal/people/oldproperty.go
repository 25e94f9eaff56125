package people

import (
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"
)

// rewriteOldProperty rewrites one property as in version 3.0 and later. Phones and common
// libraries write version 2.1 whatever version they state: types without TYPE=,
// and values in quoted-printable. The vCard library would read the types as part of
// the value and would not decode the values.
func rewriteOldProperty(line string) (string, error) {
	head, value, ok := cutValue(line)
	if !ok {
		return line, nil // the library skips it
	}
	parts := splitOutside(head, ';')
	name, encoded, charset := parts[0], false, ""
	var kept []string
	for _, part := range parts[1:] {
		key, word, stated := strings.Cut(part, "=")
		if !stated {
			key, word = bareParameter(strings.TrimSpace(part))
		}
		switch upper := strings.ToUpper(strings.TrimSpace(key)); {
		case upper == "":
		case upper == "ENCODING" && strings.EqualFold(word, "QUOTED-PRINTABLE"):
			encoded = true
		case upper == "CHARSET":
			charset = word
		default:
			kept = append(kept, key+"="+word)
		}
	}
	if encoded {
		var err error
		if value, err = decodeValue(value, charset); err != nil {
			return "", fmt.Errorf("%s cannot be decoded: %w", strings.ToUpper(name), err)
		}
	}
	return strings.Join(append([]string{name}, kept...), ";") + ":" + value, nil
}

// cutValue splits a property at the first colon outside quotes, which ends its
// parameters.
func cutValue(line string) (head, value string, ok bool) {
	parts := splitOutside(line, ':')
	if len(parts) < 2 {
		return "", "", false
	}
	return parts[0], line[len(parts[0])+1:], true
}

// splitOutside splits text at every sep outside quotes.
func splitOutside(text string, sep rune) []string {
	quoted := false
	var parts []string
	from := 0
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == sep && !quoted:
			parts = append(parts, text[from:i])
			from = i + 1
			if sep == ':' {
				return append(parts, text[from:])
			}
		}
	}
	return append(parts, text[from:])
}

// bareParameter returns what a word without = means in version 2.1.
func bareParameter(word string) (key, value string) {
	switch strings.ToUpper(word) {
	case "":
		return "", ""
	case "QUOTED-PRINTABLE", "BASE64", "7BIT", "8BIT":
		return "ENCODING", word
	}
	return "TYPE", word
}

// decodeValue decodes quoted-printable. Line breaks become spaces, because a
// property is one line here.
func decodeValue(value, charset string) (string, error) {
	data, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value)))
	if err != nil {
		return "", err
	}
	text := string(data)
	if !utf8.ValidString(text) {
		switch strings.ToUpper(charset) {
		case "ISO-8859-1", "ISO8859-1", "LATIN1", "WINDOWS-1252", "CP1252":
			runes := make([]rune, len(data))
			for i, b := range data {
				runes[i] = rune(b) // the first 256 characters of Unicode are Latin-1
			}
			text = string(runes)
		default:
			return "", fmt.Errorf("it is not UTF-8")
		}
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\r' || r == '\n' }), " "), nil
}
