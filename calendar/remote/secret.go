package remote

import (
	"log/slog"
	"regexp"
)

// Secret is text that nobody may see. It prints as a placeholder, and is
// written out only where a sign-in is saved or sent.
type Secret string

const placeholder = "[secret]"

// String returns the placeholder, for all verbs of package fmt but %#v.
func (Secret) String() string { return placeholder }

// GoString returns the placeholder for %#v.
func (Secret) GoString() string { return placeholder }

// LogValue returns the placeholder for package slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(placeholder) }

// credentialPattern is what credentials look like: those of an Authorization header, the
// password in an address, and any long run of letters and digits.
var credentialPattern = regexp.MustCompile(`(?i)\b(?:bearer|basic)\s+\S+|//[^\s/@]+@|[\w.+/=-]{80,}`)

// Redact replaces in text what looks like a credential. Text of a server should
// hold none of ours; if it does, that goes no further.
func Redact(text string) string { return credentialPattern.ReplaceAllString(text, "…") }
