package vdir

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"fika/calendar"
	"fika/internal/atomicfile"
)

// The tests in this file make the kernel fail, or kill, a second fika at a chosen system
// call, with a seccomp filter that the second process installs on itself. So the code
// under test needs no hooks, and the tested steps are those that it really takes.

// A trap is a system call at which something happens.
type trap struct {
	name string
	nr   uintptr
	arg  int    // which argument tells it from harmless calls of that number, or -1
	bits uint32 // of the argument, one of which must be set
}

var (
	opening  = trap{"openat for creation", unix.SYS_OPENAT, 2, unix.O_CREAT}
	locking  = trap{"flock", unix.SYS_FLOCK, -1, 0}
	chmoding = trap{"fchmod", unix.SYS_FCHMOD, -1, 0}
	writing  = trap{"write", unix.SYS_WRITE, 2, ^uint32(63)} // the runtime writes a few bytes to its own pipes
	syncing  = trap{"fsync", unix.SYS_FSYNC, -1, 0}
	linking  = trap{"linkat", unix.SYS_LINKAT, -1, 0}
	renaming = trap{"renameat", unix.SYS_RENAMEAT, -1, 0}
	removing = trap{"unlinkat", unix.SYS_UNLINKAT, -1, 0}
)

// set installs the trap for every thread of this process; action is a SECCOMP_RET value.
func (tr trap) set(action uint32) error {
	const (
		load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		anyBit = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
		ret    = unix.BPF_RET | unix.BPF_K
	)
	filter := []unix.SockFilter{
		{Code: load, K: 0}, // seccomp_data.nr
		{Code: equal, K: uint32(tr.nr), Jf: 3},
		{Code: load, K: uint32(16 + 8*max(tr.arg, 0))}, // seccomp_data.args, lower half
		{Code: anyBit, K: tr.bits, Jf: 1},
		{Code: ret, K: action},
		{Code: ret, K: unix.SECCOMP_RET_ALLOW},
	}
	if tr.arg < 0 {
		filter[3] = unix.SockFilter{Code: equal, K: 0, Jt: 0, Jf: 0} // both ways lead on
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return errno
	}
	return nil
}

func failWith(errno unix.Errno) uint32 { return unix.SECCOMP_RET_ERRNO | uint32(errno) }

const kill = unix.SECCOMP_RET_KILL_PROCESS

const before = "By Old" // what the calendar lists before the second fika changes it

// changes are the changes that the second fika makes, and the listing after each.
var changes = []struct {
	name, after string
	do          func(ctx context.Context, c *Calendar) error
}{
	{"insert", "By New Old", func(ctx context.Context, c *Calendar) error {
		_, err := c.Insert(ctx, draft("new", "New"))
		return err
	}},
	{"update", "By Newer", func(ctx context.Context, c *Calendar) error {
		e, err := c.Find(ctx, calendar.Place{ID: "old"})
		if err == nil {
			_, err = c.Update(ctx, e.ETag, draft("old", "Newer"))
		}
		return err
	}},
	{"remove", "By", func(ctx context.Context, c *Calendar) error {
		e, err := c.Find(ctx, calendar.Place{ID: "old"})
		if err == nil {
			err = c.Remove(ctx, calendar.Place{ID: "old"}, e.ETag)
		}
		return err
	}},
}

// traps are the system calls, and the errors that are tried.
var traps = []struct {
	trap
	errnos []unix.Errno
}{
	{opening, []unix.Errno{unix.ENOSPC, unix.EACCES, unix.EMFILE}},
	{locking, []unix.Errno{unix.ENOLCK, unix.ENOTSUP}},
	{chmoding, []unix.Errno{unix.EPERM}},
	{writing, []unix.Errno{unix.ENOSPC, unix.EIO, unix.EDQUOT}},
	{syncing, []unix.Errno{unix.EIO, unix.ENOSPC}},
	{linking, []unix.Errno{unix.EPERM, unix.ENOSPC}},
	{renaming, []unix.Errno{unix.EACCES, unix.EIO}},
	{removing, []unix.Errno{unix.EACCES}},
}

const (
	secondFika = "FIKA_TEST_FAULT" // its value: path, deed, trap and action, by index
	exitDone   = 0
	exitFailed = 3 // nothing was changed
	exitUnsure = 4 // it was changed, but is not certain to last
	exitBroken = 5 // the test itself failed
)

// TestMain lets this program be the second fika.
func TestMain(m *testing.M) {
	if orders := os.Getenv(secondFika); orders != "" {
		os.Exit(runWithTrap(orders))
	}
	os.Exit(m.Run())
}

func runWithTrap(orders string) int {
	var path string
	var deed, trap int
	var action uint32
	if _, err := fmt.Sscanf(orders, "%d %d %d %s", &deed, &trap, &action, &path); err != nil {
		return exitBroken
	}
	c, err := Open(path, time.UTC)
	if err != nil || traps[trap].set(action) != nil {
		return exitBroken
	}
	switch err := changes[deed].do(context.Background(), c); {
	case errors.Is(err, atomicfile.ErrUncertain):
		return exitUnsure
	case err != nil:
		return exitFailed
	}
	return exitDone
}

// TestFaults makes every system call of every change fail, and also kills the process at
// it. If a change was reported as done, it is there; if it was reported as failed, the
// calendar is unchanged; if the process was killed, it is one of the two, complete. No
// files are left behind.
func TestFaults(t *testing.T) {
	if err := unix.Prctl(unix.PR_GET_SECCOMP, 0, 0, 0, 0); err != nil {
		t.Skipf("SKIPPED: this kernel has no seccomp: %v", err)
	}
	reached := map[string]bool{}
	for i, deed := range changes {
		for j, trap := range traps {
			actions := map[string]uint32{"killed": kill}
			for _, errno := range trap.errnos {
				actions[unix.ErrnoName(errno)] = failWith(errno)
			}
			for name, action := range actions {
				for _, folder := range []bool{true, false} {
					t.Run(fmt.Sprintf("%s/%s/%s/folder=%v", deed.name, trap.name, name, folder), func(t *testing.T) {
						path := newCalendarToDamage(t, folder)
						code := runSecondFika(t, fmt.Sprintf("%d %d %d %s", i, j, action, path))
						got := titles(listed(t, open(t, path)))
						switch {
						case code != exitFailed && code >= 0 && got != deed.after,
							code == exitFailed && got != before,
							got != before && got != deed.after:
							t.Errorf("exit %d, the calendar holds %q", code, got)
						case code == exitBroken:
							t.Error("the second fika could not be started")
						}
						if code != exitDone {
							reached[trap.name] = true
						}
						dir := path
						if !folder {
							dir = filepath.Dir(path)
						}
						if left := names(t, dir); strings.Contains(left, tempPrefix) {
							t.Errorf("left lying about: %s", left)
						}
					})
				}
			}
		}
	}
	for _, trap := range traps {
		if !reached[trap.name] {
			t.Errorf("no change ever ran into %s: the test tests nothing there", trap.name)
		}
	}
}

// newCalendarToDamage returns a calendar with two events, to be damaged.
func newCalendarToDamage(t *testing.T, folder bool) string {
	dir := t.TempDir()
	if !folder {
		path := filepath.Join(dir, "calendar.ics")
		write(t, path, head+event("by", "By")+event("old", "Old")+tail)
		return path
	}
	write(t, filepath.Join(dir, "by.ics"), item("by", "By"))
	write(t, filepath.Join(dir, "old.ics"), item("old", "Old"))
	return dir
}

// runSecondFika runs the second fika and returns its exit code, -1 if it was killed.
func runSecondFika(t *testing.T, orders string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), secondFika+"="+orders)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return exitDone
	case !errors.As(err, &exit):
		t.Fatalf("%v: %s", err, out)
	}
	return exit.ExitCode()
}
