package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWatch checks that fika is nudged, and then reads the new text, in each way in
// which editors, syncers and dotfile managers write a file.
func TestWatch(t *testing.T) {
	for name, way := range map[string]struct{ lay, write func(dir string) error }{
		"written in place": {plainFile, func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "fika.toml"), []byte("new"), 0o600)
		}},
		"renamed over": {plainFile, func(dir string) error {
			return replace(filepath.Join(dir, "fika.toml"))
		}},
		"vim, with a backup": {plainFile, func(dir string) error {
			path := filepath.Join(dir, "fika.toml")
			return errors.Join(os.Rename(path, path+"~"), os.WriteFile(path, []byte("new"), 0o600), os.Remove(path+"~"))
		}},
		"deleted and written": {plainFile, func(dir string) error {
			path := filepath.Join(dir, "fika.toml")
			return errors.Join(os.Remove(path), os.WriteFile(path, []byte("new"), 0o600))
		}},
		"the end of a dotfiles link in place": {linkedFile, func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "dotfiles", "fika.toml"), []byte("new"), 0o600)
		}},
		"the end of a dotfiles link renamed over": {linkedFile, func(dir string) error {
			return replace(filepath.Join(dir, "dotfiles", "fika.toml"))
		}},
		"the link led elsewhere": {linkedFile, func(dir string) error {
			link, other := filepath.Join(dir, "fika.toml"), filepath.Join(dir, "other.toml")
			return errors.Join(os.WriteFile(other, []byte("new"), 0o600), os.Symlink(other, link+".tmp"), os.Rename(link+".tmp", link))
		}},
		"the folder of a link led elsewhere": {linkedFolder, func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "v2"), 0o700), os.WriteFile(filepath.Join(dir, "v2", "fika.toml"), []byte("new"), 0o600),
				os.Symlink("v2", filepath.Join(dir, "..data.tmp")), os.Rename(filepath.Join(dir, "..data.tmp"), filepath.Join(dir, "..data")))
		}},
		"the folder put in place of the old": {nestedFile, func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "new"), 0o700), os.WriteFile(filepath.Join(dir, "new", "fika.toml"), []byte("new"), 0o600),
				os.Rename(filepath.Join(dir, "conf"), filepath.Join(dir, "old")), os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "conf")))
		}},
		"the folder made anew": {nestedFile, func(dir string) error {
			conf := filepath.Join(dir, "conf")
			return errors.Join(os.RemoveAll(conf), os.Mkdir(conf, 0o700), os.WriteFile(filepath.Join(conf, "fika.toml"), []byte("new"), 0o600))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := way.lay(dir); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "fika.toml")
			if _, err := os.Lstat(path); err != nil {
				path = filepath.Join(dir, "conf", "fika.toml")
			}
			w, err := watch(path)
			if err != nil {
				t.Fatal(err)
			}
			defer w.close()
			if err := way.write(dir); err != nil {
				t.Fatal(err)
			}
			awaitText(t, w, path, "new")
			// The new file is watched as the old one was.
			if err := os.WriteFile(path, []byte("newer"), 0o600); err != nil {
				t.Fatal(err)
			}
			awaitText(t, w, path, "newer")
		})
	}
}

// awaitText waits for a nudge after which the file has that text.
func awaitText(t *testing.T, w *watcher, path, text string) {
	t.Helper()
	deadline := time.After(time.Minute) // for a test that fails; a nudge comes at once
	for {
		select {
		case <-w.nudges:
			if got, err := os.ReadFile(path); err == nil && string(got) == text {
				return
			}
		case <-deadline:
			t.Fatalf("no nudge told of %q", text)
		}
	}
}

func plainFile(dir string) error {
	return os.WriteFile(filepath.Join(dir, "fika.toml"), []byte("old"), 0o600)
}

// linkedFile makes a link to a file in another folder.
func linkedFile(dir string) error {
	there := filepath.Join(dir, "dotfiles")
	return errors.Join(os.Mkdir(there, 0o700), plainFile(there), os.Symlink("dotfiles/fika.toml", filepath.Join(dir, "fika.toml")))
}

// linkedFolder makes a file as Kubernetes mounts it: a link through a link.
func linkedFolder(dir string) error {
	there := filepath.Join(dir, "v1")
	return errors.Join(os.Mkdir(there, 0o700), plainFile(there), os.Symlink("v1", filepath.Join(dir, "..data")),
		os.Symlink("..data/fika.toml", filepath.Join(dir, "fika.toml")))
}

func nestedFile(dir string) error {
	there := filepath.Join(dir, "conf")
	return errors.Join(os.Mkdir(there, 0o700), plainFile(there))
}

// replace puts a new file in the place of the one at path.
func replace(path string) error {
	return errors.Join(os.WriteFile(path+".tmp", []byte("new"), 0o600), os.Rename(path+".tmp", path))
}
