package config

import (
	"io"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"fika/internal/prose"
)

// Invitation is what the templates of [Invite] may use. A goal's Why is not part
// of it, so no text can reveal it.
type Invitation struct {
	Me, Person Named
	Goal       Public
	Minutes    int
}

// Named is a person in an [Invitation].
type Named struct{ Name, FirstName string }

// Public is what an [Invitation] may say about a goal.
type Public struct{ Topic, Offer string }

// invite is [invite].
func (c *Config) invite(f form) {
	field(f, "title", &c.Invite.Title, textTemplate("title", true))
	field(f, "greeting", &c.Invite.Greeting, textTemplate("greeting", false))
	field(f, "footer", &c.Invite.Footer, textTemplate("footer", false))
	field(f, "where", &c.Invite.Where, line())
}

// maxTemplate bounds a text of an invitation, in bytes.
const maxTemplate = 2000

// textTemplate is a text with fields of [Invitation]. It may contain conditions
// but nothing else: what can loop can hang.
func textTemplate(name string, oneLine bool) kind[*template.Template] {
	return word(`a text such as "Hi {{.Person.FirstName}},"`, func(text string) (*template.Template, *wrong) {
		if oneLine && (strings.ContainsAny(text, "\r\n") || strings.TrimSpace(text) == "") {
			return nil, &wrong{text: prose.Sprintf("the %s must be exactly one line of text", name)}
		}
		if len(text) > maxTemplate {
			return nil, &wrong{text: prose.Sprintf("the %s has %d bytes, more than %d", name, len(text), maxTemplate)}
		}
		t, err := template.New(name).Parse(text)
		if err != nil {
			return nil, &wrong{text: "the template is not complete: " + templateError(err)}
		}
		if w := judge(t); w != nil {
			return nil, w
		}
		for _, sample := range samples() {
			if err := t.Execute(io.Discard, sample); err != nil {
				return nil, &wrong{text: "the template fails: " + templateError(err)}
			}
		}
		return t, nil
	}, func(t *template.Template) string { return t.Root.String() })
}

// templateError is err without the position, which counts from the start of the
// text.
func templateError(err error) string {
	text := err.Error()
	if _, after, ok := strings.Cut(text, ": "); ok {
		_, text, _ = strings.Cut(after, ": ")
	}
	return text
}

func mustTemplate(name, text string) *template.Template {
	return template.Must(template.New(name).Parse(text))
}

// samples are invitations to try a template on, with and without optional parts.
func samples() []Invitation {
	full := Invitation{Named{"Maya Lind", "Maya"}, Named{"Tomas Berg", "Tomas"}, Public{"your week", "mine"}, 25}
	bare := full
	bare.Goal.Offer = ""
	return []Invitation{full, bare}
}

// fieldsOf are the fields of [Invitation] as a template writes them.
func fieldsOf(t reflect.Type, prefix string) []string {
	if t.Kind() != reflect.Struct {
		return []string{prefix}
	}
	var all []string
	for i := range t.NumField() {
		all = append(all, fieldsOf(t.Field(i).Type, prefix+"."+t.Field(i).Name)...)
	}
	return all
}

// judge looks for unknown fields and forbidden actions.
func judge(t *template.Template) *wrong {
	if len(t.Templates()) > 1 {
		return &wrong{text: "an invitation text may not define templates"}
	}
	return judgeNode(t.Root)
}

func judgeNode(n parse.Node) *wrong {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		return judgeAll(n.Nodes)
	case *parse.TextNode, *parse.CommentNode, *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	case *parse.ActionNode:
		return judgeNode(n.Pipe)
	case *parse.IfNode:
		return judgeAll([]parse.Node{n.Pipe, n.List, n.ElseList})
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return &wrong{text: "an invitation text may not have variables"}
		}
		for _, cmd := range n.Cmds {
			if w := judgeAll(cmd.Args); w != nil {
				return w
			}
		}
		return nil
	case *parse.FieldNode:
		allowed := fieldsOf(reflect.TypeFor[Invitation](), "")
		if !slices.Contains(allowed, n.String()) {
			return &wrong{text: prose.Sprintf("an invitation knows no %s", n), allowed: allowed, meant: meantBy(n.String(), allowed)}
		}
		return nil
	case *parse.IdentifierNode:
		if slices.Contains([]string{"and", "or", "not", "eq", "ne"}, n.Ident) {
			return nil
		}
	}
	return &wrong{text: prose.Sprintf("an invitation does not know %s; it has fields and conditions", n), allowed: fieldsOf(reflect.TypeFor[Invitation](), "")}
}

func judgeAll(nodes []parse.Node) *wrong {
	for _, n := range nodes {
		if w := judgeNode(n); w != nil {
			return w
		}
	}
	return nil
}
