package config

import (
	"errors"
	"strings"
	"text/template"

	"fika/internal/invitation"
	"fika/internal/prose"
)

// invite is [invite].
func (c *Config) invite(f form) {
	field(f, "title", &c.Invite.Title, textTemplate("title", true))
	field(f, "greeting", &c.Invite.Greeting, textTemplate("greeting", false))
	field(f, "footer", &c.Invite.Footer, textTemplate("footer", false))
	field(f, "where", &c.Invite.Where, line())
}

// maxTemplate bounds a text of an invitation, in bytes.
const maxTemplate = 2000

// textTemplate is a text that [invitation.Parse] accepts.
func textTemplate(name string, oneLine bool) kind[*template.Template] {
	return word(`a text such as "Hi {{.Person.FirstName}},"`, func(text string) (*template.Template, *wrong) {
		if oneLine && (strings.ContainsAny(text, "\r\n") || strings.TrimSpace(text) == "") {
			return nil, &wrong{text: prose.Sprintf("the %s must be exactly one line of text", name)}
		}
		if len(text) > maxTemplate {
			return nil, &wrong{text: prose.Sprintf("the %s has %d bytes, more than %d", name, len(text), maxTemplate)}
		}
		t, err := invitation.Parse(name, text)
		if err == nil {
			return t, nil
		}
		w := &wrong{text: err.Error()}
		var unknown *invitation.FieldError
		if errors.As(err, &unknown) {
			w.allowed, w.meant = unknown.Allowed, meantBy(unknown.Field, unknown.Allowed)
		}
		return nil, w
	}, func(t *template.Template) string { return t.Root.String() })
}

func mustTemplate(name, text string) *template.Template {
	return template.Must(invitation.Parse(name, text))
}
