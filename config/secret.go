package config

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// secretPattern matches what can only be a secret: keys and tokens of Google and other
// services, private keys, and passwords inside URLs.
var secretPattern = regexp.MustCompile(`GOCSPX-[\w-]+|ya29\.[\w.-]+|\b1//0[\w-]{8,}|AIza[\w-]{20,}|gh[oprsu]_\w{20,}|` +
	`xox[abeprs]-[\w-]{8,}|eyJ[\w-]{10,}\.[\w.-]+|-----BEGIN [A-Z ]*PRIVATE KEY-----|://[^/\s:@"']*:[^/\s@"']+@`)

// secretKeyPattern matches a key whose name says that its value is a secret.
var secretKeyPattern = regexp.MustCompile(`(?i)([\w-]*(?:secret|passwo?r?d|token|api_?key|credential)[\w-]*)["']?\s*=\s*`)

// urlPasswordPattern matches a password in the query of a URL. Video calls have them, and
// everybody who is invited gets it, so it may be in the file.
var urlPasswordPattern = regexp.MustCompile(`(?i)([?&](?:pwd|passwo?r?d|passcode|token|tk)=)([^&\s"']+)`)

// looksSecret reports whether text looks like a secret itself, not like the name of
// one.
func looksSecret(text string) bool { return secretPattern.MatchString(text) }

// mask replaces what looks like a secret, character by character, so that columns
// stay the same. After a key whose name means a secret, it hides the rest of the
// line. The name of a file is not a secret.
func mask(line string) string {
	line = secretPattern.ReplaceAllStringFunc(line, stars)
	for _, at := range urlPasswordPattern.FindAllStringSubmatchIndex(line, -1) {
		line = line[:at[4]] + strings.Repeat("*", at[5]-at[4]) + line[at[5]:]
	}
	for _, at := range secretKeyPattern.FindAllStringSubmatchIndex(line, -1) {
		key, end := line[at[2]:at[3]], at[1]
		if !strings.HasSuffix(strings.ToLower(key), "_file") {
			return line[:end] + stars(line[end:])
		}
	}
	return line
}

func stars(text string) string { return strings.Repeat("*", utf8.RuneCountInString(text)) }
