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
func (s *demoRun) announce(format string, args ...any) {
	if s.err == nil {
		fmt.Printf("\n\n== "+strings.ReplaceAll(format, "\n", "\n   ")+"\n", args...)
	}
}

// show prints the calendar section of a configuration.
func (s *demoRun) show(name string) {
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.err = errors.Join(s.err, err)
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
func (s *demoRun) command(args ...string) *exec.Cmd {
	fmt.Println("\n$ fika " + strings.Join(args, " "))
	return s.silent(args...)
}

func (s *demoRun) silent(args ...string) *exec.Cmd {
	cmd := exec.Command(s.program, args...)
	cmd.Env = append(os.Environ(), "FIKA_CONFIG="+filepath.Join(s.dir, "fika.toml"), "FIKA_STATE_DIR="+filepath.Join(s.dir, "state"))
	cmd.Stderr = os.Stdout
	return cmd
}

// fika runs one command. Exit code 3 is allowed: it means that something needs
// attention.
func (s *demoRun) fika(args ...string) {
	if s.err != nil {
		return
	}
	cmd := s.command(args...)
	cmd.Stdout = os.Stdout
	err := cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() == 3 {
		return
	}
	s.err = err
}

// login signs in: it opens the address that fika prints, presses Allow, and pastes the
// address where the browser ends up.
func (s *demoRun) login() {
	if s.err != nil {
		return
	}
	cmd := s.command("login", "work", "--no-browser")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		s.err = err
		return
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		s.err = err
		return
	}
	if s.err = cmd.Start(); s.err != nil {
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
	s.err = errors.Join(err, cmd.Wait())
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
func (s *demoRun) approve() string {
	if s.err != nil {
		return ""
	}
	var plan struct {
		Meetings []struct{ ID, State string }
	}
	text, err := s.silent("plan", "--json").Output()
	if err = errors.Join(err, json.Unmarshal(text, &plan)); err != nil {
		s.err = err
		return ""
	}
	for _, p := range plan.Meetings {
		if p.State == "planned" || p.State == "proposed" {
			s.fika("approve", p.ID)
			return p.ID
		}
	}
	s.err = errors.New("the plan proposes nothing")
	return ""
}

// mails prints every mail that Google has sent.
func (s *demoRun) mails() {
	if s.err != nil {
		return
	}
	fmt.Println("\nMails Google has sent so far:")
	for _, m := range s.fakeGoogle.Mails() {
		fmt.Printf("  %-12s to %-22s %s\n", m.Kind, m.To, m.Summary)
	}
}

// checkMails checks that the expected number of guests was invited, each once.
func (s *demoRun) checkMails(guests int) {
	if s.err != nil {
		return
	}
	invited := map[string]int{}
	for _, m := range s.fakeGoogle.Mails() {
		if m.Kind == googletest.Invitation {
			invited[m.To]++
		}
	}
	for who, n := range invited {
		if n != 1 {
			s.err = errors.Join(s.err, fmt.Errorf("%s was invited %d times", who, n))
		}
	}
	if len(invited) != guests {
		s.err = errors.Join(s.err, fmt.Errorf("%d guests were invited, not %d", len(invited), guests))
	}
}

// requests prints how often each request was made.
func (s *demoRun) requests() {
	if s.err != nil {
		return
	}
	count, bytes := map[string]int{}, 0
	for _, r := range s.fakeGoogle.Requests() {
		count[r.Method]++
		bytes += r.Bytes
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fmt.Printf("  %-20s %3d\n", name, count[name])
	}
	fmt.Printf("  %d bytes of responses\n", bytes)
}
