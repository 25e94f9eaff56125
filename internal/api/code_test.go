package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fika/internal/api"
)

// TestEveryCodeHasAMeaning checks that each code in the source is listed exactly once,
// and that all differ.
func TestEveryCodeHasAMeaning(t *testing.T) {
	listed := map[api.Code]bool{}
	for _, list := range []api.Meanings{api.Faults, api.Holds} {
		here := map[api.Code]bool{}
		for _, m := range list {
			if here[m.Code] {
				t.Errorf("%s is listed twice", m.Code)
			}
			here[m.Code], listed[m.Code] = true, true
			if m.Cause == "" || !slices.Contains([]api.Severity{api.Wanted, api.Passing, api.Yours, api.Broken}, m.Severity) {
				t.Errorf("%s has no cause or no severity: %+v", m.Code, m)
			}
		}
	}
	declared := constants(t)
	for name, code := range declared {
		if !listed[code] {
			t.Errorf("%s is in no list", name)
		}
	}
	if len(declared) != len(listed) {
		t.Errorf("%d constants and %d codes", len(declared), len(listed))
	}
}

// TestEveryCodeSaysWhatToDo checks that every hold and every fault has a hint, except where
// somebody said no or pressed Ctrl-C, who knows what to do.
func TestEveryCodeSaysWhatToDo(t *testing.T) {
	for _, m := range slices.Concat(api.Faults, api.Holds) {
		said := m.Code == api.CodeNotConfirmed || m.Code == api.CodeInterrupted
		if m.Hint.Text == "" && !said {
			t.Errorf("%s has no hint", m.Code)
		}
	}
	if strange := api.Holds.Of("of_another_version"); strange != (api.Meaning{}) {
		t.Errorf("an undeclared code means %+v", strange)
	}
}

func constants(t *testing.T) map[string]api.Code {
	t.Helper()
	found := map[string]api.Code{}
	for _, path := range []string{"fault.go", "hold.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || !strings.HasPrefix(spec.Names[0].Name, "Code") {
				return true
			}
			code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			found[spec.Names[0].Name] = api.Code(code)
			return true
		})
	}
	return found
}

// TestExits checks that the exit codes are in order, and that each fault has one.
func TestExits(t *testing.T) {
	ends := map[api.Code]int{}
	for i, e := range api.Exits {
		if e.Meaning == "" || i > 0 && e.Code <= api.Exits[i-1].Code {
			t.Errorf("exit code %d has no meaning or is out of order", e.Code)
		}
		for _, code := range e.Faults {
			if other, twice := ends[code]; twice || api.Faults.Of(code).Code == "" {
				t.Errorf("%q ends with %d: it is no fault, or ends with %d too", code, e.Code, other)
			}
			ends[code] = e.Code
			if got := api.ExitOf(code); got != e.Code {
				t.Errorf("%q ends with %d, want %d", code, got, e.Code)
			}
		}
	}
	if got := api.ExitOf(api.CodeTooLate); got != api.ExitFailed {
		t.Errorf("a fault that no exit code names ends with %d, want %d", got, api.ExitFailed)
	}
}

// TestCommandsOfHints checks that the command of a hint is one, and part of its text.
func TestCommandsOfHints(t *testing.T) {
	commands := 0
	for _, m := range slices.Concat(api.Faults, api.Holds) {
		command := m.Hint.Command
		if command == "" {
			continue
		}
		commands++
		if !strings.HasPrefix(command, "fika ") || strings.ContainsAny(command, ",;:") || !strings.Contains(m.Hint.Text, command) {
			t.Errorf("%s: the command of %q is %q", m.Code, m.Hint.Text, command)
		}
	}
	if commands < 5 {
		t.Errorf("%d hints have a command", commands)
	}
}
