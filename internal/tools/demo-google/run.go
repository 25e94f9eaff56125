package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"fika/calendar/google/googletest"
)

// demoRun runs fika and prints what happens. After the first error it does nothing.
type demoRun struct {
	program    string // absolute path of fika
	dir        string // for the configuration and the state
	fakeGoogle *googletest.Server
	err        error
}

func newDemoRun(program, dir string, fakeGoogle *googletest.Server) (*demoRun, error) {
	path, err := filepath.Abs(program)
	return &demoRun{program: path, dir: dir, fakeGoogle: fakeGoogle}, err
}

// announce prints the next step.
func (r *demoRun) announce(format string, args ...any) {
	if r.err == nil {
		fmt.Printf("\n\n== "+strings.ReplaceAll(format, "\n", "\n   ")+"\n", args...)
	}
}

// show prints the calendar section of a configuration.
func (r *demoRun) show(name string) {
	text, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		r.err = errors.Join(r.err, err)
		return
	}
	for table := range strings.SplitSeq(string(text), "\n\n") {
		if strings.HasPrefix(table, "[[calendar]]") {
			fmt.Println("\n    " + strings.ReplaceAll(table, "\n", "\n    "))
		}
	}
}

// command returns a command that runs fika in Maya's folder, and prints the command
// line.
func (r *demoRun) command(args ...string) *exec.Cmd {
	fmt.Println("\n$ fika " + strings.Join(args, " "))
	return r.silent(args...)
}

func (r *demoRun) silent(args ...string) *exec.Cmd {
	cmd := exec.Command(r.program, args...)
	cmd.Env = append(os.Environ(), "FIKA_CONFIG="+filepath.Join(r.dir, "fika.toml"), "FIKA_STATE_DIR="+filepath.Join(r.dir, "state"))
	cmd.Stderr = os.Stdout
	return cmd
}

// fika runs one command. Exit code 3 is allowed: it means that something needs
// attention.
func (r *demoRun) fika(args ...string) {
	if r.err != nil {
		return
	}
	cmd := r.command(args...)
	cmd.Stdout = os.Stdout
	err := cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() == 3 {
		return
	}
	r.err = err
}

// login signs in: it opens the address that fika prints, presses Allow, and pastes the
// address where the browser ends up.
func (r *demoRun) login() {
	if r.err != nil {
		return
	}
	cmd := r.command("login", "work", "--no-browser")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		r.err = err
		return
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		r.err = err
		return
	}
	if r.err = cmd.Start(); r.err != nil {
		return
	}
	out := bufio.NewReader(stdout)
	address, err := out.ReadString('\n')
	fmt.Print(address)
	var ends string
	if err == nil {
		ends, err = allow(strings.TrimSpace(address))
	}
	fmt.Println(ends)
	fmt.Fprintln(stdin, ends)
	io.Copy(os.Stdout, out) //nolint:errcheck // Wait reports errors
	stdin.Close()
	r.err = errors.Join(err, cmd.Wait())
}

// allow presses the button on the consent page and returns the address that Google
// redirects the browser to.
func allow(address string) (string, error) {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(address, url.Values{"decision": {"allow"}})
	if err != nil {
		return "", err
	}
	answer.Body.Close()
	return answer.Header.Get("Location"), nil
}

// approve approves the first proposal and returns its booking.
func (r *demoRun) approve() string {
	if r.err != nil {
		return ""
	}
	var plan struct {
		Meetings []struct{ ID, State string }
	}
	text, err := r.silent("plan", "--json").Output()
	if err = errors.Join(err, json.Unmarshal(text, &plan)); err != nil {
		r.err = err
		return ""
	}
	for _, p := range plan.Meetings {
		if p.State == "planned" || p.State == "proposed" {
			r.fika("approve", p.ID)
			return p.ID
		}
	}
	r.err = errors.New("the plan proposes nothing")
	return ""
}

// mails prints every mail that Google has sent.
func (r *demoRun) mails() {
	if r.err != nil {
		return
	}
	fmt.Println("\nMails Google has sent so far:")
	for _, m := range r.fakeGoogle.Mails() {
		fmt.Printf("  %-12s to %-22s %s\n", m.Kind, m.To, m.Summary)
	}
}

// checkMails checks that the expected number of guests was invited, each once.
func (r *demoRun) checkMails(guests int) {
	if r.err != nil {
		return
	}
	invited := map[string]int{}
	for _, m := range r.fakeGoogle.Mails() {
		if m.Kind == googletest.Invitation {
			invited[m.To]++
		}
	}
	for who, n := range invited {
		if n != 1 {
			r.err = errors.Join(r.err, fmt.Errorf("%s was invited %d times", who, n))
		}
	}
	if len(invited) != guests {
		r.err = errors.Join(r.err, fmt.Errorf("%d guests were invited, not %d", len(invited), guests))
	}
}

// requests prints how often each request was made.
func (r *demoRun) requests() {
	if r.err != nil {
		return
	}
	count, bytes := map[string]int{}, 0
	for _, request := range r.fakeGoogle.Requests() {
		count[request.Method]++
		bytes += request.Bytes
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fmt.Printf("  %-20s %3d\n", name, count[name])
	}
	fmt.Printf("  %d bytes of responses\n", bytes)
}
