package daemon_test

import (
	"os/exec"
	"testing"
)

// smallDisk lays a file system of its own over the folder at, until the test
// ends. The error is why that cannot be done: it takes root, and Linux.
func smallDisk(t *testing.T, at, size string) error {
	t.Helper()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "mode=0700,size="+size, "fika-test", at).Run(); err != nil {
		return err
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", at).Run(); err != nil {
			t.Errorf("umount %s: %v", at, err)
		}
	})
	return nil
}
