package config

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// token matches what only a secret looks like: keys and tokens of Google and
// other services, private keys, and passwords inside URLs.
var token = regexp.MustCompile(`GOCSPX-[\w-]+|ya29\.[\w.-]+|\b1//0[\w-]{8,}|AIza[\w-]{20,}|gh[oprsu]_\w{20,}|` +
	`xox[abeprs]-[\w-]{8,}|eyJ[\w-]{10,}\.[\w.-]+|-----BEGIN [A-Z ]*PRIVATE KEY-----|://[^/\s:@"']*:[^/\s@"']+@`)

// assignment matches a key that names a secret, and what it is set to.
var assignment = regexp.MustCompile(`(?i)([\w-]*(?:secret|passwo?r?d|token|api_?key|credential)[\w-]*["']?\s*=\s*)("[^"]*"?|'[^']*'?|[^\s#,}]+)`)

// secret reports whether text looks like a secret and not like the name of one.
func secret(text string) bool { return token.MatchString(text) }

// mask hides in a line what looks like a secret, character by character, so
// that columns stay what they were. The name of a file is none.
func mask(line string) string {
	line = token.ReplaceAllStringFunc(line, stars)
	return assignment.ReplaceAllStringFunc(line, func(found string) string {
		part := assignment.FindStringSubmatch(found)
		if key := strings.TrimRight(part[1], "\"'= \t"); strings.HasSuffix(strings.ToLower(key), "_file") {
			return found
		}
		return part[1] + stars(part[2])
	})
}

func stars(text string) string { return strings.Repeat("*", utf8.RuneCountInString(text)) }
