package main

import (
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fika/calendar/google/googletest"
	"fika/internal/api"
)

// TestF11SecondSignal stops a fika whose server does not answer. The first signal waits
// for the pass; the second kills fika at once. What was in progress is found afterwards,
// as after any kill.
func TestF11SecondSignal(t *testing.T) {
	f := newGoogleWorkspace(t, oneCoffeeConfig, 1)
	if said, talk, code := f.login(browser{}); code != api.ExitDone {
		t.Fatalf("login: exit %d\n%s%s", code, said, talk)
	}
	arrived := make(chan struct{})
	var once sync.Once
	f.google.Inject(googletest.Fault{Method: "events.insert", AfterCommit: true, Effect: googletest.Slow(time.Hour),
		When: func(*http.Request) bool { once.Do(func() { close(arrived) }); return true }})
	p := f.run()
	<-arrived

	ended := make(chan error, 1)
	go func() {
		for p.talk.Scan() { // it must not block on what it says
		}
		ended <- p.cmd.Wait()
	}()
	signals := 0
	again := time.NewTicker(100 * time.Millisecond) // two signals in one moment are one to the kernel
	defer again.Stop()
	for going := true; going; {
		select {
		case <-ended:
			going = false
		case <-again.C:
			signals++
			p.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended
		}
	}
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM || signals < 2 {
		t.Errorf("after %d signals: %v", signals, p.cmd.ProcessState)
	}

	f.google.ClearFaults()
	f.passUntilDone()
	if n := len(f.maya.Primary().Events()); n != 1 || len(f.google.Mails()) != 1 {
		t.Errorf("afterwards there are %d events, mails %v", n, f.google.Mails())
	}
}

// TestStopWhileGoogleHangs stops fika while Google takes a request and never answers: a
// listing, the directory, a change, the sign-in, and a question from a client. It exits
// within ten seconds, with 0.
func TestStopWhileGoogleHangs(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		config string
		code   int  // of the process
		ask    bool // a command waits for an answer
	}{
		"a listing":             {method: "events.list"},
		"the list of calendars": {method: "calendarList.list"},
		"busy times":            {method: "freebusy.query"},
		"an invitation":         {method: "events.insert"},
		"the sign-in":           {method: "token"},
		"the directory":         {method: "people.listDirectoryPeople", config: "directory = true\n"},
		"a question":            {method: "events.list", ask: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newGoogleWorkspace(t, strings.Replace(oneCoffeeConfig, "[people]\n", "[people]\n"+c.config, 1), 1)
			if c.config != "" {
				f.write("fika.toml", strings.Replace(f.read("fika.toml"), "endpoint =", "people_endpoint = \""+f.origin+"/v1/\"\nendpoint =", 1))
			}
			if said, talk, code := f.login(browser{}); code != api.ExitDone {
				t.Fatalf("login: exit %d\n%s%s", code, said, talk)
			}
			if c.method == "token" {
				f.maya.ExpireAccess()
			}
			arrived := make(chan struct{})
			var once sync.Once
			hang := googletest.Fault{Method: c.method, Count: googletest.Always, Effect: googletest.Hanging(),
				When: func(*http.Request) bool { once.Do(func() { close(arrived) }); return true }}
			if !c.ask {
				f.google.Inject(hang)
			}
			p := f.run()
			if c.ask {
				p.waitForLine("msg=pass")
				f.google.Inject(hang)
				question := f.command("fika", "status", "--fresh")
				if err := question.Start(); err != nil {
					t.Fatal(err)
				}
				defer question.Wait() //nolint:errcheck // it is told that fika ends
			}
			select {
			case <-arrived:
			case <-time.After(time.Minute):
				t.Fatal("Google was not asked")
			}
			begun := time.Now()
			p.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it is looked at below
			for p.talk.Scan() {                   // it must not block on what it says
			}
			err := p.cmd.Wait()
			const limit, slack = 10 * time.Second, 10 * time.Second // a busy machine gets as much again
			if took := time.Since(begun); err != nil || took > limit+slack {
				t.Errorf("it ended after %v: %v", took.Round(time.Millisecond), err)
			} else {
				t.Logf("it ended after %v", took.Round(time.Millisecond))
			}
		})
	}
}
