package config

import (
	"errors"
	"slices"
	"strings"
	"text/template"

	"fika/internal/invitation"
	"fika/internal/prose"
)

// invite declares [invite].
func (c *Config) invite(f form) {
	field(f, "language", &c.Invite.Language, language())
	optionalField(f, "title", &c.Invite.Title, textTemplate("title", true))
	optionalField(f, "greeting", &c.Invite.Greeting, textTemplate("greeting", false))
	optionalField(f, "footer", &c.Invite.Footer, textTemplate("footer", false))
	optionalField(f, "text", &c.Invite.Text, textTemplate("text", false))
	optionalField(f, "about", &c.Invite.About, webPage())
	field(f, "where", &c.Rules.Where, places())
	f.check(func(t *table) {
		for _, key := range []string{"greeting", "footer", "about"} {
			switch {
			case !t.has(key):
			case c.Invite.Text != nil:
				t.fault(key, "%s has no effect beside text, which is the whole invitation", key).Warning = true
			case c.Invite.Footer != nil && key == "about":
				t.fault(key, "about has no effect beside a footer of your own; write the address into the footer").Warning = true
			}
		}
	})
}

// formerDefaults are the texts that fika init wrote into files before the texts had
// languages. Nobody chose them, so they count as unset: as the user's own words they would
// stay English for everybody, and say twice that a no is fine.
var formerDefaults = []string{
	"Coffee: {{.Me.FirstName}} and {{.Person.FirstName}}",
	"Hi {{.Person.FirstName}},",
	"Time found by my own scheduling helper. Declining is fine, no reason needed.",
	`Time found by my own scheduling helper. Declining is fine, no reason needed. Write "no fika" in your answer and it never asks again.`,
}

// maxTemplate limits a text of an invitation, in bytes.
const maxTemplate = 2000

// textTemplate returns the codec of a text that [invitation.Parse] accepts.
func textTemplate(name string, oneLine bool) codec[*template.Template] {
	return textCodec(`a text such as "Hi {{.Person.FirstName}},"`, func(text string) (*template.Template, *valueError) {
		if oneLine && (strings.ContainsAny(text, "\r\n") || strings.TrimSpace(text) == "") {
			return nil, &valueError{text: prose.Sprintf("the %s must be exactly one line of text", name)}
		}
		if len(text) > maxTemplate {
			return nil, &valueError{text: prose.Sprintf("the %s has %d bytes, more than %d", name, len(text), maxTemplate)}
		}
		if slices.Contains(formerDefaults, text) {
			return nil, nil
		}
		t, err := invitation.Parse(name, text)
		if err == nil {
			return t, nil
		}
		return nil, templateFaults(err)
	}, func(t *template.Template) string { return t.Root.String() })
}

// templateFaults returns what [invitation.Parse] found in one text.
func templateFaults(err error) *valueError {
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	var faults []*valueError
	for _, err := range all {
		w := &valueError{text: err.Error()}
		var unknown *invitation.FieldError
		if errors.As(err, &unknown) {
			w.allowed, w.suggestion = unknown.Allowed, closest(unknown.Field, unknown.Allowed)
		}
		faults = append(faults, w)
	}
	faults[0].more = faults[1:]
	return faults[0]
}
