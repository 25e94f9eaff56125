package web

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"fika/internal/api"
)

// assistantMay are the calls that an assistant may make, as docs/mcp.md says.
var assistantMay = []string{"ask-approval", "bookings", "free", "goals", "guard", "pause", "person", "plan", "skip", "status", "why", "why-not"}

// refused reports whether the call is refused to a role.
func refused(t *testing.T, by api.Caller, name, args string) bool {
	t.Helper()
	_, err := by.Call(t.Context(), api.Request{Name: name, Args: []byte(args)})
	var f *api.Fault
	return errors.As(err, &f) && f.Code == api.CodeRole
}

// TestAssistantCannotSend makes every call in every role. Only what is listed is for an
// assistant: nothing that approves, cancels, moves, undoes, resumes, lifts, forgets or
// exports, and no call of a later version.
func TestAssistantCannotSend(t *testing.T) {
	var calls api.Handlers
	for _, role := range []api.Role{api.RoleAssistant, "robot"} {
		d, c, _ := running(t) // each with its own limit of calls
		calls = d.Calls(nil)
		api.CallReload.Handle(calls, nil)
		api.CallCompare.Handle(calls, nil)
		for _, name := range slices.Sorted(maps.Keys(calls)) {
			args := `{}`
			if name == "guard" {
				args = `{"who":"ana","guard":"never"}`
			}
			may := role == api.RoleAssistant && slices.Contains(assistantMay, name)
			if got := refused(t, c.As(role), name, args); got == may {
				t.Errorf("%s: refused to %s: %v", name, role, got)
			}
		}
	}
	_, c, _ := running(t)
	for _, args := range []string{`{"who":"ana","guard":"lift"}`, `{"who":"ana","guard":"ok"}`, `{`, `{"guard":"LIFT"}`} {
		if !refused(t, c.As(api.RoleAssistant), "guard", args) {
			t.Errorf("an assistant may make guard with %s", args)
		}
	}
	if refused(t, c, "guard", `{"who":"ana","guard":"lift"}`) {
		t.Error("the user may not lift a guard")
	}
	for _, name := range []string{"approve", "cancel", "cancel-all", "move", "undo", "forget", "reload", "export", "backup", "events", "busy", "log", "met"} {
		if calls[name] == nil {
			t.Errorf("%s is not a call any more; this test names it as one that sends or tells", name)
		}
	}
}

// TestRefusalIsForbidden checks the status of a refused call.
func TestRefusalIsForbidden(t *testing.T) {
	_, _, path := running(t)
	asker := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, "unix", path)
	}}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://fika/v1/approve", strings.NewReader(`{"id":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set(api.RoleHeader, string(api.RoleAssistant))
	answer, err := asker.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", answer.StatusCode)
	}
}

// TestAssistantIsLogged checks that each call of an assistant is in the log, a refused one
// too, and that the one after sixty in a minute is refused. The user is not limited.
func TestAssistantIsLogged(t *testing.T) {
	d, c, _ := running(t)
	assistant := c.As(api.RoleAssistant)
	for i := range callsAMinute {
		name := []string{"goals", "approve"}[i%2]
		assistant.Call(t.Context(), api.Request{Name: name}) //nolint:errcheck // the log tells
	}
	var f *api.Fault
	if _, err := assistant.Call(t.Context(), api.Request{Name: "goals"}); !errors.As(err, &f) || f.Code != api.CodeBusy {
		t.Errorf("call %d: %v", callsAMinute+1, err)
	}
	if _, err := api.CallStatus.Make(t.Context(), c, api.NoArgs{}); err != nil {
		t.Errorf("the user: %v", err)
	}
	log, err := d.History(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, e := range log.Entries {
		if e.Kind == api.EntryCall && e.By == api.ByAssistant {
			got[e.Note]++
		}
	}
	if len(got) != 2 || got["goals"] != callsAMinute/2 || got["approve, refused"] != callsAMinute/2 {
		t.Errorf("the log has %v", got)
	}
}

// TestShare checks that the mirror is for an assistant only if the user shares it.
func TestShare(t *testing.T) {
	for _, shared := range [][]string{nil, {"notes"}, {"mirror"}} {
		got := api.RoleAssistant.Refusal("mirror", nil, shared)
		if (got == nil) != slices.Contains(shared, "mirror") {
			t.Errorf("shared %v: %v", shared, got)
		}
	}
}
