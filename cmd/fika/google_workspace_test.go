package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

// googleWorkspace is a workspace whose calendar is on a fake Google on the loopback
// interface. Only the calendar's endpoint and the addresses in the client file differ
// from the real ones.
type googleWorkspace struct {
	*workspace
	google *googletest.Server
	maya   *googletest.Account
	origin string
	hour   atomic.Pointer[time.Time] // the time on the server's clock
}

// googleConfig is the part of a configuration that names the calendar.
const googleConfig = `
[[calendar]]
name = "work"
kind = "google"
book = true
client_secret_file = "client_secret.json"
endpoint = "%s/calendar/v3/"
`

// newGoogleWorkspace returns a workspace with Google accounts for Maya and each
// colleague. config is the configuration without its calendar. Nobody is signed in
// yet.
func newGoogleWorkspace(t *testing.T, config string, colleagues int) *googleWorkspace {
	t.Helper()
	f := &googleWorkspace{workspace: &workspace{t: t, dir: t.TempDir()}}
	f.google = googletest.New(func() time.Time { return *f.hour.Load() }, "")
	f.setTime(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC))
	server := httptest.NewServer(f.google)
	t.Cleanup(server.Close)
	f.origin = server.URL

	f.maya = f.google.AddAccount("maya@example.com", "Maya Lind", "Europe/Stockholm")
	people := "name,email,department,level,timezone\n"
	for i := range colleagues {
		name, email := fmt.Sprintf("Guest%02d Test", i), guest(i)
		// A calendar without a meeting counts as unused, and then fika asks first.
		f.addSeries(f.google.AddAccount(email, name, "Europe/Stockholm"), "Planning", "07:00:00", "MO")
		people += fmt.Sprintf("%s,%s,Team %d,staff,Europe/Stockholm\n", name, email, i%6)
	}
	f.write("fika.toml", config+fmt.Sprintf(googleConfig, f.origin))
	f.write("client_secret.json", string(f.google.ClientFile(f.origin)))
	f.write("people.csv", people)
	f.addPastInvitations()
	return f
}

// addSeries adds half an hour to the account's calendar on days of every week.
func (f *googleWorkspace) addSeries(a *googletest.Account, title, clock, days string) {
	f.t.Helper()
	start, err := time.Parse(time.DateTime, "2026-01-05 "+clock)
	if err != nil {
		f.t.Fatal(err)
	}
	at := func(t time.Time) *calendar.EventDateTime {
		return &calendar.EventDateTime{DateTime: t.Format("2006-01-02T15:04:05"), TimeZone: "Europe/Stockholm"}
	}
	if _, err := a.Primary().Add(&calendar.Event{
		Summary: title, Start: at(start), End: at(start.Add(30 * time.Minute)), Recurrence: []string{"RRULE:FREQ=WEEKLY;BYDAY=" + days},
	}); err != nil {
		f.t.Fatal(err)
	}
}

// guest returns the address of a colleague.
func guest(i int) string { return fmt.Sprintf("guest%02d@example.com", i) }

// setTime sets the clock of the fake Google, and of later processes.
func (f *googleWorkspace) setTime(now time.Time) {
	f.now = now
	f.hour.Store(&now)
}

// invitations counts the invitation mails for each guest and event.
func (f *googleWorkspace) invitations() map[[2]string]int {
	sent := map[[2]string]int{}
	for _, m := range f.google.Mails() {
		if m.Kind == googletest.Invitation {
			sent[[2]string{m.EventID, m.To}]++
		}
	}
	return sent
}

// browser is what the user does on the consent page, and how the final address reaches
// fika: loaded by the browser itself, or pasted into the terminal when the browser is on
// another machine.
type browser struct {
	account string // "" selects the one that is offered
	untick  string // the end of a scope whose box is cleared; "" for none
	deny    bool
	loads   bool   // the browser can reach fika; otherwise the address is pasted
	paste   string // what is pasted in its place, if not ""
}

// login runs fika login --no-browser to its end.
func (f *googleWorkspace) login(b browser) (said, talk string, code int) {
	f.t.Helper()
	return f.signIn(f.command("fika", "login", "work", "--no-browser"), b)
}

// signIn runs cmd, a login without a browser, to its end.
func (f *googleWorkspace) signIn(cmd *exec.Cmd, b browser) (said, talk string, code int) {
	f.t.Helper()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	var words bytes.Buffer
	cmd.Stderr = &words
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	out := bufio.NewReader(stdout)
	line, err := out.ReadString('\n') // the address has its own line
	if err == nil {
		b.visit(f.t, strings.TrimSuffix(line, "\n"), stdin)
	}
	rest, _ := io.ReadAll(out)
	stdin.Close()
	cmd.Wait() //nolint:errcheck // the exit code is checked
	return line + string(rest), words.String(), cmd.ProcessState.ExitCode()
}

// visit opens the consent page and acts as the user does.
func (b browser) visit(t *testing.T, address string, terminal io.Writer) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"decision": {"allow"}}
	if b.deny {
		form.Set("decision", "deny")
	}
	if b.account != "" {
		form.Set("account", b.account)
	}
	for _, scope := range strings.Fields(u.Query().Get("scope")) {
		if b.untick == "" || !strings.HasSuffix(scope, b.untick) {
			form.Add("scope", scope)
		}
	}
	var client http.Client
	if !b.loads {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	answer, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	client.CloseIdleConnections()
	if !b.loads {
		fmt.Fprintln(terminal, cmp.Or(b.paste, answer.Header.Get("Location")))
	}
}
