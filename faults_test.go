package fika

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestFaultsAreShown looks for every test that docs/faults.md names: a table of
// tests that are gone would be worse than none.
func TestFaultsAreShown(t *testing.T) {
	tests := testNames(t)
	folders := map[string]string{"life": "daemon/testdata", "google": "daemon/testdata", "script": "cmd/fika/testdata", "scripts": "."}
	names := regexp.MustCompile("`(Test\\w+|(?:life|google)/\\w+\\.txt|script/\\w+\\.txtar|scripts/[a-z-]+)`")
	for _, name := range names.FindAllStringSubmatch(faultTable(t), -1) {
		folder, _, isFile := strings.Cut(name[1], "/")
		if !isFile && !tests[name[1]] {
			t.Errorf("there is no test %s", name[1])
		}
		if isFile {
			if _, err := os.Stat(filepath.Join(folders[folder], name[1])); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestEveryFaultHasARow counts the faults and the threats, each of which has one
// row that says something.
func TestEveryFaultHasARow(t *testing.T) {
	rows := map[string]int{}
	ranges := regexp.MustCompile(`([FT])(\d+)(?:-[FT](\d+))?`)
	for row := range strings.Lines(faultTable(t)) {
		cells := strings.Split(row, "|")
		if len(cells) < 5 || !ranges.MatchString(cells[1]) {
			continue
		}
		if strings.TrimSpace(cells[len(cells)-2]) == "" {
			t.Errorf("no test and no reason: %s", row)
		}
		for _, m := range ranges.FindAllStringSubmatch(cells[1], -1) {
			first, _ := strconv.Atoi(m[2]) // digits
			last := first
			if m[3] != "" {
				last, _ = strconv.Atoi(m[3])
			}
			for n := first; n <= last; n++ {
				rows[m[1]+strconv.Itoa(n)]++
			}
		}
	}
	for kind, last := range map[string]int{"F": 79, "T": 30} {
		for n := 1; n <= last; n++ {
			if name := kind + strconv.Itoa(n); rows[name] != 1 {
				t.Errorf("%s has %d rows", name, rows[name])
			}
		}
	}
}

func faultTable(t *testing.T) string {
	t.Helper()
	table, err := os.ReadFile("docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(table)
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
