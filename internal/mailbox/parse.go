package mailbox

import (
	"net/mail"
	"strings"
	"unicode/utf8"
)

// maxLength is the limit for a path without its brackets (RFC 5321, 4.5.3.1.3).
const maxLength = 254

// Parse returns the address in text, or "" if there is none that fika may write to. It is
// for everybody who can become a recipient: the user, and the people in lists and
// directories. It rejects names, comments and quoted local parts, because anything that
// needs interpretation can be interpreted in two ways.
func Parse(text string) Address {
	spelled := Spell(text)
	plain := string(spelled)
	parsed, err := mail.ParseAddress(plain)
	if err != nil || len(plain) > maxLength || strings.ContainsRune(plain, utf8.RuneError) || parsed.Address != plain || strings.ContainsAny(plain, "\"[] ") {
		return ""
	}
	return spelled
}

// ParseLoose returns the address in text, or "" if nothing in it can be one. It is for
// addresses that fika compares and never writes to: those in events, as calendars spell
// them ("MAILTO:Ana@Example.com"). It accepts addresses that [Parse] rejects and that
// people have all the same, such as "ana..b@example.com": without them a guest would be
// missing from a meeting, which would look smaller than it was.
func ParseLoose(text string) Address {
	spelled := Spell(text)
	local, domain, found := strings.Cut(string(spelled), "@")
	if !found || local == "" || domain == "" || strings.ContainsAny(string(spelled), " \t\r\n<>,;\"") {
		return ""
	}
	return spelled
}
