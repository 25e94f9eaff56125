package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestRead covers threat T22: whoever can write the file or its folder decides whom
// fika invites.
func TestRead(t *testing.T) {
	for name, test := range map[string]struct {
		folder, file fs.FileMode
		unsafe       bool
	}{
		"mine alone":              {0o700, 0o600, false},
		"others may read":         {0o755, 0o644, false},
		"my group may write":      {0o775, 0o664, false},
		"others may write":        {0o700, 0o606, true},
		"others write the folder": {0o777, 0o600, true},
		"a shared folder":         {0o777 | fs.ModeSticky, 0o600, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "fika.toml")
			if err := errors.Join(os.WriteFile(path, []byte("x"), 0o600), os.Chmod(path, test.file), os.Chmod(dir, test.folder)); err != nil {
				t.Fatal(err)
			}
			if _, err := Read(path); errors.Is(err, ErrWritableByOthers) != test.unsafe {
				t.Errorf("read: %v", err)
			}
			link := filepath.Join(t.TempDir(), "fika.toml")
			if err := os.Symlink(path, link); err != nil {
				t.Fatal(err)
			}
			if _, err := Read(link); errors.Is(err, ErrWritableByOthers) != test.unsafe {
				t.Errorf("read through a link: %v", err)
			}
		})
	}
	if _, err := Read(filepath.Join(t.TempDir(), "fika.toml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// TestReadSpecialFiles reads other things in place of the file: none of them hangs or fills the
// memory.
func TestReadSpecialFiles(t *testing.T) {
	for name, lay := range map[string]func(path string) error{
		"a pipe":     func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a folder":   func(path string) error { return os.Mkdir(path, 0o700) },
		"a huge one": func(path string) error { return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 1<<40)) },
	} {
		path := filepath.Join(t.TempDir(), "fika.toml")
		if err := lay(path); err != nil {
			t.Fatal(err)
		}
		if _, err := load(path); err == nil {
			t.Errorf("%s: it is a configuration", name)
		}
	}
}
