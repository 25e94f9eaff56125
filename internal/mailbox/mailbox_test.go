package mailbox

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSpell(t *testing.T) {
	for written, want := range map[string]Address{
		"Boss@Example.COM":                "boss@example.com",
		"  mailto:Boss@example.com ":      "boss@example.com",
		"\u200bboss@example.com":          "boss@example.com", // zero width space
		"boss@example.com\u200e":          "boss@example.com", // left-to-right mark
		"\u202aboss@example.com\u202c":    "boss@example.com", // embedding, as Windows copies it
		"\ufeffboss@exam\u00adple.com":    "boss@example.com", // byte order mark, soft hyphen
		"\u00a0boss@example.com\u202f":    "boss@example.com", // no-break spaces
		"bo\u200dss@example.com":          "boss@example.com", // joiner
		"b\u2060oss@example.com":          "boss@example.com", // word joiner
		"boss@\uff45xample.com":           "boss@example.com", // full width
		"boss\uff20example.com":           "boss@example.com",
		"bo\u0308ss@example.com":          "b\u00f6ss@example.com", // decomposed
		"ana@xn--mller-kva.de":            "ana@m\u00fcller.de",
		"ana@M\u00dcLLER.de":              "ana@m\u00fcller.de",
		"ana@home@xn--mller-kva.de":       "ana@home@m\u00fcller.de", // no address, but one spelling
		"ana@xn--a.example.com":           "ana@xn--a.example.com",   // not the ASCII form of anything
		"no address at all":               "no address at all",
		"\u0430na@example.com":            "\u0430na@example.com", // Cyrillic: another letter, whatever it looks like
		"ana@example.com, bo@example.com": "ana@example.com, bo@example.com",
	} {
		if got := Spell(written); got != want {
			t.Errorf("Spell(%+q) = %+q, want %+q", written, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, bad := range []string{
		"", "ana", "ana@", "@example.com", "Ana <ana@example.com>", `"ana"@example.com`, "ana@[127.0.0.1]",
		"ana@example.com, bo@example.com", "ana@example.com (Ana)", "an a@example.com", "an\u00a0a@example.com", "ana..b@example.com",
		"a@b@example.com", "ana\xff@example.com", "ana\ufffd@example.com", strings.Repeat("a", 255-len("@example.com")) + "@example.com",
	} {
		if got := Parse(bad); got != "" {
			t.Errorf("Parse(%q) = %q, want nothing", bad, got)
		}
	}
	longest := strings.Repeat("a", 254-len("@example.com")) + "@example.com"
	if got := Parse(longest); string(got) != longest {
		t.Errorf("the longest address that mail allows is refused")
	}
}

func TestParseLoose(t *testing.T) {
	for in, want := range map[string]Address{
		"MAILTO:Ana@Example.com":      "ana@example.com",
		" mailto: ana@example.com ":   "ana@example.com",
		"ana@example.com":             "ana@example.com",
		"\u200bana@example.com\u200e": "ana@example.com", // characters that nobody sees
		"ana@xn--mller-kva.de":        "ana@m\u00fcller.de",
		"/principals/17":              "",
		"ana@":                        "",
		"@example.com":                "",
		"":                            "",
		"ana@example.com, b@c.org":    "",
		"Ana <ana@example.com>":       "",
		"ana@example.com\r\nBcc:x":    "",
		"ana..b@example.com":          "ana..b@example.com", // which Parse rejects
		"ana@[127.0.0.1]":             "ana@[127.0.0.1]",
	} {
		if got := ParseLoose(in); got != want {
			t.Errorf("ParseLoose(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParts(t *testing.T) {
	for address, want := range map[Address][2]string{"ana@example.com": {"ana", "example.com"}, "ana": {"ana", ""}, "": {"", ""}} {
		if got := [2]string{address.Local(), address.Domain()}; got != want {
			t.Errorf("%q is %q", address, got)
		}
	}
}

func TestScan(t *testing.T) {
	var a Address
	if err := a.Scan("mailto:Ana\u200b@Example.com"); err != nil || a != "ana@example.com" {
		t.Errorf("%q, %v", a, err)
	}
	if err := a.Scan(nil); err == nil {
		t.Error("nothing is an address")
	}
}

func TestBase(t *testing.T) {
	for written, want := range map[Address]Address{
		"ana+news@example.com": "ana@example.com", "ana@example.com": "ana@example.com", "+1@example.com": "+1@example.com", "a+b": "a+b",
	} {
		if got := written.Base(); got != want {
			t.Errorf("Base(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for written, want := range map[string]string{
		"Ana\u00a0Ruiz\u200b":            "Ana Ruiz",
		"\u202bAna\u202c":                "Ana",
		"Mar\u00adtin":                   "Martin",
		"\u0645\u06cc\u200c\u062e\u0648": "\u0645\u06cc\u200c\u062e\u0648", // Persian: the joiner is part of the spelling
		"An\u200ca":                      "Ana",
	} {
		if got := Visible(written); got != want {
			t.Errorf("Visible(%+q) = %+q, want %+q", written, got, want)
		}
	}
}

// TestSpellIsOne holds for any text: spelling twice is spelling once, and what is
// put into an address that nobody sees changes nothing.
func TestSpellIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		any := rapid.SampledFrom([]string{"", "mailto:", "mailto: MAILTO:"}).Draw(t, "scheme") + rapid.String().Draw(t, "text")
		if once := Spell(any); Spell(string(once)) != once {
			t.Fatalf("Spell(%+q) = %+q, again %+q", any, once, Spell(string(once)))
		}
		plain := []rune("ana.ruiz@example.com")
		unseen := rapid.SampledFrom([]rune("\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad\u061c\ufe0f")).Draw(t, "unseen")
		at := rapid.IntRange(0, len(plain)).Draw(t, "at")
		written := string(plain[:at]) + string(unseen) + string(plain[at:])
		if got := Parse(written); string(got) != string(plain) {
			t.Fatalf("%+q became %+q", written, got)
		}
	})
}
