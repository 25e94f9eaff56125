package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"google.golang.org/api/calendar/v3"

	"fika/internal/api"
)

// oneCoffeeConfig is a configuration in which fika books one coffee without approval.
const oneCoffeeConfig = `
[me]
name       = "Maya Lind"
email      = "maya@example.com"
timezone   = "Europe/Stockholm"
department = "Communications"
level      = "staff"
levels     = ["staff", "director"]

[people]
csv     = ["people.csv"]
domains = ["example.com"]

[rhythm]
hours    = ["mon-fri 08:00-18:00"]
windows  = ["mon-fri 09:00-17:00"]
per_day  = 1
per_week = 1
open     = 1
minutes  = 25
notice   = "2d"
horizon  = "2w"

[trust]
mode = "book"
undo = "0h"

[[goal]]
id    = "everybody"
kind  = "value"
theme = "business_trends"
topic = "what changes"
why   = "canary: nobody but Maya may read this."
want  = { meetings = 1, per = "quarter" }
`

// TestGoogle is a user's first day with Google Calendar: sign in on a machine without a
// browser, run, one coffee, one mail. A restart does nothing more; signing out
// invalidates the sign-in.
func TestGoogle(t *testing.T) {
	f := newGoogleWorkspace(t, oneCoffeeConfig, 3)
	said, talk, code := f.login(browser{})
	if code != api.ExitDone || !strings.Contains(said, "Signed in to work as maya@example.com.") {
		t.Fatalf("login: exit %d\n%s%s", code, said, talk)
	}
	if !strings.Contains(said, `"Testing"`) {
		t.Errorf("the sign-in may die after seven days, and nobody says so:\n%s", said)
	}
	info, err := os.Stat(f.file("state/google-work.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the sign-in lies open: %v, %v", info.Mode(), err)
	}

	p := f.run()
	p.waitForLine("msg=pass")
	p.kill()
	events, sent := f.maya.Primary().Events(), f.invitations()
	if len(events) != 1 || len(sent) != 1 || len(f.google.Mails()) != 1 {
		t.Fatalf("%d events, mails %v", len(events), f.google.Mails())
	}
	for key, n := range sent {
		if key != [2]string{events[0].Id, events[0].Attendees[0].Email} || n != 1 || len(events[0].Attendees) != 1 {
			t.Errorf("mail %v, %d times, for %+v", key, n, events[0].Attendees)
		}
	}
	if strings.Contains(events[0].Summary+events[0].Description+events[0].Location, "canary") {
		t.Errorf("the invitation tells the goal's why:\n%s", events[0].Description)
	}

	for range 2 {
		p = f.run()
		p.waitForLine("msg=pass")
		f.mustRun("fika", "sync")
		p.waitForLine("msg=pass")
		p.kill()
	}
	if got := f.maya.Primary().Events(); len(got) != 1 || got[0].Etag != events[0].Etag || len(f.google.Mails()) != 1 {
		t.Errorf("after restarts: %d events, mails %v", len(got), f.google.Mails())
	}
	if n := f.google.Count("events.insert"); n != 1 {
		t.Errorf("%d events were asked for", n)
	}

	kept := f.read("state/google-work.json")
	if said := f.mustRun("fika", "logout", "work", "--json"); !strings.Contains(said, `"fika.logout/v1"`) {
		t.Errorf("logout answers with %s", said)
	}
	if _, err := os.Stat(f.file("state/google-work.json")); !os.IsNotExist(err) {
		t.Errorf("after signing out: %v", err)
	}
	f.write("state/google-work.json", kept) // a stolen copy
	f.wantSignInHold("auth_required", "fika login work")
}

// wantSignInHold makes a pass that must be held because of the sign-in, and checks
// what fika says about it everywhere.
func (f *googleWorkspace) wantSignInHold(hold, hint string) {
	f.t.Helper()
	before := f.google.Count("events.insert")
	said, talk, code := f.runCommand("fika", "run", "--once")
	if code != api.ExitAttention || !strings.Contains(said, hint) {
		f.t.Errorf("run --once: exit %d\n%s%s", code, said, talk)
	}
	said, talk, code = f.runCommand("fika", "status", "--check", "--json")
	if code != api.ExitAttention || !strings.Contains(said, `"code": "`+hold+`"`) && !strings.Contains(said, `"code":"`+hold+`"`) {
		f.t.Errorf("status: exit %d\n%s%s", code, said, talk)
	}
	if said, _, _ := f.runCommand("fika", "status"); !strings.Contains(said, hint) {
		f.t.Errorf("status does not say what to do:\n%s", said)
	}
	if n := f.google.Count("events.insert"); n != before {
		f.t.Errorf("%d events were asked for without a sign-in", n-before)
	}
}

// TestGoogleLogin tries failed sign-ins: nothing is saved.
func TestGoogleLogin(t *testing.T) {
	f := newGoogleWorkspace(t, oneCoffeeConfig, 1)
	f.google.AddAccount("other@example.com", "Other", "Europe/Stockholm")
	const saved = "state/google-work.json"
	for _, test := range []struct {
		name string
		browser
		want string
	}{
		{"denied", browser{deny: true}, "you did not allow the sign-in"},
		{"denied where it runs", browser{deny: true, loads: true}, "you did not allow the sign-in"},
		{"a box is cleared", browser{untick: "calendar.events.freebusy"}, "calendar.events.freebusy"},
		{"something else is pasted", browser{paste: "https://example.com/?code=4/1"}, "is not the address"},
	} {
		said, talk, code := f.login(test.browser)
		if code != api.ExitSignIn || !strings.Contains(talk, test.want) || !strings.Contains(talk, "hint: start again with: fika login") {
			t.Errorf("%s: exit %d\n%s%s", test.name, code, said, talk)
		}
		if _, err := os.Stat(f.file(saved)); !os.IsNotExist(err) {
			t.Fatalf("%s: a sign-in was saved: %v", test.name, err)
		}
	}
	f.wantSignInHold("auth_required", "fika login work")

	said, talk, code := f.login(browser{account: "other@example.com"})
	if code != api.ExitSignIn || !strings.Contains(talk, "google account other@example.com: this address is not in [me]") || !strings.Contains(talk, "hint: add the address to aliases of [me] if it is yours") {
		t.Errorf("somebody else: exit %d\n%s%s", code, said, talk)
	}
	if _, err := os.Stat(f.file(saved)); !os.IsNotExist(err) {
		t.Fatalf("the sign-in of somebody else was saved: %v", err)
	}
	if said, talk, code := f.login(browser{loads: true}); code != api.ExitDone {
		t.Fatalf("the browser comes back by itself: exit %d\n%s%s", code, said, talk)
	}
	before := f.read(saved)
	said, talk, code = f.login(browser{account: "other@example.com"})
	if code != api.ExitSignIn || !strings.Contains(talk, "belongs to maya@example.com, but other@example.com signed in") {
		t.Errorf("another account: exit %d\n%s%s", code, said, talk)
	}
	if f.read(saved) != before {
		t.Error("the sign-in of another account was saved")
	}
}

// TestGoogleSignInDies invalidates the sign-in in all ways.
func TestGoogleSignInDies(t *testing.T) {
	f := newGoogleWorkspace(t, oneCoffeeConfig, 1)
	f.login(browser{})
	open := func(mode os.FileMode) {
		if err := os.Chmod(f.file("state/google-work.json"), mode); err != nil {
			t.Fatal(err)
		}
	}
	open(0o640)
	f.wantSignInHold("auth_required", "fika login work")
	if said, talk, code := f.runCommand("fika", "free"); code != api.ExitSignIn || !strings.Contains(talk, "0640") {
		t.Errorf("free: exit %d\n%s%s", code, said, talk)
	}
	open(0o600)

	f.maya.DemandReauth(true)
	f.maya.ExpireAccess()
	f.wantSignInHold("auth_required", "fika login work")
	f.maya.DemandReauth(false)

	f.maya.Revoke()
	f.wantSignInHold("auth_required", "fika login work")

	f.login(browser{})
	f.mustRun("fika", "run", "--once")
	if len(f.maya.Primary().Events()) != 1 || len(f.invitations()) != 1 {
		t.Errorf("signed in again: mails %v", f.google.Mails())
	}
}

// TestGoogleOtherAccount uses a sign-in with an address that is not the user's: one
// from before fika checked that, and one whose address was removed from the
// configuration. Fika reads and sends nothing with it until the user confirms that
// the address is theirs.
func TestGoogleOtherAccount(t *testing.T) {
	other := strings.Replace(oneCoffeeConfig, `"maya@example.com"`, `"m.lind@example.com"`, 1)
	f := newGoogleWorkspace(t, oneCoffeeConfig, 1)
	f.login(browser{})
	mine := f.read("fika.toml")
	f.write("fika.toml", strings.Replace(mine, oneCoffeeConfig, other, 1))
	f.google.ClearLogs()
	f.wantSignInHold("wrong_account", "aliases of [me]")
	if said, talk, code := f.runCommand("fika", "doctor"); code != api.ExitAttention || !strings.Contains(said, "maya@example.com") || !strings.Contains(said, "aliases of [me]") {
		t.Errorf("doctor: exit %d\n%s%s", code, said, talk)
	}
	p := f.run()
	p.waitForLine("msg=pass")
	if asked := f.google.Requests(); len(asked) != 0 {
		t.Errorf("the account was asked: %v", asked)
	}
	alias := strings.Replace(other, `"m.lind@example.com"`, "\"m.lind@example.com\"\naliases = [\"Maya@Example.com\"]", 1)
	f.write("fika.toml", strings.Replace(mine, oneCoffeeConfig, alias, 1))
	p.waitForLine("name=done")
	p.waitForLine("msg=pass")
	p.kill()
	if len(f.maya.Primary().Events()) != 1 || len(f.invitations()) != 1 {
		t.Errorf("with the alias: mails %v", f.google.Mails())
	}
}

// TestGoogleEmptied checks that a suddenly empty calendar does not count as a free
// month, whether Google reports each deletion or lists everything again. A calendar
// whose events are over is fine.
func TestGoogleEmptied(t *testing.T) {
	at := func(when time.Time) *calendar.EventDateTime {
		return &calendar.EventDateTime{DateTime: when.Format(time.RFC3339), TimeZone: "Europe/Stockholm"}
	}
	for _, anew := range []bool{false, true} {
		f := newGoogleWorkspace(t, strings.Replace(oneCoffeeConfig, `mode = "book"`, `mode = "propose"`, 1), 1)
		f.login(browser{})
		mine := f.maya.Primary()
		var ids []string
		for day := range 10 {
			start := f.now.AddDate(0, 0, day).Add(time.Hour)
			e, err := mine.Add(&calendar.Event{Summary: "Meeting", Start: at(start), End: at(start.Add(time.Hour))})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, e.Id)
		}
		remove := func(ids []string) {
			for _, id := range ids {
				if err := mine.Delete(id); err != nil {
					t.Fatal(err)
				}
			}
			if anew {
				mine.ExpireSyncTokens()
			}
		}
		f.mustRun("fika", "run", "--once")
		f.setTime(f.now.AddDate(0, 0, 4))
		remove(ids[:4]) // are over anyway
		f.mustRun("fika", "run", "--once")
		remove(ids[4:8])
		said, talk, code := f.runCommand("fika", "run", "--once", "--json")
		if code != api.ExitAttention || !strings.Contains(said, `"calendar_emptied"`) {
			t.Errorf("four of six are gone: exit %d\n%s%s", code, said, talk)
		}
		f.mustRun("fika", "sync", "--full")
		f.mustRun("fika", "run", "--once")
	}
}
