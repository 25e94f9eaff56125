package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/calendar/google/googletest"
	"fika/internal/api"
	"fika/internal/demo"
)

var questionRuns = flag.Int("questions", 0, "how often TestQuestions asks each question; 0 skips it")

// before is the last version that read everything again for each command.
const before = "048d323"

// TestQuestions measures how long a command takes, for docs/performance.md: in the
// demo's company, with a second calendar at Google, while the daemon is idle and while
// its pass hangs on that calendar. It also measures the version before, if it is in the
// history. It checks nothing, because the figures depend on the machine.
func TestQuestions(t *testing.T) {
	if *questionRuns == 0 {
		t.Skip("SKIPPED: -questions N measures for minutes")
	}
	for _, version := range []string{"now", before} {
		program := filepath.Join(t.TempDir(), "fika")
		if err := buildVersion(t, version, program); err != nil {
			t.Logf("%s: not measured: %v", version, err)
			continue
		}
		slow := slowCompany(t, program)
		daemon := slow.serve(version, program)
		coffee := firstID.FindStringSubmatch(slow.mustRun(program, "bookings", "--json"))[1]
		t.Logf("%s, at rest:        %s", version, slow.ask(program, coffee))
		slow.google.Inject(googletest.Fault{Method: googletest.Reads, Count: googletest.Always, Effect: googletest.Hanging()})
		sync := slow.command(program, "sync")
		if err := sync.Start(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s, while it hangs: %s", version, slow.ask(program, coffee))
		sync.Process.Kill() //nolint:errcheck // it may have ended
		sync.Wait()         //nolint:errcheck // how does not matter here
		daemon.end()
	}
}

// firstID finds the first coffee in a document.
var firstID = regexp.MustCompile(`"id": "(\w+)"`)

// buildVersion builds the program from this tree, or from an earlier commit.
func buildVersion(t *testing.T, version, program string) error {
	t.Helper()
	dir := "../.."
	if version != "now" {
		dir = t.TempDir()
		fetch := exec.CommandContext(t.Context(), "sh", "-c", `git archive "$0" | tar -x -C "$1"`, version, dir)
		fetch.Dir = "../.."
		if out, err := fetch.CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, "./cmd/fika")
	build.Dir, build.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// slowCompany returns the demo's company with a second calendar, at Google.
func slowCompany(t *testing.T, program string) *googleWorkspace {
	t.Helper()
	f := newGoogleWorkspace(t, oneCoffeeConfig, 3)
	f.setTime(time.Now())
	if err := demo.Invent(demo.Seed, f.now).Write(f.dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(f.dir, "fika.toml"))
	if err != nil {
		t.Fatal(err)
	}
	second := strings.ReplaceAll(strings.ReplaceAll(fmt.Sprintf(googleConfig, f.origin), `"work"`, `"second"`), "book = true", "book = false")
	f.write("fika.toml", string(text)+second)
	if said, talk, code := f.signIn(f.command(program, "login", "second", "--no-browser"), browser{}); code != api.ExitDone {
		t.Fatalf("login: exit %d\n%s%s", code, said, talk)
	}
	return f
}

// ask returns the median time of each question, as whole processes, on one line.
func (f *googleWorkspace) ask(program, coffee string) string {
	f.t.Helper()
	const patience = 5 * time.Second
	var answers []string
	for _, question := range []string{"status", "plan", "people", "goals", "why"} {
		args := []string{question}
		if question == "why" {
			args = append(args, coffee)
		}
		var took []time.Duration
		for range *questionRuns {
			cmd := f.command(program, args...)
			began := time.Now()
			stop := time.AfterFunc(patience, func() { cmd.Process.Kill() }) //nolint:errcheck // it may have ended
			out, err := cmd.CombinedOutput()
			stop.Stop()
			took = append(took, time.Since(began))
			if time.Since(began) >= patience {
				break // it would wait again
			}
			if err != nil {
				f.t.Fatalf("fika %s: %v\n%s", question, err, out)
			}
		}
		slices.Sort(took)
		median := took[len(took)/2]
		if median >= patience {
			answers = append(answers, question+" over "+patience.String())
			continue
		}
		answers = append(answers, fmt.Sprintf("%s %d ms", question, median.Milliseconds()))
	}
	return strings.Join(answers, ", ")
}
