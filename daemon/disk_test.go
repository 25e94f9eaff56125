package daemon_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// smallDisk gives the state of the harness at dir a file system of its own until the
// test ends, and returns its path. The error says why that is impossible: it takes
// root, and Linux.
func smallDisk(t *testing.T, dir, size string) (at string, err error) {
	t.Helper()
	at = filepath.Join(dir, "state")
	if err := os.Mkdir(at, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "mode=0700,size="+size, "fika-test", at).Run(); err != nil {
		return at, err
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", at).Run(); err != nil {
			t.Errorf("umount %s: %v", at, err)
		}
	})
	return at, nil
}
