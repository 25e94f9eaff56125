package config

import (
	"errors"
	"strings"
	"text/template"

	"fika/internal/invitation"
	"fika/internal/prose"
)

// invite declares [invite].
func (c *Config) invite(f form) {
	field(f, "title", &c.Invite.Title, textTemplate("title", true))
	field(f, "greeting", &c.Invite.Greeting, textTemplate("greeting", false))
	field(f, "footer", &c.Invite.Footer, textTemplate("footer", false))
	field(f, "where", &c.Invite.Where, singleLine())
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
		t, err := invitation.Parse(name, text)
		if err == nil {
			return t, nil
		}
		w := &valueError{text: err.Error()}
		var unknown *invitation.FieldError
		if errors.As(err, &unknown) {
			w.allowed, w.suggestion = unknown.Allowed, closest(unknown.Field, unknown.Allowed)
		}
		return nil, w
	}, func(t *template.Template) string { return t.Root.String() })
}

func mustTemplate(name, text string) *template.Template {
	return template.Must(invitation.Parse(name, text))
}
