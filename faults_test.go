package fika

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFaultsAreShown looks for every test that docs/faults.md names: a table of
// tests that are gone would be worse than none.
func TestFaultsAreShown(t *testing.T) {
	table, err := os.ReadFile("docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := testNames(t)
	for _, name := range regexp.MustCompile("`(Test\\w+|life/\\w+\\.txt|script/\\w+\\.txtar)`").FindAllStringSubmatch(string(table), -1) {
		folder, _, isFile := strings.Cut(name[1], "/")
		if !isFile && !tests[name[1]] {
			t.Errorf("there is no test %s", name[1])
		}
		if isFile {
			in := map[string]string{"life": "daemon/testdata", "script": "cmd/fika/testdata"}[folder]
			if _, err := os.Stat(filepath.Join(in, name[1])); err != nil {
				t.Error(err)
			}
		}
	}
	// A row says something in its last cell.
	numbers := regexp.MustCompile(`[FT]\d+`)
	for _, row := range strings.Split(string(table), "\n") {
		if cells := strings.Split(row, "|"); len(cells) > 3 && numbers.MatchString(cells[1]) && strings.TrimSpace(cells[len(cells)-2]) == "" {
			t.Errorf("no test and no reason: %s", row)
		}
	}
}

// testNames are the tests of the module.
func testNames(t *testing.T) map[string]bool {
	names := map[string]bool{}
	header := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, depth := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		files, err := filepath.Glob(depth + "_test.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range header.FindAllSubmatch(text, -1) {
				names[string(m[1])] = true
			}
		}
	}
	return names
}
