package api

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Document returns doc as indented JSON. It also escapes the control characters that
// JSON leaves alone, because a document may be printed on a terminal.
func Document(doc any) ([]byte, error) {
	text, err := Marshal(doc)
	if err != nil {
		return nil, err
	}
	var indented, out bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return nil, err
	}
	for _, r := range indented.String() {
		if r >= 0x7f && r <= 0x9f {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes(), nil
}

// Marshal returns doc as JSON on one line, which it ends.
func Marshal(doc any) ([]byte, error) {
	if d, ok := doc.(interface{ schema() string }); ok {
		return withSchema(d.schema(), doc)
	}
	return marshal(doc)
}

// withSchema returns the fields of a struct as JSON, after the name of a schema.
func withSchema(schema string, fields any) ([]byte, error) {
	text, err := marshal(fields)
	if err != nil {
		return nil, err
	}
	head := fmt.Appendf(nil, `{"schema":%q`, schema)
	if text[1] != '}' {
		head = append(head, ',')
	}
	return append(head, text[1:]...), nil
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
