package daemon_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// scenario is a file of steps.
type scenario struct {
	name  string
	lines []line
}

// line is one step.
type line struct {
	file  string
	n     int
	words []string
}

func (l line) String() string {
	return fmt.Sprintf("%s:%d: %s", l.file, l.n, strings.Join(l.words, " "))
}

// scenarios returns the scenarios in a folder of testdata.
func scenarios(t *testing.T, folder string) []scenario {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	var all []scenario
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := scenario{name: strings.TrimSuffix(filepath.Base(file), ".txt")}
		for i, l := range strings.Split(string(text), "\n") {
			if words := strings.Fields(strings.SplitN(l, "#", 2)[0]); len(words) > 0 {
				s.lines = append(s.lines, line{file, i + 1, words})
			}
		}
		all = append(all, s)
	}
	return all
}

// books reports whether s has the step "settled".
func (s scenario) books() bool {
	for _, l := range s.lines {
		if l.words[0] == "settled" {
			return true
		}
	}
	return false
}
