// Package mailbox knows what an e-mail address is, and when two spellings are
// the same one. Every address that fika reads goes through it, so that what
// holds for an address holds however somebody wrote it.
package mailbox

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Spell is the one spelling of an address: lower case, without "mailto:", space
// around it and characters that nobody sees (see [Visible]). Letters that look
// and mean the same are composed (Unicode NFKC), and a domain in its ASCII form
// (RFC 5891, "xn--") is written in letters. Text that is no address stays text.
func Spell(text string) string {
	plain := text
	if !isASCII(plain) {
		plain = norm.NFKC.String(strings.ReplaceAll(Visible(plain), "\u200c", ""))
		plain = strings.ReplaceAll(plain, "\u200d", "")
	}
	plain = strings.ToLower(strings.TrimSpace(plain))
	for strings.HasPrefix(plain, "mailto:") {
		plain = strings.TrimSpace(plain[len("mailto:"):])
	}
	at := strings.LastIndexByte(plain, '@')
	if domain := plain[at+1:]; at > 0 && strings.Contains(domain, "xn--") {
		if letters, err := idna.Lookup.ToUnicode(domain); err == nil {
			return plain[:at+1] + letters
		}
	}
	return plain
}

// maxLength is that of a path without its brackets (RFC 5321, 4.5.3.1.3).
const maxLength = 254

// Parse is the bare address in text in its one spelling, or "" if there is none.
// Names, comments and quoted local parts are refused: this becomes a recipient,
// and what has to be interpreted can be interpreted in two ways.
func Parse(text string) string {
	plain := Spell(text)
	parsed, err := mail.ParseAddress(plain)
	if err != nil || len(plain) > maxLength || !utf8.ValidString(plain) || parsed.Address != plain || strings.ContainsAny(plain, "\"[] ") {
		return ""
	}
	return plain
}

// Base is an address without the tag behind a plus (RFC 5233): ana+news@example.com
// is a name for ana@example.com on most servers.
func Base(address string) string {
	local, domain, ok := strings.Cut(address, "@")
	if name, _, tagged := strings.Cut(local, "+"); ok && tagged && name != "" {
		return name + "@" + domain
	}
	return address
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
