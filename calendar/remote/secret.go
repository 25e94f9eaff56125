package remote

import (
	"log/slog"
	"regexp"
)

// Secret is text that must not be shown. It prints as a placeholder, and is written
// out only where a sign-in is saved or sent.
type Secret string

const placeholder = "[secret]"

// String returns the placeholder, for all verbs of package fmt but %#v.
func (Secret) String() string { return placeholder }

// GoString returns the placeholder for %#v.
func (Secret) GoString() string { return placeholder }

// LogValue returns the placeholder for package slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(placeholder) }

// credentialPattern matches the credentials of an Authorization header, the password
// in a URL, and any long run of letters and digits.
var credentialPattern = regexp.MustCompile(`(?i)\b(?:bearer|basic)\s+\S+|//[^\s/@]+@|[\w.+/=-]{80,}`)

// Redact replaces in text whatever looks like a credential. A server should not send
// any of ours back; if it does, they are not passed on.
func Redact(text string) string { return credentialPattern.ReplaceAllString(text, "…") }
