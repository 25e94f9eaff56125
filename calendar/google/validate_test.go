package google

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/iotest"
	"time"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/calendar/remote"
	"fika/internal/mailbox"
)

// methods are all API methods that fika calls, each with the call that leads to it.
var methods = map[string]func(t *testing.T, a *Account, e calendar.Event) error{
	"calendarList.list": func(t *testing.T, a *Account, _ calendar.Event) error {
		a.calendars = nil
		_, err := a.List(t.Context(), month)
		return err
	},
	"calendarList.get": func(t *testing.T, a *Account, _ calendar.Event) error {
		_, err := a.Find(t.Context(), calendar.Place{ID: "fknever"}) // for an unknown event it checks whether the calendar exists
		return err
	},
	"events.list": func(t *testing.T, a *Account, _ calendar.Event) error {
		_, err := a.List(t.Context(), month)
		return err
	},
	"events.get": func(t *testing.T, a *Account, e calendar.Event) error {
		_, err := a.Find(t.Context(), e.Place())
		return err
	},
	"events.insert": func(t *testing.T, a *Account, _ calendar.Event) error {
		_, err := a.Insert(t.Context(), draft("fkother"))
		return err
	},
	"events.patch": func(t *testing.T, a *Account, e calendar.Event) error {
		_, err := a.Update(t.Context(), e.ETag, draft(e.ID))
		return err
	},
	"events.delete": func(t *testing.T, a *Account, e calendar.Event) error {
		return a.Remove(t.Context(), e.Place(), e.ETag)
	},
	"freebusy.query": func(t *testing.T, a *Account, _ calendar.Event) error {
		told, err := a.FreeBusy(t.Context(), []mailbox.Address{me}, month)
		return errors.Join(err, told[me].Err)
	},
	"people.listDirectoryPeople": func(t *testing.T, a *Account, _ calendar.Event) error {
		_, err := a.Directory(t.Context())
		return err
	},
}

// TestInvalidResponses answers each request with the status of a success but invalid
// content. Reads must fail, and the outcome of changes must be unknown.
func TestInvalidResponses(t *testing.T) {
	said := func(status int, body string) googletest.Effect {
		return googletest.Answered(status, nil, "application/json; charset=UTF-8", body)
	}
	for what, effect := range map[string]googletest.Effect{
		"null": googletest.Null(), "an empty object": googletest.Empty(), "nothing": said(200, ""), "blanks": said(200, " \n "),
		"a list": said(200, "[]"), "a word": said(200, `"ok"`), "201": said(201, `{"id":"fkother","status":"confirmed"}`),
		"null in lists": said(200, `{"items":[null],"people":[null],"calendars":{"`+me+`":{"busy":[ null]}},"attendees":[null]}`),
		"null in a map": said(200, `{"items":null,"calendars":{"`+me+`":null},"id":null,"start":null}`),
		"another event": said(200, `{"id":"another","status":"confirmed","start":{"date":"2026-03-02"},"end":{"date":"2026-03-03"}}`),
		"204":           said(204, ""),
	} {
		for method, ask := range methods {
			switch { // valid responses
			case method == "people.listDirectoryPeople" && (what == "an empty object" || what == "null in a map" || what == "another event"):
				continue // an empty directory is possible
			case method == "events.delete" && what == "204":
				continue
			}
			t.Run(what+" to "+method, func(t *testing.T) {
				runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
					a := open(t, fake, me, nil)
					e, err := a.Insert(t.Context(), draft("fktarget"))
					if err != nil {
						t.Fatal(err)
					}
					before := fake.Count(method)
					fake.Inject(googletest.Fault{Method: method, Count: googletest.Always, Effect: effect})
					err = ask(t, a, e)
					if err == nil {
						t.Fatal("the response was accepted")
					}
					for _, certain := range []error{calendar.ErrUnsent, calendar.ErrRefused, calendar.ErrNotFound, calendar.ErrExists, calendar.ErrChanged, calendar.ErrSignIn} {
						if errors.Is(err, certain) {
							t.Errorf("%v: the outcome is unknown, but it wraps %v", err, certain)
						}
					}
					changes := method == "events.insert" || method == "events.patch" || method == "events.delete"
					if n := fake.Count(method) - before; n < 1 || n > remote.MaxReadAttempts || changes && n > 1 {
						t.Errorf("%d requests", n)
					}
				})
			})
		}
	}
}

// TestEndlessLists has lists whose last page links to itself, or that have new pages
// forever.
func TestEndlessLists(t *testing.T) {
	for _, method := range []string{"calendarList.list", "events.list", "people.listDirectoryPeople"} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			a := open(t, fake, me, nil)
			add(t, mine, newEventAt(monday, time.Hour, "Standup"))
			fake.Configure(func(s *googletest.Settings) { s.EndlessPages = true })
			if err := methods[method](t, a, calendar.Event{}); err == nil || fake.Count(method) > 3 {
				t.Errorf("%s: %d requests, %v", method, fake.Count(method), err)
			}
			fake.Configure(func(s *googletest.Settings) { s.EndlessPages = false })
			if err := methods[method](t, a, calendar.Event{}); err != nil {
				t.Errorf("%s, after the list ends again: %v", method, err)
			}
		})
	}
}

// TestCreatedEventDiffers has a server that creates something other than requested.
func TestCreatedEventDiffers(t *testing.T) {
	for what, spoil := range map[string]func(*googletest.Settings){
		"an id of its own": func(s *googletest.Settings) { s.ReplaceIDs = true },
		"no mark":          func(s *googletest.Settings) { s.DropProperties = true },
	} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			a := open(t, fake, me, nil)
			fake.Configure(spoil)
			_, err := a.Insert(t.Context(), draft("fkother"))
			if !errors.Is(err, calendar.ErrAltered) || errors.Is(err, calendar.ErrUnsent) || errors.Is(err, calendar.ErrRefused) {
				t.Errorf("%s: %v", what, err)
			}
			if len(mine.Events()) != 1 {
				t.Errorf("%s: %d events", what, len(mine.Events()))
			}
		})
	}
}

// TestHiddenCalendarByName reads a calendar that the user hid in the browser but
// named in the configuration.
func TestHiddenCalendarByName(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		side := fake.Account(me).AddCalendar("side@group.calendar.google.com", "Side", "Europe/Stockholm")
		side.Hide(true)
		add(t, side, newEventAt(monday, time.Hour, "Choir"))
		if got := listedTitles(t, open(t, fake, me, &Options{IDs: []string{"primary", side.ID}}), month); got == "" {
			t.Error("its events are not read")
		}
		if got := listedTitles(t, open(t, fake, me, nil), month); got != "" {
			t.Errorf("unexpected event %s", got)
		}
	})
}

// TestObjectReader checks that the reader returns the body unchanged, in pieces of
// any size, for bodies with all brackets and quotes inside strings.
func TestObjectReader(t *testing.T) {
	whole := map[string]any{"a": []any{"null", `"[null]\`, map[string]any{"b": nil, "c": "{[\"n"}, true, 1e9, []any{}}, "n": nil, "é\n": "\\\""}
	text, err := json.MarshalIndent(whole, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(50) {
		chance := rand.New(rand.NewPCG(seed, 1))
		resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(iotest.OneByteReader(bytes.NewReader(text)))}
		if seed%2 == 0 {
			resp.Body = io.NopCloser(bytes.NewReader(text))
		}
		if err := checkResponse(&http.Request{Method: http.MethodGet}, resp); err != nil {
			t.Fatal(err)
		}
		var got []byte
		for err == nil {
			part := make([]byte, 1+chance.IntN(20))
			var n int
			n, err = resp.Body.Read(part)
			got = append(got, part[:n]...)
		}
		if !errors.Is(err, io.EOF) || !bytes.Equal(got, text) {
			t.Fatalf("%v, %s", err, got)
		}
		err = nil
	}
}
