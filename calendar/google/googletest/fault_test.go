package googletest_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/googleapi"

	"fika/calendar/google/googletest"
)

func insertFaults(t *testing.T, _ *fixture) {
	for _, one := range []struct {
		name      string
		fault     googletest.Fault
		code      int // 0 without a response
		committed bool
	}{
		{"drop before", googletest.Fault{Effect: googletest.Dropped()}, 0, false},
		{"drop after", googletest.Fault{Effect: googletest.Dropped(), AfterCommit: true}, 0, true},
		{"500 before", googletest.Fault{Effect: googletest.Failed(500)}, 500, false},
		{"500 after", googletest.Fault{Effect: googletest.Failed(500), AfterCommit: true}, 500, true},
		{"503 after", googletest.Fault{Effect: googletest.Failed(503), AfterCommit: true}, 503, true},
		{"truncated", googletest.Fault{Effect: googletest.Truncated()}, 0, true},
		{"captive", googletest.Fault{Effect: googletest.CaptivePortal()}, 0, false},
		{"text", googletest.Fault{Effect: googletest.Answered(200, nil, "text/plain", "OK"), AfterCommit: true}, 0, true},
		{"unreachable", googletest.Fault{Effect: googletest.Unreachable()}, 0, false},
	} {
		t.Run(one.name, func(t *testing.T) {
			w := newFixture(t)
			one.fault.Method = "events.insert"
			w.Inject(one.fault)
			_, err := w.api.Events.Insert("primary", meeting("target", monday, bobMail)).SendUpdates("all").Do()
			code := 0
			if e := (*googleapi.Error)(nil); errors.As(err, &e) {
				code = e.Code
			}
			if err == nil || code != one.code {
				t.Errorf("got %v, want code %d", err, one.code)
			}
			if got := w.ann.Primary().Event("target") != nil; got != one.committed {
				t.Errorf("committed %v, want %v", got, one.committed)
			}
			if got := len(w.Mails()) == 1; got != one.committed {
				t.Errorf("mail sent %v, want %v", got, one.committed)
			}
			// The fault is used up: now the same id is taken, or free.
			_, err = w.api.Events.Insert("primary", meeting("target", monday, bobMail)).Do()
			if one.committed {
				wantAPIError(t, err, 409, "duplicate")
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func faultSelection(t *testing.T, w *fixture) {
	w.Inject(googletest.Fault{Method: googletest.Writes, Count: googletest.Always,
		Effect: googletest.Refused(403, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded.")})
	w.Inject(googletest.Fault{Method: "events.list", Skip: 1, Count: 2, Effect: googletest.RateLimited(429, "7"),
		When: func(r *http.Request) bool { return r.URL.Query().Get("maxResults") == "9" }})
	for range 3 {
		_, err := w.api.Events.Insert("primary", meeting("", monday)).Do()
		wantAPIError(t, err, 403, "quotaExceeded")
	}
	must(w.api.Events.List("primary").MaxResults(8).Do())(t)
	var got []int
	for range 4 {
		_, err := w.api.Events.List("primary").MaxResults(9).Do()
		var e *googleapi.Error
		if errors.As(err, &e) {
			got = append(got, e.Code)
			if e.Header.Get("Retry-After") != "7" {
				t.Errorf("header: %v", e.Header)
			}
		} else {
			got = append(got, 200)
		}
	}
	if diff := cmp.Diff([]int{200, 429, 429, 200}, got); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	w.ClearFaults()
	must(w.api.Events.Insert("primary", meeting("", monday)).Do())(t)
}

func quota(t *testing.T, w *fixture) {
	w.Configure(func(s *googletest.Settings) { s.Quota = googletest.Quota{Units: 4, Per: time.Minute} })
	add(t, w.ann.Primary(), meeting("target", monday))
	list := func() error { _, err := w.api.Events.List("primary").Do(); return err }
	noError(t, list())
	w.clock.advance(30 * time.Second)
	must(w.api.Events.Patch("primary", "target", &calendar.Event{Summary: "three units"}).Do())(t)
	wantAPIError(t, list(), 403, "rateLimitExceeded")
	must(w.as(t, w.bob, "calendar").Events.List("primary").Do())(t) // each account has its own quota
	w.clock.advance(30 * time.Second)
	noError(t, list()) // the window slides: only the first request is out of it
	w.Configure(func(s *googletest.Settings) { s.Quota.Code = 429 })
	wantAPIError(t, list(), 429, "rateLimitExceeded")
}

func requestLog(t *testing.T, w *fixture) {
	w.Inject(googletest.Fault{Method: "events.insert", Effect: googletest.Dropped(), AfterCommit: true})
	_, _ = w.api.Events.Insert("primary", meeting("target", monday, bobMail)).SendUpdates("all").Do()
	_, err := w.api.Events.Insert("primary", meeting("target", monday, bobMail)).SendUpdates("all").Do()
	wantAPIError(t, err, 409, "duplicate")
	must(w.api.Events.Get("primary", "target").Do())(t)
	type line struct {
		Method, Event, User string
		Status              int
	}
	var got []line
	for _, r := range w.Requests() {
		got = append(got, line{r.Method, r.Event, r.User, r.Status})
		if r.Status == 200 && (r.Bytes == 0 || r.Verb != "GET" || r.Path != "/calendar/v3/calendars/primary/events/target" || !r.At.Equal(at(monday))) {
			t.Errorf("a line of the log: %+v", r)
		}
	}
	want := []line{{"events.insert", "target", annMail, 0}, {"events.insert", "target", annMail, 409}, {"events.get", "target", annMail, 200}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the log (-want +got):\n%s", diff)
	}
	w.wantMails(t, "one booking", "invitation to "+bobMail)
}

func clocks(t *testing.T, w *fixture) {
	w.Configure(func(s *googletest.Settings) { s.Skew = 5 * time.Minute })
	_, header, _ := w.raw(t, "GET", "/calendar/v3/users/me/calendarList", "", w.bearer("calendar")...)
	if got := header.Get("Date"); got != "Mon, 02 Mar 2026 08:05:00 GMT" {
		t.Errorf("the date is %s", got)
	}
	run := func() (ids []string) {
		w := newFixture(t)
		for range 3 {
			e := must(w.api.Events.Insert("primary", meeting("", monday)).Do())(t)
			ids = append(ids, e.Id, e.Etag, e.Updated)
		}
		return ids
	}
	if diff := cmp.Diff(run(), run()); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
}

// TestSlow checks, in a bubble, that a slow request is carried out after its client
// gave up.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := googletest.New(nil, "")
		ann := s.AddAccount(annMail, "Ann", "UTC")
		api := clientInMemory(t, s, ann)
		s.Inject(googletest.Fault{Method: "events.insert", Effect: googletest.Slow(time.Hour)})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		began := time.Now()
		_, err := api.Events.Insert("primary", meeting("target", monday)).Context(ctx).Do()
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 20*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		synctest.Wait()
		if ann.Primary().Event("target") == nil {
			t.Error("the insert was given up with its client")
		}

		s.Inject(googletest.Fault{Method: "events.get", Effect: googletest.Slow(time.Minute)})
		began = time.Now()
		must(api.Events.Get("primary", "target").Do())(t)
		if time.Since(began) != time.Minute {
			t.Errorf("a slow get took %v", time.Since(began))
		}
	})
}

// TestMaxConcurrent checks the largest number of concurrent requests for a calendar.
func TestMaxConcurrent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := googletest.New(nil, "")
		api := clientInMemory(t, s, s.AddAccount(annMail, "Ann", "UTC"))
		s.Inject(googletest.Fault{Count: googletest.Always, Effect: googletest.Slow(time.Second)})
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { _, _ = api.Events.List("primary").Do() })
		}
		all.Wait()
		must(api.Events.List(annMail).Do())(t)
		if got := s.MaxConcurrent("primary"); got != 3 {
			t.Errorf("%d at one time", got)
		}
		if got := s.MaxConcurrent(annMail); got != 1 {
			t.Errorf("%d at one time by the other name", got)
		}
	})
}
