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

// TestIdleMemory runs fika in the invented company, with some seven thousand files,
// until it is idle, and measures its memory. It does not count code, which includes the
// tests' own here and which the system can drop.
func TestIdleMemory(t *testing.T) {
	if raceEnabled {
		t.Skip("SKIPPED: under the race detector the memory is not fika's own")
	}
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: the memory of a process is read from /proc")
	}
	const limit = 24 << 10 // kB; with 15 MB of the program's own code, less than 40
	d := &workspace{t: t, dir: t.TempDir(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	if err := demo.Invent(demo.Seed, d.now).Write(d.dir); err != nil {
		t.Fatal(err)
	}
	p := d.run()
	for range 2 {
		p.waitForLine("msg=pass")
		d.mustRun("fika", "sync")
	}
	p.waitForLine("entries=0 holds=0")
	first := p.memory()
	for range 3 {
		d.mustRun("fika", "sync")
		p.waitForLine("entries=0 holds=0")
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

// memory returns the process's data memory in kB.
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

// procfile returns a file from the process's folder in /proc. It skips the test on
// systems without /proc.
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
