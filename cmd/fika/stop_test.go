package main

import (
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"fika/calendar/google/googletest"
)

// TestF11SecondSignal asks a fika to stop whose far end does not answer. The
// first signal would wait for the pass; the second ends fika at once. What was
// on its way is then found as after any kill.
func TestF11SecondSignal(t *testing.T) {
	f := newFarDesk(t, oneCoffee, 1)
	if said, talk, code := f.login(browser{}); code != exitDone {
		t.Fatalf("login: exit %d\n%s%s", code, said, talk)
	}
	arrived := make(chan struct{})
	var once sync.Once
	f.far.Inject(googletest.Fault{Method: "events.insert", AfterCommit: true, Effect: googletest.Slow(time.Hour),
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

	f.far.Heal()
	f.finish()
	if n := len(f.maya.Primary().Events()); n != 1 || len(f.far.Mails()) != 1 {
		t.Errorf("afterwards there are %d events, mails %v", n, f.far.Mails())
	}
}
