package google

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
	"fika/calendar/remote"
	"fika/internal/span"
)

// newBusyServer returns a server with an account that has 20,000 events on 12
// calendars, with six guests each.
func newBusyServer(b *testing.B) *googletest.Server {
	fake := googletest.New(nil, "")
	account := fake.AddAccount(me, "Maya", "Europe/Stockholm")
	cals := []*googletest.Calendar{account.Primary()}
	for i := range 11 {
		cals = append(cals, account.AddCalendar(fmt.Sprintf("c%d@group.calendar.google.com", i), "Side", "Europe/Stockholm"))
	}
	start := time.Now().AddDate(-1, 0, 0).Truncate(time.Hour)
	for i := range 20_000 {
		e := newEventAt(start.Add(time.Duration(i)*25*time.Minute), 30*time.Minute, fmt.Sprintf("Meeting %d", i))
		e.Description = "An agenda that is as long as those of most meetings are, which is to say not very long."
		for g := range 6 {
			e.Attendees = append(e.Attendees, &gcal.EventAttendee{Email: fmt.Sprintf("guest%d@elsewhere.example", g)})
		}
		if _, err := cals[i%12].Add(e); err != nil {
			b.Fatal(err)
		}
	}
	fake.ClearLogs()
	return fake
}

// openSignedIn returns a signed-in account on fake for a benchmark.
func openSignedIn(b *testing.B, fake *googletest.Server, m remote.Mirror) *Account {
	a, err := Open(Options{
		Client: Client{ID: fake.Client().ID, Secret: remote.Secret(fake.Client().Secret), AuthURL: "http://google.invalid/o/oauth2/auth", TokenURL: "http://google.invalid/token"},
		Vault:  signedIn(fake, me), Endpoint: "http://google.invalid/calendar/v3/", Transport: fake.Transport(), Mirror: m,
	})
	if err != nil {
		b.Fatal(err)
	}
	return a
}

var wide = span.Span{Start: time.Now().AddDate(-2, 0, 0), End: time.Now().AddDate(0, 2, 0)}

// report reports the requests of one pass as metrics.
func report(b *testing.B, fake *googletest.Server) {
	bytes := 0
	for _, r := range fake.Requests() {
		bytes += r.Bytes
	}
	b.ReportMetric(float64(len(fake.Requests()))/float64(b.N), "requests/op")
	b.ReportMetric(float64(bytes)/float64(b.N), "wire-B/op")
}

// BenchmarkFirstSync syncs 20,000 events on 12 calendars. kept-B is the memory that
// the account uses afterwards, including its mirror in memory.
func BenchmarkFirstSync(b *testing.B) {
	fake := newBusyServer(b)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		a := openSignedIn(b, fake, remote.NewMemory())
		l, err := a.List(b.Context(), wide)
		if err != nil || len(l.Events) != 20_000 {
			b.Fatal(len(l.Events), err)
		}
		l.Events = nil
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc)-float64(before.HeapAlloc), "kept-B")
		a.Close()
	}
	report(b, fake)
}

// BenchmarkIdlePass requests the changes of 12 calendars with 20,000 events; there
// are none.
func BenchmarkIdlePass(b *testing.B) {
	fake := newBusyServer(b)
	a := openSignedIn(b, fake, remote.NewMemory())
	defer a.Close()
	if _, err := a.List(b.Context(), wide); err != nil {
		b.Fatal(err)
	}
	week := span.New(time.Now(), 7*24*time.Hour)
	fake.ClearLogs()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.List(b.Context(), week); err != nil {
			b.Fatal(err)
		}
	}
	report(b, fake)
}

// BenchmarkRestart reads the mirror of 20,000 events and requests the changes.
func BenchmarkRestart(b *testing.B) {
	fake := newBusyServer(b)
	mirror := remote.NewMemory()
	a := openSignedIn(b, fake, mirror)
	if _, err := a.List(b.Context(), wide); err != nil {
		b.Fatal(err)
	}
	a.Close()
	fake.ClearLogs()
	b.ReportAllocs()
	for b.Loop() {
		a := openSignedIn(b, fake, mirror)
		if _, err := a.List(b.Context(), wide); err != nil {
			b.Fatal(err)
		}
		a.Close()
	}
	report(b, fake)
}
