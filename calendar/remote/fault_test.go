package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"fika/calendar"
)

// dav is the service of the tests.
var dav = Service{Kind: "caldav", Name: "the server"}

// certainOutcomes are the errors after which the outcome of a change is certain.
var certainOutcomes = []error{calendar.ErrUnsent, calendar.ErrRefused, calendar.ErrReadOnly, calendar.ErrNotFound, calendar.ErrExists, calendar.ErrChanged, calendar.ErrAltered}

func TestClassifyStatus(t *testing.T) {
	for status, want := range map[int]struct {
		is   error // nil for an unknown outcome
		says string
	}{
		302: {nil, "caldav: the server reported an internal error (302)"},
		400: {calendar.ErrRefused, "caldav: the server rejected the request (400)"},
		401: {calendar.ErrSignIn, "caldav account maya: the sign-in has expired or was revoked"},
		403: {calendar.ErrRefused, "caldav: the server forbids it (403)"},
		404: {calendar.ErrNotFound, "caldav: not found (404)"},
		408: {nil, "caldav: the server reported an internal error (408)"},
		409: {calendar.ErrExists, "caldav: the id is taken (409)"},
		410: {calendar.ErrNotFound, "caldav: it no longer exists (410)"},
		412: {calendar.ErrChanged, "caldav: the event was changed in the meantime (412)"},
		413: {calendar.ErrRefused, "caldav: the server rejected the request (413)"},
		429: {calendar.ErrRateLimited, "caldav: too many requests (429)"},
		500: {nil, "caldav: the server reported an internal error (500)"},
		503: {nil, "caldav: the server reported an internal error (503)"},
	} {
		err := dav.ClassifyStatus("maya", status)
		if err.Error() != want.says || want.is != nil && !errors.Is(err, want.is) {
			t.Errorf("%d: got %q, want %q that wraps %v", status, err, want.says, want.is)
		}
		for _, c := range certainOutcomes {
			if want.is == nil && errors.Is(err, c) {
				t.Errorf("%d: %v wraps %q, but the outcome is unknown", status, err, c)
			}
		}
		var f *Fault
		if passing := errors.As(err, &f) && f.Transient; passing != (want.is == nil || status == 429) {
			t.Errorf("%d: transient: %v", status, passing)
		}
	}
}

// TestFaultWraps checks that a fault wraps the errors for its outcome, its refusal
// and the unreachable server, and no others.
func TestFaultWraps(t *testing.T) {
	until := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	refusal := &calendar.Refusal{Part: calendar.PartGuest, Message: "canary"}
	for _, c := range []struct {
		fault Fault
		want  []error
	}{
		{Fault{}, nil},
		{Fault{Outcome: ReadOnly, Refusal: refusal}, []error{calendar.ErrReadOnly, calendar.ErrRefused}},
		{Fault{Outcome: Unsent, Limit: Quota, RetryAt: until}, []error{calendar.ErrUnsent, calendar.ErrRateLimited}},
		{Fault{Unreachable: calendar.ErrOffline}, []error{calendar.ErrOffline}},
		{Fault{Outcome: Altered}, []error{calendar.ErrAltered}},
	} {
		for _, known := range append(certainOutcomes, calendar.ErrRateLimited, calendar.ErrOffline, calendar.ErrCaptivePortal) {
			wanted := false
			for _, w := range c.want {
				wanted = wanted || errors.Is(known, w)
			}
			if got := errors.Is(&c.fault, known); got != wanted {
				t.Errorf("%+v wraps %q: %v", c.fault, known, got)
			}
		}
		if !calendar.NotBefore(&c.fault).Equal(c.fault.RetryAt) || strings.Contains(c.fault.Error(), "canary") {
			t.Errorf("%+v: not before %v", &c.fault, calendar.NotBefore(&c.fault))
		}
	}
}

// TestNoResponse checks that the cause of a failed request quotes neither the request
// nor the response.
func TestNoResponse(t *testing.T) {
	wrapped := func(err error) error {
		return &url.Error{Op: "Put", URL: "https://maya:canary@dav.example.com/", Err: err}
	}
	for _, c := range []struct {
		err  error
		says string
		away error
	}{
		{wrapped(dav.Intercepted(302)), "the response is not from the server (302)", calendar.ErrCaptivePortal},
		{wrapped(InvalidResponseError("an empty response")), "an empty response", nil},
		{wrapped(context.DeadlineExceeded), "no response in time", calendar.ErrOffline},
		{wrapped(context.Canceled), "interrupted", calendar.ErrOffline},
		{wrapped(&net.DNSError{Err: "no such host", Name: "dav.example.com", IsNotFound: true}), "no such host", calendar.ErrOffline},
		{wrapped(errors.New("canary")), "the connection was lost", calendar.ErrOffline},
		{fmt.Errorf("decode: %w", errors.New("canary")), "cannot be read", calendar.ErrOffline},
	} {
		f := dav.NoResponse(c.err)
		if !strings.Contains(f.Error(), c.says) || strings.Contains(f.Error(), "canary") || !f.Transient || f.Outcome != Unknown {
			t.Errorf("%v became %+v, %v", c.err, f, f)
		}
		if !errors.Is(f.Unreachable, c.away) {
			t.Errorf("%v: unreachable is %v, want %v", c.err, f.Unreachable, c.away)
		}
	}
}

func TestMarkRateLimited(t *testing.T) {
	for limit, passing := range map[Limit]bool{Burst: true, Quota: false} {
		f := dav.Fault(Unknown, "")
		if f.MarkRateLimited(limit); f.Transient != passing || !errors.Is(f, calendar.ErrRateLimited) || !errors.Is(f, calendar.ErrUnsent) {
			t.Errorf("limit %d: %+v", limit, f)
		}
	}
}

func TestEachPage(t *testing.T) {
	turns := 0
	err := dav.EachPage(func(string) (string, error) {
		turns++
		return time.Duration(turns).String(), nil
	})
	if err == nil || turns != maxPages {
		t.Errorf("%d pages, %v", turns, err)
	}
	turns = 0
	err = dav.EachPage(func(string) (string, error) {
		turns++
		return "again", nil
	})
	if err == nil || turns != 2 {
		t.Errorf("%d pages of a list that links to itself, %v", turns, err)
	}
	var asked []string
	err = dav.EachPage(func(token string) (string, error) {
		asked = append(asked, token)
		return map[string]string{"": "a", "a": "b"}[token], nil
	})
	if err != nil || strings.Join(asked, ",") != ",a,b" {
		t.Errorf("asked for %q, %v", asked, err)
	}
	broken := errors.New("broken")
	if err := dav.EachPage(func(string) (string, error) { return "a", broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
