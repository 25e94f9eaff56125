package daemon_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/daemon"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// TestDebugTellsNobody checks that the debug log has each step of a pass, and never a
// person, a title or a reason.
func TestDebugTellsNobody(t *testing.T) {
	h := newHarness(t)
	ctx := context.Background()
	zone := h.settings.Rules.Zone
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, zone)
	for _, folder := range []string{"work", "ana"} {
		if err := h.others.occupy(folder, span.New(now.AddDate(0, 0, 3), time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	work, err := vdir.Open(h.dir+"/work", zone)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	d := daemon.New(daemon.Options{
		Store: h.store, Calendars: []daemon.Calendar{{Source: daemon.Source{Name: "work", Kind: "vdir", Book: true}, Calendar: work}},
		ReadPeople: func(context.Context) (people.Everybody, []people.Fault) {
			return people.Everybody{Colleagues: h.people}, nil
		},
		OpenColleague: func(p planner.Person) (calendar.Calendar, error) { return vdir.Open(p.Calendar, p.Zone) },
		Paused:        func(time.Time) (store.Pause, bool, error) { return store.Pause{}, false, nil },
		Log:           slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}, h.settings)
	for _, at := range []time.Time{now, now.Add(3 * time.Hour), now.AddDate(0, 0, 14)} {
		if _, err := d.Pass(ctx, at); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"msg=read calendar=work", "msg=observed", "msg=planned", "msg=step name=proposed", "msg=step name=written", "msg=step name=reported"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("%q is not told:\n%s", want, said.String())
		}
	}
	for _, private := range []string{"ana", "Ana", "bo@", "Something else", "SECRET", "customers"} {
		if strings.Contains(said.String(), private) {
			t.Errorf("%q is told:\n%s", private, said.String())
		}
	}
}
