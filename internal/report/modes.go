package report

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
func (l *look) privates() []private {
	const others, write = 0o077, 0o022
	files := []private{
		{"the configuration", l.Paths.Config, write, "chmod go-w"},
		{"its folder", filepath.Dir(l.Paths.Config), write, "chmod go-w"},
		{"the state folder", l.Paths.State, others, "chmod 700"},
		{"the socket", l.Paths.Socket, others, "chmod 600"},
	}
	if l.Config != nil {
		for _, path := range slices.Concat(l.Config.People.CSV, l.Config.People.VCard) {
			files = append(files, private{"a list of colleagues", path, write, "chmod go-w"})
		}
	}
	return files
}

// atModes checks who else can access the files.
func (l *look) atModes() {
	me, before := os.Geteuid(), len(l.found)
	for _, f := range l.privates() {
		info, err := os.Stat(f.path)
		if err != nil {
			continue // another check reports it
		}
		// In a sticky folder such as /tmp nobody can replace another user's file.
		sticky := info.IsDir() && info.Mode()&os.ModeSticky != 0
		if info.Mode().Perm()&f.forbidden != 0 && !sticky {
			l.attention("modes", f.fix+" "+f.path, "%s %s has mode %04o: others can access it", f.what, f.path, info.Mode().Perm())
		}
		owner, ok := info.Sys().(*syscall.Stat_t)
		if ok && me != 0 && owner.Uid != 0 && int(owner.Uid) != me {
			l.attention("modes", fmt.Sprintf("chown %d %s", me, f.path), "%s %s belongs to user %d", f.what, f.path, owner.Uid)
		}
	}
	if len(l.found) == before {
		l.ok("modes", "your private files are private")
	}
}
