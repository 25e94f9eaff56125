package fika

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSecurityNamesTests checks that every test named in docs/security.md exists.
func TestSecurityNamesTests(t *testing.T) {
	text, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`([a-z/]+)\\.(Test\\w+)`").FindAllStringSubmatch(string(text), -1)
	if len(named) < 20 {
		t.Errorf("only %d tests are named; has the format changed?", len(named))
	}
	for _, m := range named {
		files, err := filepath.Glob(m[1] + "/*_test.go")
		if err != nil || len(files) == 0 {
			t.Errorf("docs/security.md names the package %s, which is not there", m[1])
			continue
		}
		found := false
		for _, file := range files {
			code, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || strings.Contains(string(code), "func "+m[2]+"(")
		}
		if !found {
			t.Errorf("docs/security.md names %s.%s, which is not there", m[1], m[2])
		}
	}
	for _, m := range regexp.MustCompile("`([a-z_]+\\.txtar|scripts/[a-z-]+)`").FindAllStringSubmatch(string(text), -1) {
		path := m[1]
		if strings.HasSuffix(path, ".txtar") {
			path = "cmd/fika/testdata/script/" + path
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("docs/security.md names %s, which is not there", m[1])
		}
	}
}
