package invitation

import (
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"fika/internal/prose"
)

// FieldError says that a template uses something that an invitation does not have.
type FieldError struct {
	Field   string   // as the template writes it; or an action, such as {{range ...}}
	Allowed []string // the fields of [Fields] as a template writes them
	action  bool
}

func (e *FieldError) Error() string {
	if e.action {
		return prose.Sprintf("an invitation cannot contain %s, only fields and conditions", e.Field)
	}
	return prose.Sprintf("an invitation has no field %s", e.Field)
}

// Parse returns the template in text. It may contain fields of [Fields] and conditions,
// but nothing else: what can loop can hang. The result has been executed once with and
// once without the optional fields. Errors are sentences for the author of text; they
// include [*FieldError].
func Parse(name, text string) (*template.Template, error) {
	t, err := template.New(name).Parse(text)
	if err != nil {
		return nil, errors.New("the template is not complete: " + withoutPosition(err))
	}
	if len(t.Templates()) > 1 {
		return nil, errors.New("an invitation text may not define templates")
	}
	if err := check(t.Root); err != nil {
		return nil, err
	}
	full := Fields{Person{"Maya Lind", "Maya"}, Person{"Tomas Berg", "Tomas"}, Goal{"your week", "mine"}, 25}
	bare := full
	bare.Goal.Offer = ""
	for _, sample := range []Fields{full, bare} {
		if err := t.Execute(io.Discard, sample); err != nil {
			return nil, errors.New("the template fails: " + withoutPosition(err))
		}
	}
	return t, nil
}

// withoutPosition returns the message of err without its position, which counts from the
// start of the text and not of the file.
func withoutPosition(err error) string {
	text := err.Error()
	if _, after, ok := strings.Cut(text, ": "); ok {
		_, text, _ = strings.Cut(after, ": ")
	}
	return text
}

// fieldsOf returns the fields of t as a template writes them.
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

// check returns an error for the first unknown field or forbidden action below n.
func check(n parse.Node) error {
	allowed := fieldsOf(reflect.TypeFor[Fields](), "")
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		return checkAll(n.Nodes)
	case *parse.TextNode, *parse.CommentNode, *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	case *parse.ActionNode:
		return check(n.Pipe)
	case *parse.IfNode:
		return checkAll([]parse.Node{n.Pipe, n.List, n.ElseList})
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return errors.New("an invitation text may not have variables")
		}
		for _, cmd := range n.Cmds {
			if err := checkAll(cmd.Args); err != nil {
				return err
			}
		}
		return nil
	case *parse.FieldNode:
		if !slices.Contains(allowed, n.String()) {
			return &FieldError{Field: n.String(), Allowed: allowed}
		}
		return nil
	case *parse.IdentifierNode:
		if slices.Contains([]string{"and", "or", "not", "eq", "ne"}, n.Ident) {
			return nil
		}
	}
	return &FieldError{Field: n.String(), Allowed: allowed, action: true}
}

func checkAll(nodes []parse.Node) error {
	for _, n := range nodes {
		if err := check(n); err != nil {
			return err
		}
	}
	return nil
}
