package daemon_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// TestSoak checks a year in virtual time: both clock changes, a leap day, a night of
// sleep every day, full disks, expired sign-ins, configurations that are edited, broken
// and half saved, calendars that are unreachable for a while, and clocks that jump. No
// coffee may have two events, each must be at a time that the user allows, and no
// resource may leak.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("a year takes half a minute")
	}
	dir := t.TempDir()
	_, unmounted := smallDisk(t, dir, "32m")
	if unmounted != nil {
		t.Logf("SKIPPED in part: no small disk can be mounted here, so none is full: %v", unmounted)
	}
	before := countResources()
	synctest.Test(t, func(t *testing.T) {
		h, err := openHarness(dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer h.store.Close()
		newYear(t, h, unmounted == nil).run()
	})
	if after := countResources(); after.files > before.files || after.goroutines > before.goroutines {
		t.Errorf("left over: %+v, before: %+v", after, before)
	}
}

// resources are what a program may forget to release.
type resources struct {
	goroutines, files int
	heap              uint64
}

func countResources() resources {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") // nowhere but on Linux, and there always
	return resources{runtime.NumGoroutine(), len(files), m.HeapAlloc}
}

// year is the life of one fika from September 2027 on.
type year struct {
	*harness
	*machine
	t      *testing.T
	small  bool // the disk of the state can be filled
	full   bool // it is
	passes int
	stood  map[string]bool // holds, by code
	days   map[string]bool // on which there was a pass
	work   *grantedCalendar
	goals  []planner.Goal
	zone   *time.Location
}

func newYear(t *testing.T, h *harness, small bool) *year {
	y := &year{harness: h, t: t, small: small, zone: h.settings.Rules.Zone, stood: map[string]bool{}, days: map[string]bool{}}
	y.work = &grantedCalendar{Calendar: h.options.Calendars[0].Calendar}
	h.replace(y.work)
	start := time.Now()
	first := time.Date(2027, 9, 1, 8, 0, 0, 0, y.zone)
	y.machine = &machine{start: start, stepped: first.Sub(start)}
	h.settings.Every = 3 * time.Hour
	h.settings.Rules.Guards.Gap = 14
	for i := range h.settings.Goals {
		h.settings.Goals[i].Want.Per = planner.PerMonth
	}
	y.goals = h.settings.Goals
	h.daemon.Configure(h.settings)
	return y
}

func (y *year) now() time.Time { return y.read().Wall }

// run lets the year pass.
func (y *year) run() {
	ctx, stop := context.WithCancel(y.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		y.daemon.Run(ctx, y.read, y.passEnded)
	}()
	defer func() {
		stop()
		<-ended
	}()
	var settled resources
	for day := range 366 {
		y.wait(8 * time.Hour)
		y.playDay(day)
		y.wait(7 * time.Hour)
		y.check(day)
		y.sleep(9 * time.Hour) // the night
		if day == 60 {
			settled = countResources()
		}
	}
	y.wait(time.Hour)
	end := countResources()
	if end.files > settled.files || end.goroutines > settled.goroutines || end.heap > settled.heap+4<<20 {
		y.t.Errorf("it grows: %+v after two months, %+v after a year", settled, end)
	}
	y.checkYear()
}

func (y *year) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (y *year) passEnded(report daemon.Report, err error) {
	y.passes++
	y.days[report.Now.In(y.zone).Format(time.DateOnly)] = true
	for _, hold := range report.Holds {
		y.stood[string(hold.Code)] = true
	}
	if err != nil && !(y.full && errors.Is(err, store.ErrFull)) {
		y.t.Errorf("%s: %v", report.Now, err)
	}
}

// playDay does what happens on that day, except for answers.
func (y *year) playDay(day int) {
	y.editConfig(day)
	ballast := filepath.Join(y.dir, "state", "ballast")
	work, elsewhere := filepath.Join(y.dir, "work"), filepath.Join(y.dir, "elsewhere")
	switch day % 30 {
	case 9:
		if y.small {
			fillDisk(y.t, ballast)
			y.full = true
		}
	case 11:
		if y.full {
			y.must(os.Remove(ballast))
			y.full = false
		}
	case 14:
		y.must(os.Rename(work, elsewhere))
		y.wait(4 * time.Hour)
		y.must(os.Rename(elsewhere, work))
	case 16:
		y.work.dead = calendar.ErrSignIn
	case 20:
		y.work.dying = calendar.ErrSignIn
	case 22:
		y.work.dead = errors.Join(calendar.ErrSignIn, calendar.ErrMissingScope)
	case 17, 23:
		y.work.dead, y.work.dying = nil, nil // the user signed in again
	case 18:
		y.jump(365 * 24 * time.Hour)
	case 21:
		y.jump(-40 * time.Second)
	case 24:
		y.jump(-5 * time.Hour)
	}
	if !y.full {
		y.answerInvitations(day)
	}
}

// editConfig changes the configuration: a rule changes, a goal is removed and returns,
// one file is broken and fixed, and another is half saved.
func (y *year) editConfig(day int) {
	switch day % 30 {
	case 3:
		y.settings.Rules.Notice = 1 + day%3
	case 4:
		y.settings.Goals = y.goals[1:]
	case 5:
		y.settings.Problem = "fika.toml:3:1: unknown key"
	case 6:
		y.settings.Problem = ""
	case 7:
		y.settings.Goals = y.goals
	case 12:
		y.settings.Lost = []string{"goal ana is gone"}
	case 13:
		y.settings.Lost = nil
	default:
		return
	}
	y.daemon.Configure(y.settings)
}

// jump sets the clock for an hour.
func (y *year) jump(by time.Duration) {
	y.setClock(by)
	y.wait(5 * time.Minute)
	y.setClock(-by)
	y.wait(5 * time.Minute)
}

// answerInvitations answers as the guests, and approves or skips proposals as the user.
func (y *year) answerInvitations(day int) {
	ctx := y.t.Context()
	for i, who := range []string{"ana", "bo", "cy"} {
		b, err := y.booking(ctx, who)
		if err != nil {
			continue
		}
		switch {
		case b.State == store.Proposed && (day+i)%9 == 0:
			_, err = y.daemon.Skip(ctx, y.now(), b.ID)
		case b.State == store.Proposed:
			_, err = y.daemon.Approve(ctx, y.now(), b.ID)
		case b.State == store.Booked && b.Reply != "ACCEPTED" && (day+i)%7 != 0:
			err = y.others.answer(b, "ACCEPTED", "")
		}
		if f := (*api.Fault)(nil); !errors.As(err, &f) { // what the rules refuse is no failure
			y.must(err)
		}
		// The pass that was asked for ends before the next order: a goroutine
		// that waits for a mutex keeps the time of the bubble from going by.
		y.wait(time.Minute)
	}
}

// check checks what must be true of the calendar on every day.
func (y *year) check(day int) {
	by, err := y.others.coffees()
	y.must(err)
	for id, events := range by {
		b, err := y.store.Booking(y.t.Context(), id)
		if err != nil || len(events) != 1 {
			y.t.Fatalf("day %d: booking %s has %d events, %v", day, id, len(events), err)
		}
		start := events[0].Span.Start.In(y.zone)
		if start.Hour() < 10 || start.Hour() >= 16 || start.Weekday()%6 == 0 {
			y.t.Errorf("day %d: coffee with %s at %s", day, b.Person, start)
		}
	}
}

// checkYear checks the year as a whole.
func (y *year) checkYear() {
	met := 0
	all, err := y.store.Bookings(y.t.Context(), time.Time{})
	y.must(err)
	for _, b := range all {
		if b.State == store.Met {
			met++
		}
		if b.State == store.Unknown || b.State == store.Sending {
			y.t.Errorf("%s is still %s", b.ID, b.State)
		}
	}
	for _, code := range []string{"config_invalid", "config_shrunk", "calendar_unreadable", "auth_required", "scope_missing", "clock_jump", "clock_back"} {
		if !y.stood[code] {
			y.t.Errorf("the year had no %s", code)
		}
	}
	for _, day := range []string{"2027-10-31", "2028-02-29", "2028-03-26"} { // both changes of the clocks, and the leap day
		if !y.days[day] {
			y.t.Errorf("there was no pass on %s", day)
		}
	}
	if y.small && !y.stood["store_full"] {
		y.t.Error("the disk was never full")
	}
	copies, err := os.ReadDir(filepath.Join(y.dir, "state", "backups"))
	y.must(err)
	if met < 12 || len(copies) < 7 || len(copies) > 11 {
		y.t.Errorf("%d coffees took place, %d copies are left", met, len(copies))
	}
	y.must(y.store.Check(y.t.Context()))
	y.t.Logf("%d passes, %d bookings, %d coffees", y.passes, len(all), met)
}

func (y *year) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}
