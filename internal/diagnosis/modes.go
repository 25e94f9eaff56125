package diagnosis

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// private is a file, the modes it must not have, and the command to fix it.
type private struct {
	what, path string
	forbidden  os.FileMode
	fix        string
}

// privates returns the files that only the user may read, or at least write: the
// configuration and the lists decide who fika invites.
func (x *examination) privates() []private {
	const others, write = 0o077, 0o022
	files := []private{
		{"the configuration", x.Paths.Config, write, "chmod go-w"},
		{"its folder", filepath.Dir(x.Paths.Config), write, "chmod go-w"},
		{"the state folder", x.Paths.State, others, "chmod 700"},
		{"the socket", x.Paths.Socket, others, "chmod 600"},
	}
	if x.Config != nil {
		for _, path := range slices.Concat(x.Config.People.CSV, x.Config.People.VCard) {
			files = append(files, private{"a list of colleagues", path, write, "chmod go-w"})
		}
	}
	return files
}

// checkModes checks who else can access the files.
func (x *examination) checkModes() {
	me, before := os.Geteuid(), len(x.found)
	for _, f := range x.privates() {
		info, err := os.Stat(f.path)
		if err != nil {
			continue // another check reports it
		}
		// In a sticky folder such as /tmp nobody can replace another user's file.
		sticky := info.IsDir() && info.Mode()&os.ModeSticky != 0
		if info.Mode().Perm()&f.forbidden != 0 && !sticky {
			x.problem("modes", f.fix+" "+f.path, "%s %s has mode %04o: others can access it", f.what, f.path, info.Mode().Perm())
		}
		owner, ok := info.Sys().(*syscall.Stat_t)
		if ok && me != 0 && owner.Uid != 0 && int(owner.Uid) != me {
			x.problem("modes", fmt.Sprintf("chown %d %s", me, f.path), "%s %s belongs to user %d", f.what, f.path, owner.Uid)
		}
	}
	if len(x.found) == before {
		x.ok("modes", "your private files are private")
	}
}
