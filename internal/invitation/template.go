package invitation

import (
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"fika/internal/prose"
)

// FieldError says that a template uses something that an invitation does not have.
type FieldError struct {
	Field   string   // as the template writes it; or an action, such as {{range ...}}, or a text in single braces
	Allowed []string // the fields of [Fields] as a template writes them
	format  string   // of the message, with the field
}

func (e *FieldError) Error() string { return prose.Sprintf(e.format, e.Field) }

// The formats of a [FieldError].
const (
	noField  = "an invitation has no field %s"
	noAction = "an invitation cannot contain %s, only fields and conditions"
	oneBrace = "%s would be sent as it is: a field has two braces, as in {{.Person.FirstName}}"
)

// Parse returns the template in text. It may contain fields of [Fields] and conditions,
// but nothing else: what can loop can hang. The result has been executed once with and
// once without the optional fields. The error has all that is wrong, joined as by
// [errors.Join]: sentences for the author of text, some of which are a [*FieldError].
func Parse(name, text string) (*template.Template, error) {
	t, err := template.New(name).Parse(text)
	if err != nil {
		return nil, errors.New("the template is not complete: " + withoutPosition(err))
	}
	if len(t.Templates()) > 1 {
		return nil, errors.New("an invitation text may not define templates")
	}
	if faults := check(t.Root); len(faults) > 0 {
		return nil, errors.Join(faults...)
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

var errVariables = errors.New("an invitation text may not have variables")

// Placeholder returns what in text looks like a field, "" if nothing does. Whatever is not
// parsed by [Parse] is sent with it.
func Placeholder(text string) string { return anyBraces.FindString(text) }

var anyBraces = regexp.MustCompile(`\{\{.*?\}\}|` + singleBraces.String())

// singleBraces is what looks like a field in the style of other programs: {name}. Whoever
// wants that in a letter can write {{"{name}"}}.
var singleBraces = regexp.MustCompile(`\{\s*[.$%]?\pL[\pL\pN_. -]*\}`)

// check returns all unknown fields and forbidden actions below n, each once.
func check(n parse.Node) (faults []error) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		return checkAll(n.Nodes)
	case *parse.TextNode:
		for _, found := range singleBraces.FindAllString(string(n.Text), -1) {
			faults = append(faults, newFieldError(found, oneBrace))
		}
		return faults
	case *parse.CommentNode, *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	case *parse.ActionNode:
		return check(n.Pipe)
	case *parse.IfNode:
		return checkAll([]parse.Node{n.Pipe, n.List, n.ElseList})
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return []error{errVariables}
		}
		for _, cmd := range n.Cmds {
			faults = append(faults, checkAll(cmd.Args)...)
		}
		return faults
	case *parse.VariableNode:
		return []error{errVariables}
	case *parse.FieldNode:
		if slices.Contains(fieldsOf(reflect.TypeFor[Fields](), ""), n.String()) {
			return nil
		}
		return []error{newFieldError(n.String(), noField)}
	case *parse.IdentifierNode:
		if slices.Contains([]string{"and", "or", "not", "eq", "ne"}, n.Ident) {
			return nil
		}
	}
	return []error{newFieldError(n.String(), noAction)}
}

func newFieldError(field, format string) *FieldError {
	return &FieldError{Field: field, Allowed: fieldsOf(reflect.TypeFor[Fields](), ""), format: format}
}

func checkAll(nodes []parse.Node) (faults []error) {
	for _, n := range nodes {
		for _, fault := range check(n) {
			if !slices.ContainsFunc(faults, func(other error) bool { return other.Error() == fault.Error() }) {
				faults = append(faults, fault)
			}
		}
	}
	return faults
}
