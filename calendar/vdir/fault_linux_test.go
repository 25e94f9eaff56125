package vdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"fika/calendar"
)

// The tests of this file let the kernel fail, or kill, a second fika at a
// system call of our choice, by a seccomp filter that this second process puts
// on itself. So the code under test has no hooks for them, and the steps that
// are tried are those that it really takes.

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

// set makes every thread of this process run into the trap: action is a
// SECCOMP_RET value.
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

// A deed is a change that the second fika makes to a calendar with the events
// "old" and "bystander".
type deed struct {
	name string
	do   func(c *Calendar, t testing.TB) error
	// may be in the calendar afterwards if it was not told to have been done
	before, after string
}
