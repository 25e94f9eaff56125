package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"google.golang.org/api/calendar/v3"

	"fika/calendar/google"
	"fika/calendar/google/googletest"
	"fika/calendar/remote"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/span"
	"fika/internal/store"
)

const loadEvents = 20_000

// fill adds 20,000 events with six guests each to 12 calendars of the account. In
// each calendar the first begins at start, the others at a fixed interval.
func fill(tb testing.TB, account *googletest.Account, start time.Time, every time.Duration) {
	tb.Helper()
	calendars := []*googletest.Calendar{account.Primary()}
	for i := range 11 {
		calendars = append(calendars, account.AddCalendar(fmt.Sprintf("c%d@group.calendar.google.com", i), "Side", "Europe/Stockholm"))
	}
	moment := func(t time.Time) *calendar.EventDateTime {
		return &calendar.EventDateTime{DateTime: t.Format(time.RFC3339), TimeZone: "Europe/Stockholm"}
	}
	for i := range loadEvents {
		start := start.Add(time.Duration(i/len(calendars)) * every)
		e := &calendar.Event{
			Summary: fmt.Sprintf("Meeting %d", i), Start: moment(start), End: moment(start.Add(30 * time.Minute)),
			Description: "An agenda that is as long as those of most meetings are, which is to say not very long.",
		}
		for g := range 6 {
			e.Attendees = append(e.Attendees, &calendar.EventAttendee{Email: fmt.Sprintf("guest%d@elsewhere.example", g)})
		}
		if _, err := calendars[i%len(calendars)].Add(e); err != nil {
			tb.Fatal(err)
		}
	}
}

// TestGoogleLoad runs fika with 20,000 events of a year in 12 calendars. It does not
// count code, which includes the tests' own here.
func TestGoogleLoad(t *testing.T) {
	if raceEnabled {
		t.Skip("SKIPPED: under the race detector the memory is not fika's own")
	}
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: the memory of a process is read from /proc")
	}
	const limit = 100<<10 - 20<<10 // kB; with 20 MB of the program's own code, 100 MB
	f := newGoogleWorkspace(t, oneCoffeeConfig, 3)
	fill(t, f.maya, f.now.AddDate(0, -9, 0), 5*time.Hour)
	f.login(browser{})
	f.google.ClearLogs()
	p := f.run()
	p.waitForLine("msg=pass")
	first, whole := p.peak(), map[string]int{}
	for _, r := range f.google.Requests() {
		if q, _ := url.ParseQuery(r.Query); r.Method == "events.list" && q.Has("timeMin") && q.Get("pageToken") == "" {
			whole[r.Path]++
		}
	}
	for path, n := range whole {
		if n != 1 || len(whole) != 12 {
			t.Errorf("the first pass lists %s %d times, and %d calendars of 12", path, n, len(whole))
		}
	}
	var status api.Status
	if err := json.Unmarshal([]byte(f.mustRun("fika", "status", "--json", "--fresh")), &status); err != nil || status.Calendars[0].Events < loadEvents/20 {
		t.Errorf("fika sees %d events, %v", status.Calendars[0].Events, err)
	}
	p.waitForLine("msg=pass") // it reads the history again, because the first pass wrote an event
	f.google.ClearLogs()
	f.mustRun("fika", "sync")
	p.waitForLine("msg=pass")
	idle := f.google.Requests()
	if n := f.google.Count("events.list"); n != 12 {
		t.Errorf("an idle pass asks %d times for events of 12 calendars", n)
	}
	for _, r := range idle {
		if r.Bytes > 1<<10 {
			t.Errorf("an idle pass reads %d bytes of %s", r.Bytes, r.Method)
		}
	}
	t.Logf("%d events around now; first pass: %d MB at most; an idle pass: %d requests, %d MB at most", status.Calendars[0].Events, first>>10, len(idle), p.peak()>>10)
	if got := p.peak(); got > limit {
		t.Errorf("fika held %d kB at its highest, want at most %d", got, limit)
	}
}

// peak returns the process's peak memory in kB, without currently mapped files.
func (p *process) peak() int {
	p.t.Helper()
	status := procfile(p.t, p.cmd.Process.Pid, "status")
	kB := func(name string) int {
		found := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(status)
		if found == nil {
			p.t.Fatalf("no %s in\n%s", name, status)
		}
		n, _ := strconv.Atoi(string(found[1])) // digits
		return n
	}
	return kB("VmHWM") - kB("RssFile") - kB("RssShmem") // the program file may be in memory, too
}

// replay repeats recorded responses, so that the server's work is not part of the
// measurement.
type replay struct {
	google          *googletest.Server
	known           map[string]recording
	requests, bytes int
}

type recording struct {
	header http.Header
	body   []byte
	wire   int // bytes, compressed
}

func (r *replay) RoundTrip(req *http.Request) (*http.Response, error) {
	key := req.Method + req.URL.String()
	a, ok := r.known[key]
	if !ok {
		resp, err := r.google.Transport().RoundTrip(req)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s: %s, %w", req.URL.Path, resp.Status, err)
		}
		log := r.google.Requests()
		a = recording{resp.Header, body, log[len(log)-1].Bytes}
		r.known[key] = a
	}
	r.requests, r.bytes = r.requests+1, r.bytes+a.wire
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, ContentLength: int64(len(a.body)), Body: io.NopCloser(bytes.NewReader(a.body)), Request: req,
	}, nil
}

// loadStart and loadEnd hold all events of the benchmarks.
var (
	loadStart = time.Date(2026, 2, 24, 0, 0, 0, 0, time.UTC)
	loadEnd   = time.Date(2026, 4, 6, 0, 0, 0, 0, time.UTC)
)

// loadedAccount is the account that fill made, with its mirror in SQLite.
type loadedAccount struct {
	b      *testing.B
	replay *replay
	store  *store.Store
	vault  google.Vault
}

func newLoadedAccount(b *testing.B) *loadedAccount {
	b.Helper()
	now := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
	server := googletest.New(func() time.Time { return now }, "")
	account := server.AddAccount("maya@example.com", "Maya Lind", "Europe/Stockholm")
	fill(b, account, loadStart, 34*time.Minute)
	server.ClearLogs()
	const prefix = "https://www.googleapis.com/auth/"
	scopes := []string{prefix + "calendar.events.owned", prefix + "calendar.events.freebusy", prefix + "calendar.calendarlist.readonly"}
	token := account.Grant(scopes...)
	dir := b.TempDir()
	l := &loadedAccount{b: b, replay: &replay{google: server, known: map[string]recording{}}, vault: google.File{Path: filepath.Join(dir, "google-work.json")}}
	if err := l.vault.Save(google.SignIn{Account: "maya@example.com", Scopes: scopes, Refresh: remote.Secret(token.RefreshToken),
		Access: remote.Secret(token.AccessToken), Expiry: time.Now().Add(time.Hour)}); err != nil {
		b.Fatal(err)
	}
	var err error
	if l.store, err = store.Open(b.Context(), filepath.Join(dir, "state")); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.store.Close() })
	return l
}

// open returns the account as seen by a new process.
func (l *loadedAccount) open() *google.Account {
	a, err := google.Open(google.Options{Vault: l.vault, Endpoint: "http://google.invalid/calendar/v3/",
		Transport: l.replay, Mirror: app.Mirror(l.store.Mirror("work"))})
	if err != nil {
		l.b.Fatal(err)
	}
	return a
}

// list reads everything.
func (l *loadedAccount) list(a *google.Account) {
	listing, err := a.List(l.b.Context(), span.Span{Start: loadStart, End: loadEnd})
	if err != nil || len(listing.Events) != loadEvents {
		l.b.Fatal(len(listing.Events), err)
	}
}

// measure runs do as often as the benchmark wants, and reports the requests per run.
func (l *loadedAccount) measure(do func()) {
	l.replay.requests, l.replay.bytes = 0, 0
	l.b.ReportAllocs()
	n := 0
	for l.b.Loop() {
		do()
		n++
	}
	l.b.ReportMetric(float64(l.replay.requests)/float64(n), "requests/op")
	l.b.ReportMetric(float64(l.replay.bytes)/float64(n), "wire-B/op")
}

// BenchmarkGoogleFirst reads everything and writes it into the mirror.
func BenchmarkGoogleFirst(b *testing.B) {
	l := newLoadedAccount(b)
	first := func() {
		a := l.open()
		if err := a.Forget(b.Context()); err != nil {
			b.Fatal(err)
		}
		l.list(a)
	}
	first() // for the replay
	l.measure(first)
}

// BenchmarkGoogleRestart reads the mirror, and requests the changes of each calendar.
func BenchmarkGoogleRestart(b *testing.B) {
	l := newLoadedAccount(b)
	l.list(l.open())
	l.list(l.open())
	l.measure(func() { l.list(l.open()) })
}

// BenchmarkGoogleIdle requests the changes of each calendar; there are none.
func BenchmarkGoogleIdle(b *testing.B) {
	l := newLoadedAccount(b)
	a := l.open()
	l.list(a)
	l.list(a)
	l.measure(func() { l.list(a) })
}
