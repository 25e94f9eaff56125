package api_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
)

var update = flag.Bool("update", false, "add new fields to testdata/schemas.txt")

// documents lists all documents, in the order of schema.go.
var documents = []any{
	api.Approval{}, api.Backup{}, api.Bookings{}, api.Brief{}, api.Busy{}, api.Cancellation{}, api.Change{}, api.Checks{}, api.ConfigCheck{}, api.ConfigDiff{},
	api.Config{}, api.Bundle{}, api.Demo{}, api.Doctor{}, api.Events{}, api.Export{}, api.Forgotten{}, api.Free{}, api.Goals{}, api.Init{}, api.Log{},
	api.Letters{}, api.Login{}, api.Logout{}, api.LP{}, api.Mirror{}, api.Week{}, api.Quarter{}, api.Notes{}, api.Paths{}, api.Pause{}, api.People{}, api.Colleague{}, api.Plan{}, api.Reload{}, api.Restore{}, api.Pass{},
	api.Service{}, api.Simulation{}, api.Status{}, api.Sync{}, api.Today{}, api.Topics{}, api.Version{}, api.WhyNot{}, api.Why{},
}

// TestSchemas compares every field of every document, and of the other parts of the wire
// format, with the recorded ones. Programs rely on them: a field may be added, but never
// removed or given another type.
func TestSchemas(t *testing.T) {
	const path = "testdata/schemas.txt"
	var now []string
	for _, d := range documents {
		now = append(now, fieldsOf(schemaOf(t, d), reflect.TypeOf(d))...)
	}
	for name, part := range map[string]any{"fault": api.Fault{}, "failure": api.Failure{}} {
		now = append(now, fieldsOf(name, reflect.TypeOf(part))...)
	}
	for _, c := range calls {
		answer := "nothing"
		if c.answer != reflect.TypeFor[api.Nothing]() {
			answer = schemaOf(t, reflect.New(c.answer).Elem().Interface())
		}
		now = append(now, fmt.Sprintf("call %s answers %s", c.name, answer))
		now = append(now, fieldsOf("call "+c.name, c.args)...)
	}
	slices.Sort(now)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Split(strings.TrimSpace(string(text)), "\n")
	for _, line := range before {
		if !slices.Contains(now, line) {
			t.Errorf("removed or changed: %s", line)
		}
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(path, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, line := range now {
		if !slices.Contains(before, line) {
			t.Errorf("new; record it with go test ./internal/api -update: %s", line)
		}
	}
}

// TestEveryDocumentIsListed checks that the list above has every document in schema.go.
func TestEveryDocumentIsListed(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "schema.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[string]bool{}
	for _, d := range documents {
		schemas[schemaOf(t, d)] = true
	}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Recv == nil {
			continue
		}
		name := f.Recv.List[0].Type.(*ast.Ident).Name
		if !slices.ContainsFunc(documents, func(d any) bool { return reflect.TypeOf(d).Name() == name }) {
			t.Errorf("%s is not among the documents", name)
		}
	}
	if len(schemas) != len(documents) {
		t.Errorf("%d documents have %d schemas", len(documents), len(schemas))
	}
}

// TestEveryCallIsListed checks that the list has every call in call.go.
func TestEveryCallIsListed(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "call.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Call") {
			return true
		}
		declared++
		name := spec.Values[0].(*ast.CallExpr).Args[0].(*ast.BasicLit).Value
		if !slices.ContainsFunc(calls, func(c wire) bool { return strconv.Quote(c.name) == name }) {
			t.Errorf("%s is not in the list", name)
		}
		return true
	})
	if declared != len(calls) {
		t.Errorf("%d calls are declared, the list has %d", declared, len(calls))
	}
}

// TestSchemaComesFirst checks the place of the schema in a document that contains
// another one, and that characters special to HTML stay readable.
func TestSchemaComesFirst(t *testing.T) {
	until := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	text, err := api.Marshal(api.Pause{Paused: true, Until: &until, Why: "a<b", Cancel: &api.Cancellation{}})
	want := `{"schema":"fika.pause/v1","paused":true,"until":"2026-03-02T09:00:00Z","why":"a<b",` +
		`"cancel":{"schema":"fika.cancel/v1","cancelled":null,"staying":null,"holds":null}}` + "\n"
	if err != nil || string(text) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
	var back api.Pause
	if err := json.Unmarshal(text, &back); err != nil || back.Why != "a<b" || back.Cancel == nil || !back.Until.Equal(until) {
		t.Errorf("read back as %+v, %v", back, err)
	}
}

// schemaOf returns the schema that d writes.
func schemaOf(t *testing.T, d any) string {
	t.Helper()
	text, err := api.Marshal(d)
	if err != nil || !json.Valid(text) {
		t.Fatalf("%T is %s, %v", d, text, err)
	}
	schema, _, _ := strings.Cut(strings.TrimPrefix(string(text), `{"schema":"`), `"`)
	if !strings.HasPrefix(schema, "fika.") {
		t.Fatalf("%T is %s", d, text)
	}
	return schema
}

// fieldsOf lists the fields of a struct below path, one per line, with their kind of
// JSON value.
func fieldsOf(path string, t reflect.Type) (lines []string) {
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		kind, inner := kindOf(f.Type)
		line := fmt.Sprintf("%s.%s %s", path, name, kind)
		if options != "" {
			line += ", may be absent"
		}
		lines = append(lines, line)
		if inner != nil {
			lines = append(lines, fieldsOf(path+"."+name, inner)...)
		}
	}
	return lines
}

// kindOf returns the kind of JSON value for t, and the struct inside it, if any.
func kindOf(t reflect.Type) (kind string, inner reflect.Type) {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "time", nil
	case t.Kind() == reflect.Pointer:
		return kindOf(t.Elem())
	case t.Kind() == reflect.Slice:
		kind, inner = kindOf(t.Elem())
		return "list of " + kind, inner
	case t.Kind() == reflect.Map:
		kind, inner = kindOf(t.Elem())
		return "object of " + kind, inner
	case t.Kind() == reflect.Struct:
		return "object", t
	case t.Kind() == reflect.Interface:
		return "anything", nil
	case t.Kind() == reflect.String:
		return "string", nil
	case t.Kind() == reflect.Bool:
		return "boolean", nil
	}
	return "number", nil
}
