package people

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestDocumentedHeadings: docs/people.md lists the headings that are known, in
// their order.
func TestDocumentedHeadings(t *testing.T) {
	path := "../../docs/people.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| column | headings |\n|---|---|\n")
	for _, h := range headings {
		if len(h.names) > 1 {
			fmt.Fprintf(&table, "| `%s` | %s |\n", h.column, strings.Join(h.names, ", "))
		}
	}
	const begins = "| column | headings |"
	before, rest, found := strings.Cut(string(text), begins)
	_, after, ended := strings.Cut(rest, "\nAny other")
	if !found || !ended {
		t.Fatalf("%s has no table of headings", path)
	}
	want := before + table.String() + "\nAny other" + after
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(text) {
		t.Errorf("%s lists other headings; go test ./people -run Documented -update", path)
	}
}
