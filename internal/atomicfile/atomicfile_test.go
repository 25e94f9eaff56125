package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// calendar/vdir writes through this package; its tests cover system errors at each step,
// and kills.

func TestWriteReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, text := range []string{"first", "second, longer", "3rd"} {
		if err := Write(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		checkContent(t, path, text)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode(); mode != 0o600 {
		t.Errorf("mode %v", mode)
	}
	checkOnlyFile(t, path)
}

// TestWriteReplacesLinksNotTargets checks that Write replaces a link and does not
// change its target.
func TestWriteReplacesLinksNotTargets(t *testing.T) {
	target, path := filepath.Join(t.TempDir(), "target"), filepath.Join(t.TempDir(), "file")
	err := errors.Join(os.WriteFile(target, []byte("theirs"), 0o644), os.Symlink(target, path), Write(path, []byte("ours"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	checkContent(t, target, "theirs")
	checkContent(t, path, "ours")
	checkOnlyFile(t, path)
}

func TestCreateDoesNotReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := Create(path, []byte("first"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Create(path, []byte("second"), 0o600); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	checkContent(t, path, "first")
	checkOnlyFile(t, path)

	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink("nowhere", link); err != nil {
		t.Fatal(err)
	}
	if err := Create(link, []byte("text"), 0o600); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a dangling link: %v", err)
	}
	checkOnlyFile(t, link)
}

// TestClaim covers Create on file systems without hard links.
func TestClaim(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	claim := func(text string) error {
		temp, err := NewTemp(filepath.Join(dir, "temp"), 0o640)
		if err != nil {
			t.Fatal(err)
		}
		defer temp.Discard()
		return errors.Join(temp.Fill([]byte(text)), temp.claim(path))
	}
	if err := claim("first"); err != nil {
		t.Fatal(err)
	}
	if err := claim("second"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	checkContent(t, path, "first")
	checkOnlyFile(t, path)
}

func TestMove(t *testing.T) {
	dir := t.TempDir()
	temp, path := filepath.Join(dir, "temp"), filepath.Join(dir, "file")
	err := errors.Join(os.WriteFile(path, []byte("old"), 0o600), os.WriteFile(temp, []byte("new"), 0o600), Move(temp, path))
	if err != nil {
		t.Fatal(err)
	}
	checkContent(t, path, "new")
	checkOnlyFile(t, path)
}

// TestFailureLeavesNothing writes to the path of a folder.
func TestFailureLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder")
	if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, []byte("text"), 0o600); err == nil || errors.Is(err, ErrUncertain) {
		t.Errorf("over a folder: %v", err)
	}
	checkOnlyFile(t, path)
}

// checkContent checks the content of the file at path.
func checkContent(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q (%v), want %q", path, got, err, want)
	}
}

// checkOnlyFile checks that path is the only file in its folder.
func checkOnlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
		t.Errorf("the folder holds %v (%v), want %s alone", entries, err, filepath.Base(path))
	}
}
