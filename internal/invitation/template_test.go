package invitation

import (
	"errors"
	"slices"
	"testing"
)

// TestParse checks which texts are accepted as templates, and how an author learns what is
// wrong with the others.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"Hi {{.Person.FirstName}},": "",
		"{{if and .Goal.Offer (ne .Minutes 15)}}{{.Goal.Topic}}{{else}}-{{end}}": "",
		"{{.Goal.Why}}":                 "an invitation has no field .Goal.Why",
		"{{range .Goal.Topic}}x{{end}}": "an invitation cannot contain {{range .Goal.Topic}}x{{end}}, only fields and conditions",
		"Hi {name},":                    "{name} would be sent as it is: a field has two braces, as in {{.Person.FirstName}}",
		"{{if .Goal.Offer}}{.Goal.Offer}{{end}} {{.Me}}": "{.Goal.Offer} would be sent as it is: a field has two braces, as in {{.Person.FirstName}}\nan invitation has no field .Me",
		`{{"{name}"}} :-{ } {1}`:                         "",
		"{{printf .Me.Name}}":                            "an invitation cannot contain printf, only fields and conditions",
		"{{$x := .Me.Name}}":                             "an invitation text may not have variables",
		`{{define "x"}}y{{end}}`:                         "an invitation text may not define templates",
		"Hi {{.Person.FirstName}":                        "the template is not complete: bad character U+007D '}'",
		"{{if eq .Goal.Offer 1}}x{{end}}":                "the template fails: executing \"greeting\" at <eq .Goal.Offer 1>: error calling eq: incompatible types for comparison: string and int",
	} {
		_, err := Parse("greeting", text)
		if got := message(err); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	_, err := Parse("greeting", "{{.Me.FristName}}")
	var unknown *FieldError
	if !errors.As(err, &unknown) || unknown.Field != ".Me.FristName" || !slices.Contains(unknown.Allowed, ".Me.FirstName") {
		t.Errorf("%#v", err)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
