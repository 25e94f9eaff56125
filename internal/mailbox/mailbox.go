// Package mailbox knows what an e-mail address is, and when two spellings are
// the same one. Every address that fika reads goes through it, so that what
// holds for an address holds however somebody wrote it.
package mailbox

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Address is an e-mail address in its one spelling, so that two of them are the
// same exactly if they are equal. [Spell] and [Parse] make it; nobody converts
// text to it, which layout_test.go sees to.
type Address string

// Local is what stands before the @, all of a where there is none.
func (a Address) Local() string {
	local, _, _ := strings.Cut(string(a), "@")
	return local
}

// Domain is what stands behind the @, "" where there is none.
func (a Address) Domain() string {
	_, domain, _ := strings.Cut(string(a), "@")
	return domain
}

// Base is a without the tag behind a plus (RFC 5233): ana+news@example.com is a
// name for ana@example.com on most servers.
func (a Address) Base() Address {
	local, domain, ok := strings.Cut(string(a), "@")
	if name, _, tagged := strings.Cut(local, "+"); ok && tagged && name != "" {
		return Address(name + "@" + domain)
	}
	return a
}

// Scan implements the Scanner of database/sql: what an older fika or another hand
// has stored is spelled as it is read.
func (a *Address) Scan(stored any) error {
	text, ok := stored.(string)
	if !ok {
		return fmt.Errorf("an address is stored as text, not as %T", stored)
	}
	*a = Spell(text)
	return nil
}

// Spell is the one spelling of an address: lower case, without "mailto:", space
// around it and characters that nobody sees (see [Visible]). Letters that look
// and mean the same are composed (Unicode NFKC), and a domain in its ASCII form
// (RFC 5891, "xn--") is written in letters. Text that is no address stays text.
func Spell(text string) Address {
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
			return Address(plain[:at+1] + letters)
		}
	}
	return Address(plain)
}

// maxLength is that of a path without its brackets (RFC 5321, 4.5.3.1.3).
const maxLength = 254

// Parse is the bare address in text in its one spelling, or "" if there is none.
// Names, comments and quoted local parts are refused: this becomes a recipient,
// and what has to be interpreted can be interpreted in two ways.
func Parse(text string) Address {
	spelled := Spell(text)
	plain := string(spelled)
	parsed, err := mail.ParseAddress(plain)
	if err != nil || len(plain) > maxLength || !utf8.ValidString(plain) || parsed.Address != plain || strings.ContainsAny(plain, "\"[] ") {
		return ""
	}
	return spelled
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
