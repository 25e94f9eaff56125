package api_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"fika/internal/api"
)

// wire is how a call looks on the wire.
type wire struct {
	name         string
	args, answer reflect.Type
}

func wired[Args, Answer any](c api.Call[Args, Answer]) wire {
	return wire{c.Name, reflect.TypeFor[Args](), reflect.TypeFor[Answer]()}
}

// calls are all calls. TestEveryCallIsListed finds those that are missing.
var calls = []wire{
	wired(api.CallStatus),
	wired(api.CallPlan),
	wired(api.CallLP),
	wired(api.CallLetters),
	wired(api.CallGoals),
	wired(api.CallMirror),
	wired(api.CallWhy),
	wired(api.CallWhyNot),
	wired(api.CallBookings),
	wired(api.CallBusy),
	wired(api.CallFree),
	wired(api.CallEvents),
	wired(api.CallPeople),
	wired(api.CallPerson),
	wired(api.CallLog),
	wired(api.CallBrief),
	wired(api.CallToday),
	wired(api.CallWeek),
	wired(api.CallQuarter),
	wired(api.CallTodayDone),
	wired(api.CallNotes),
	wired(api.CallTopics),
	wired(api.CallNote),
	wired(api.CallEditNote),
	wired(api.CallForgetNote),
	wired(api.CallDone),
	wired(api.CallApprove),
	wired(api.CallSkip),
	wired(api.CallCancel),
	wired(api.CallMove),
	wired(api.CallMet),
	wired(api.CallUndo),
	wired(api.CallCancelAll),
	wired(api.CallGuard),
	wired(api.CallPause),
	wired(api.CallAskApproval),
	wired(api.CallForget),
	wired(api.CallPreviewCancel),
	wired(api.CallPreviewMove),
	wired(api.CallPreviewForget),
	wired(api.CallSync),
	wired(api.CallFresh),
	wired(api.CallReload),
	wired(api.CallCompare),
	wired(api.CallBackup),
	wired(api.CallExport),
	wired(api.CallExportOf),
	wired(api.CallChecks),
	wired(api.CallCheckStore),
}

// TestMake checks calls in the same process, with the arguments and answers as on a
// wire.
func TestMake(t *testing.T) {
	h := api.Handlers{}
	rest := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	api.CallGuard.Handle(h, func(_ context.Context, a api.GuardArgs) (api.Colleague, error) {
		if a.Who == "nobody" {
			return api.Colleague{}, api.NewFault(api.CodeNotFound, "nobody has that name")
		}
		return api.Colleague{Person: api.Person{Person: a.Who, Rest: &a.Until}}, nil
	})
	a, err := api.CallGuard.Make(t.Context(), h, api.GuardArgs{Who: "ana", Guard: api.GuardRest, Until: rest})
	if err != nil || a.Person.Person != "ana" || !a.Person.Rest.Equal(rest) {
		t.Errorf("%+v, %v", a, err)
	}
	for _, wrong := range []struct {
		args api.GuardArgs
		want string
	}{
		{api.GuardArgs{Who: "nobody", Guard: api.GuardLift}, "nobody has that name"},
		{api.GuardArgs{Guard: "nap"}, `the request is not valid: guard is "nap", but must be never, rest, lift or ok; who is missing, the person`},
		{api.GuardArgs{Guard: api.GuardRest}, "the request is not valid: until is missing, the end of the rest; who is missing, the person"},
	} {
		var f *api.Fault
		if _, err := api.CallGuard.Make(t.Context(), h, wrong.args); !errors.As(err, &f) || f.Text != wrong.want {
			t.Errorf("%+v: %v, want %s", wrong.args, err, wrong.want)
		}
	}
	var f *api.Fault
	if _, err := api.CallPlan.Make(t.Context(), h, api.NoArgs{}); !errors.As(err, &f) || f.Code != api.CodeVersion {
		t.Errorf("a call that nobody answers: %v", err)
	}
}

// TestArguments checks arguments as clients of any version write them.
func TestArguments(t *testing.T) {
	h := api.Handlers{}
	var got api.BookingArgs
	api.CallApprove.Handle(h, func(_ context.Context, a api.BookingArgs) (api.Change, error) { got = a; return api.Change{}, nil })
	for text, want := range map[string]string{"": "", "{}": "", `{"id":"k7"}`: "k7", `{"id":"k7","later":1}`: "k7"} {
		if _, err := h["approve"](t.Context(), []byte(text)); err != nil || got.ID != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"{", "[]", `{"id":7}`} {
		var f *api.Fault
		if _, err := h["approve"](t.Context(), []byte(text)); !errors.As(err, &f) || f.Code != api.CodeInvalid {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestBadArguments checks what else is refused before anybody answers.
func TestBadArguments(t *testing.T) {
	h := api.Handlers{}
	api.CallFree.Handle(h, func(context.Context, api.FreeArgs) (api.Free, error) { return api.Free{}, nil })
	api.CallBusy.Handle(h, func(context.Context, api.BusyArgs) (api.Busy, error) { return api.Busy{}, nil })
	api.CallEvents.Handle(h, func(context.Context, api.EventsArgs) (api.Events, error) { return api.Events{}, nil })
	api.CallLog.Handle(h, func(context.Context, api.LogArgs) (api.Log, error) { return api.Log{}, nil })
	api.CallBackup.Handle(h, func(context.Context, api.BackupArgs) (api.Backup, error) { return api.Backup{}, nil })
	for call, bad := range map[string]string{
		"free": `{"length":-1}`, "busy": `{}`, "events": `{"window":{"start":"2026-03-02T09:00:00Z","end":"2026-03-02T08:00:00Z"}}`,
		"log": `{"limit":-1}`, "backup": `{"path":"copy.db"}`,
	} {
		var f *api.Fault
		if _, err := h[call](t.Context(), []byte(bad)); !errors.As(err, &f) || f.Code != api.CodeInvalid {
			t.Errorf("%s %s: %v", call, bad, err)
		}
	}
}
