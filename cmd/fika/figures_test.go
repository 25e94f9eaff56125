package main

import (
	"bytes"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/demo"
)

var figureRuns = flag.Int("figures", 0, "how often TestFigures starts fika; 0 skips it")

// TestFigures measures the released program for docs/performance.md: in a company with
// some 7,000 calendar files, and with 20,000 events at Google. It takes a quarter of an
// hour, since it watches an idle daemon. It checks nothing, because the figures depend
// on the machine.
func TestFigures(t *testing.T) {
	if *figureRuns == 0 {
		t.Skip("SKIPPED: -figures N measures for a quarter of an hour")
	}
	program := filepath.Join(t.TempDir(), "fika")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the program: %.1f MB", float64(info.Size())/1e6)

	google := newGoogleWorkspace(t, oneCoffeeConfig, 3)
	google.setTime(time.Now())
	fill(t, google.maya, google.now.AddDate(0, -9, 0), 5*time.Hour)
	if said, talk, code := google.login(browser{}); code != api.ExitDone {
		t.Fatalf("login: exit %d\n%s%s", code, said, talk)
	}
	company := &workspace{t: t, dir: t.TempDir(), now: time.Now()}
	if err := demo.Invent(demo.Seed, company.now).Write(company.dir); err != nil {
		t.Fatal(err)
	}
	all := []*served{google.figures("google", program), company.figures("company", program)}
	const watched = 10 * time.Minute // two passes
	<-time.After(watched)
	for _, s := range all {
		hour := float64(time.Hour) / float64(watched) * (s.cpu() - s.spent).Seconds()
		t.Logf("%s: %.1f MB resident, %.2f s of processor in an hour", s.name, float64(s.resident())/1e3, hour)
		s.end()
	}
}

// figures starts the program repeatedly in the workspace, and keeps the last process
// running after its first pass.
func (d *workspace) figures(name, program string) *served {
	d.t.Helper()
	d.serve(name, program).end() // makes the store and reads everything
	var ready []time.Duration
	for {
		began := time.Now()
		s := d.serve(name, program)
		ready = append(ready, s.ready.Sub(began))
		if len(ready) < *figureRuns {
			s.end()
			continue
		}
		slices.Sort(ready)
		d.t.Logf("%s: READY after %s (%s to %s)", name, ready[len(ready)/2].Round(time.Millisecond),
			ready[0].Round(time.Millisecond), ready[len(ready)-1].Round(time.Millisecond))
		s.spent = s.cpu()
		return s
	}
}

// served is a fika run with the test as its service manager.
type served struct {
	t       *testing.T
	name    string
	cmd     *exec.Cmd
	manager *net.UnixConn
	ready   time.Time
	spent   time.Duration // processor time at the start of the measurement
}

// serve starts the program and waits for the end of its first pass.
func (d *workspace) serve(name, program string) *served {
	d.t.Helper()
	path := filepath.Join(d.dir, "notify")
	os.Remove(path) //nolint:errcheck // left by the previous run, if any
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		d.t.Fatal(err)
	}
	cmd := d.command(program, "run")
	cmd.Env = append(cmd.Env, "NOTIFY_SOCKET="+path)
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	s := &served{t: d.t, name: name, cmd: cmd, manager: manager}
	d.t.Cleanup(s.end)
	s.waitForMessage("READY=1")
	s.ready = time.Now()
	s.waitForMessage("STATUS=")
	return s
}

// waitForMessage reads messages to the service manager until one begins with text.
func (s *served) waitForMessage(text string) {
	s.t.Helper()
	for message := make([]byte, 4096); ; {
		n, err := s.manager.Read(message)
		if err != nil {
			s.t.Fatal(err)
		}
		if strings.HasPrefix(string(message[:n]), text) {
			return
		}
	}
}

// end stops fika. It may be called twice.
func (s *served) end() {
	s.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended
	s.cmd.Wait()                          //nolint:errcheck // how does not matter here
	s.manager.Close()
}

// cpu returns the processor time of fika's threads.
func (s *served) cpu() time.Duration {
	s.t.Helper()
	procfile(s.t, s.cmd.Process.Pid, "status")
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	if err != nil || len(files) == 0 {
		s.t.Fatal("no schedstat: ", err)
	}
	var sum time.Duration
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			s.t.Fatal(err)
		}
		ns, err := strconv.ParseInt(string(bytes.Fields(text)[0]), 10, 64)
		if err != nil {
			s.t.Fatal(err)
		}
		sum += time.Duration(ns)
	}
	return sum
}

// resident returns the process's memory in kB.
func (s *served) resident() int {
	s.t.Helper()
	status := procfile(s.t, s.cmd.Process.Pid, "status")
	found := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		s.t.Fatalf("no VmRSS in\n%s", status)
	}
	kB, _ := strconv.Atoi(string(found[1])) // digits
	return kB
}
