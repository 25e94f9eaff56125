// Package mailbox defines e-mail addresses and when two spellings are the same one.
// Every address that fika reads goes through it, so that whatever applies to an
// address applies to all of its spellings.
package mailbox

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Address is an e-mail address in its canonical spelling, so that == compares
// addresses. Only [Spell], [Parse] and [ParseLoose] create it; layout_test.go forbids
// conversions from text.
type Address string

// Local returns the part before the @, all of a if there is none.
func (a Address) Local() string {
	local, _, _ := strings.Cut(string(a), "@")
	return local
}

// Domain returns the part after the @, "" if there is none.
func (a Address) Domain() string {
	_, domain, _ := strings.Cut(string(a), "@")
	return domain
}

// Base returns a without the tag after a plus (RFC 5233): on most servers,
// ana+news@example.com is another name for ana@example.com.
func (a Address) Base() Address {
	local, domain, ok := strings.Cut(string(a), "@")
	if name, _, tagged := strings.Cut(local, "+"); ok && tagged && name != "" {
		return Address(name + "@" + domain)
	}
	return a
}

// Scan implements the Scanner of database/sql. It normalises the stored spelling,
// which may come from an older fika or another program.
func (a *Address) Scan(stored any) error {
	text, ok := stored.(string)
	if !ok {
		return fmt.Errorf("an address is stored as text, not as %T", stored)
	}
	*a = Spell(text)
	return nil
}

// Spell returns the canonical spelling of an address: lower case, without "mailto:",
// surrounding space and invisible characters (see [Visible]). Equivalent letters are
// composed (Unicode NFKC), and a domain in ASCII form (RFC 5891, "xn--") is decoded.
// Text that is not an address stays text.
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

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
