package main

import (
	"strings"
	"testing"

	"fika/internal/api"
)

// TestDoctorOfARunningFika runs the doctor on a healthy fika, then on a paused one.
func TestDoctorOfARunningFika(t *testing.T) {
	o := startInProcess(t)
	if _, _, talk := o.fika("sync"); talk != "" {
		t.Fatal(talk)
	}
	code, out, talk := o.fika("doctor")
	if code != api.ExitDone || strings.Contains(out, "ATTENTION") {
		t.Errorf("exit %d\n%s%s", code, out, talk)
	}
	for _, want := range []string{"running    the same version", "store      sound", "clock      ", "holds      nothing stops", "sandbox    "} {
		if !strings.Contains(out, want) {
			t.Errorf("%s\nlacks %q", out, want)
		}
	}
	o.fika("pause")
	if code, out, _ := o.fika("doctor"); code != api.ExitAttention || !strings.Contains(out, "ATTENTION  hold") || !strings.Contains(out, "-> fika resume") {
		t.Errorf("paused: exit %d\n%s", code, out)
	}
}

// TestDoctorOfAGoogleCalendar checks that the doctor learns about the account from the
// running fika, or else from the store, without rereading anything.
func TestDoctorOfAGoogleCalendar(t *testing.T) {
	f := newGoogleWorkspace(t, oneCoffeeConfig, 1)
	f.login(browser{})
	asks := 1 // how often the doctor sends a request to Google
	looked := func(name string, want ...string) {
		t.Helper()
		f.google.ClearLogs()
		out, talk, _ := f.runCommand("fika", "doctor")
		for _, line := range want {
			if !strings.Contains(strings.Join(strings.Fields(out), " "), line) {
				t.Errorf("%s: nothing says %q\n%s%s", name, line, out, talk)
			}
		}
		for _, r := range f.google.Requests() {
			if r.Method == "events.list" && !strings.Contains(r.Query, "syncToken") {
				t.Errorf("%s: events were listed anew: %s", name, r.Query)
			}
		}
		if f.google.Count("calendarList.get") != asks {
			t.Errorf("%s: whether Google answers was asked %d times", name, f.google.Count("calendarList.get"))
		}
	}
	account := []string{
		"ok sign-in maya@example.com, since ",
		"ok scopes events, busy times",
		"ok limits Google imposed no limit",
	}
	looked("before the first pass", append(account, "ok calendar work (google): fika run reads it")...)
	if f.google.Count("events.list") != 0 {
		t.Error("a doctor by itself asked for events")
	}

	p := f.run()
	p.waitForLine("msg=pass")
	f.mustRun("fika", "status", "--fresh") // what the first pass wrote is listed with the next
	account = append(account, "ok listing maya@example.com: 1 event, fully synced on ")
	secret := f.read("client_secret.json")
	f.write("client_secret.json", "not for the doctor")
	asks = 0
	looked("beside a running fika", append(account, "ok calendar work (google): 1 event around now, read at 08:00")...)
	f.write("client_secret.json", secret)

	p.kill()
	asks = 1
	looked("afterwards", append(account, "ok calendar work (google): fika run reads it", "ok store sound")...)
	if f.google.Count("events.list") != 0 {
		t.Error("a doctor by itself asked for events")
	}
	f.maya.Revoke()
	looked("without a sign-in", "ATTENTION sign-in google account maya@example.com: the sign-in has expired or was revoked")
}
