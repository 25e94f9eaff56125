package googletest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"google.golang.org/api/calendar/v3"
)

// Fault makes some of the coming requests fail.
type Fault struct {
	// Method selects the requests: a method such as "events.insert",
	// "freebusy.query", "calendarList.list", "people.listDirectoryPeople", "auth",
	// "token", "revoke", or one of the groups [Reads] and [Writes] of the calendar
	// API. "" selects every request.
	Method string

	// When, if not nil, must also return true. It is called while the server is
	// locked and must not call it.
	When func(*http.Request) bool

	// Event, if not nil, must also return true for the event that the request writes;
	// requests without an event are not affected. It must not call the server.
	Event func(*calendar.Event) bool

	// Skip is how many selected requests are served normally first.
	Skip int

	// Count is how many requests fail after that; 0 means one, [Always] all.
	Count int

	// AfterCommit applies the effect after the request was carried out: the change is
	// made, but the client does not learn about it.
	AfterCommit bool

	Effect Effect
}

// Groups of methods, and the Count for all requests, for [Fault].
const (
	Reads  = "reads"
	Writes = "writes"
	Always = -1
)

// Effect is what a fault does to a request.
type Effect struct {
	refuse      bool // the connection is refused
	drop        bool
	truncate    bool
	hang        bool
	delay       time.Duration
	replacement *response
}

// Unreachable refuses the connection before anything is sent. A socket server cannot
// refuse a connection; there, it acts like [Dropped].
func Unreachable() Effect { return Effect{refuse: true, drop: true} }

// Dropped closes the connection without a response. Over a socket, net/http retries a
// GET by itself if the connection was used before.
func Dropped() Effect { return Effect{drop: true} }

// Truncated closes the connection in the middle of the response. The request is
// carried out.
func Truncated() Effect { return Effect{truncate: true} }

// Slow delays the request by d in the program's own time and then serves it, or at
// once if the client gives up.
func Slow(d time.Duration) Effect { return Effect{delay: d} }

// Hanging never responds. The request is not carried out, and the connection stays
// open until the client gives up.
func Hanging() Effect { return Effect{hang: true, drop: true} }

// Answered replaces the response.
func Answered(status int, header http.Header, contentType, body string) Effect {
	r := answer(status, contentType, []byte(body))
	for k, v := range header {
		r.header[k] = v
	}
	return Effect{replacement: r}
}

// Failed is the response of a failing server: 500 and 503 in JSON, as sent by the
// backend, other codes in HTML, as sent by the front end.
func Failed(code int) Effect {
	if code == http.StatusInternalServerError || code == http.StatusServiceUnavailable {
		return Effect{replacement: (&apiError{code: code, reason: "backendError", message: "Backend Error"}).response()}
	}
	text := strconv.Itoa(code) + " " + http.StatusText(code)
	return Answered(code, nil, typeHTML, "<html><title>Error "+text+"</title><p>That's an error.</html>")
}

// Refused is an API error with this code, domain and reason, such as 403
// "usageLimits" "quotaExceeded", or 410 "calendar" "fullSyncRequired".
func Refused(code int, domain, reason, message string) Effect {
	return Effect{replacement: (&apiError{code: code, domain: domain, reason: reason, message: message}).response()}
}

// RateLimited is a 403 or 429 with the reason rateLimitExceeded. retryAfter is the
// value of the Retry-After header, seconds or a date; "" sends none.
func RateLimited(code int, retryAfter string) Effect {
	return Effect{replacement: rateLimit(code, retryAfter).response()}
}

func rateLimit(code int, retryAfter string) *apiError {
	e := &apiError{code: code, domain: "usageLimits", reason: "rateLimitExceeded", message: "Rate Limit Exceeded"}
	if retryAfter != "" {
		e.header = http.Header{"Retry-After": {retryAfter}}
	}
	return e
}

// CaptivePortal is the response of a captive portal to any request: 200 and HTML.
func CaptivePortal() Effect {
	return Answered(http.StatusOK, nil, typeHTML, "<!doctype html><html><title>Welcome</title><h1>Please sign in to our Wi-Fi</h1></html>")
}

// Null is a 200 with the JSON null.
func Null() Effect { return Answered(http.StatusOK, nil, typeJSON, "null") }

// Empty is a 200 with an empty object, also where Google sends 204.
func Empty() Effect { return Answered(http.StatusOK, nil, typeJSON, "{}") }

// QuotaExceeded is Google's error for too many invitations or writes. Google does not
// say how long it lasts.
func QuotaExceeded() Effect {
	return Refused(http.StatusForbidden, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded.")
}

// apply returns the response with the effect applied, or nil if the request is to be
// carried out. r is the normal response, nil if there is none yet.
func (e Effect) apply(ctx context.Context, r *response) *response {
	if e.hang {
		<-ctx.Done()
	}
	switch {
	case e.drop:
		return &response{dropped: true, header: http.Header{}}
	case e.replacement != nil:
		spoilt := *e.replacement
		spoilt.header = e.replacement.header.Clone()
		return &spoilt
	case e.truncate && r != nil:
		r.truncated = true
	case e.delay > 0:
		wait(ctx, e.delay)
	}
	return r
}

// fault is a Fault with its remaining counts.
type fault struct {
	Fault
	skip, left int
}

// Inject adds a fault. If several match a request, the oldest one applies.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := f.Count
	if left == 0 {
		left = 1
	}
	s.faults = append(s.faults, &fault{f, f.Skip, left})
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// faultFor returns the fault to apply to c, nil if there is none.
func (s *Server) faultFor(c *call) *fault {
	for _, f := range s.faults {
		if f.left == 0 || !f.matches(c) {
			continue
		}
		if f.skip > 0 {
			f.skip--
			continue
		}
		if f.left > 0 {
			f.left--
		}
		return f
	}
	return nil
}

func (f *fault) matches(c *call) bool {
	switch f.Method {
	case "", c.name:
	case Writes:
		if !isWrite(c.name) {
			return false
		}
	case Reads:
		if c.route == nil || isWrite(c.name) {
			return false
		}
	default:
		return false
	}
	if f.Event != nil {
		var e calendar.Event
		if len(c.body) == 0 || json.Unmarshal(c.body, &e) != nil || !f.Event(&e) {
			return false
		}
	}
	return f.When == nil || f.When(c.Request)
}
