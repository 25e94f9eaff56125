package web

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadToken checks threat T14 for the metrics token: whoever can read the token can
// read the metrics.
func TestReadToken(t *testing.T) {
	for _, e := range []struct {
		name, text string
		mode       os.FileMode
		ok         bool
	}{
		{"mine alone", token + "\n", 0o600, true},
		{"read-only", token, 0o400, true},
		{"base64", "c29tZSBieXRlcyB0aGF0IGFyZSBsb25n==", 0o600, true},
		{"the group reads", token, 0o640, false},
		{"others read", token, 0o604, false},
		{"empty", "", 0o600, false},
		{"a line break", "\n", 0o600, false},
		{"too short", "secret", 0o600, false},
		{"two lines", token + "\n" + token, 0o600, false},
		{"no token", "the secret that nobody knows", 0o600, false},
		{"endless", strings.Repeat("a", 5000), 0o600, false},
	} {
		t.Run(e.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "token")
			if err := errors.Join(os.WriteFile(path, []byte(e.text), 0o600), os.Chmod(path, e.mode)); err != nil {
				t.Fatal(err)
			}
			got, err := ReadToken(path)
			if e.ok && (err != nil || got != strings.TrimSpace(e.text)) || !e.ok && !errors.Is(err, ErrToken) {
				t.Errorf("%q, %v", got, err)
			}
			if text := strings.TrimSpace(e.text); text != "" && strings.Contains(fmt.Sprint(err), text) {
				t.Errorf("the error reveals the token: %v", err)
			}
		})
	}
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, pipe} {
		if _, err := ReadToken(path); !errors.Is(err, ErrToken) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := ReadToken(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
