package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"fika/internal/demo"
)

// TestIdleMemory lets fika run in the invented company, with some seven
// thousand files around it, until it has nothing more to do. What it holds then
// is what it costs all day. The code is not counted: here it is that of the
// tests too, and it is the part of a process that the system can drop.
func TestIdleMemory(t *testing.T) {
	if racing {
		t.Skip("SKIPPED: under the race detector the memory is not fika's own")
	}
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: the memory of a process is read from /proc")
	}
	const limit = 25 << 10 // kB; with 15 MB of the program's own code, 40
	d := &desk{t: t, dir: t.TempDir(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	if err := demo.Invent(demo.Seed, d.now).Write(d.dir); err != nil {
		t.Fatal(err)
	}
	p := d.run()
	for range 2 {
		p.hear("msg=pass")
		d.answer("fika", "sync")
	}
	p.hear("entries=0 holds=0")
	first := p.memory()
	for range 3 {
		d.answer("fika", "sync")
		p.hear("entries=0 holds=0")
	}
	last := p.memory()
	t.Logf("%d kB after the first quiet pass, %d kB three later", first, last)
	if last > limit {
		t.Errorf("an idle fika holds %d kB, want at most %d", last, limit)
	}
	if last > first+first/10 {
		t.Errorf("passes without anything to do made fika grow from %d to %d kB", first, last)
	}
}

// memory is how much of the machine's memory holds data of the process, in kB.
func (p *process) memory() int {
	p.t.Helper()
	status := procfile(p.t, p.cmd.Process.Pid, "status")
	found := regexp.MustCompile(`RssAnon:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		p.t.Fatalf("no RssAnon in\n%s", status)
	}
	kB, err := strconv.Atoi(string(found[1]))
	if err != nil {
		p.t.Fatal(err)
	}
	return kB
}

// procfile is what the kernel tells of a process under that name. Where kernels
// keep no such files the test is skipped.
func procfile(t *testing.T, pid int, name string) []byte {
	t.Helper()
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skipf("SKIPPED: a process is measured by Linux's files in /proc: %v", err)
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
