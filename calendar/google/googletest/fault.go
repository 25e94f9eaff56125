package googletest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"google.golang.org/api/calendar/v3"
)

// Fault is something that goes wrong with some of the coming requests.
type Fault struct {
	// Method names the requests that are hit: a method such as "events.insert",
	// "freebusy.query", "calendarList.list", "people.listDirectoryPeople",
	// "auth", "token", "revoke", or one of the groups [Reads] and [Writes] of
	// the calendar API. "" is every request.
	Method string

	// When, if not nil, must agree as well. It is called while the server is
	// locked and must not call it.
	When func(*http.Request) bool

	// Event, if not nil, must agree as well, with the event that the request
	// wants to write; a request without one is not hit. It must not call the
	// server either.
	Event func(*calendar.Event) bool

	// Skip lets that many of them pass first.
	Skip int

	// Count is how many are hit after that; 0 means one, [Always] all.
	Count int

	// AfterCommit strikes after the request was carried out: the change is
	// there, and the client does not learn of it.
	AfterCommit bool

	Effect Effect
}

// Groups of methods and the endless count, for [Fault].
const (
	Reads  = "reads"
	Writes = "writes"
	Always = -1
)

// Effect is what a fault does to a request.
type Effect struct {
	refuse      bool // no connection comes about
	drop        bool
	truncate    bool
	hang        bool
	delay       time.Duration
	replacement *response
}

// Unreachable refuses the connection before anything was sent. A socket cannot
// be refused from behind it: there, it is as [StateDropped].
func Unreachable() Effect { return Effect{refuse: true, drop: true} }

// Dropped ends the connection without an answer. Over a socket, net/http sends
// a GET once more by itself if the connection had been used before.
func Dropped() Effect { return Effect{drop: true} }

// Truncated ends the connection in the middle of the answer, which implies that
// the request was carried out.
func Truncated() Effect { return Effect{truncate: true} }

// Slow holds the request for d of the program's own time, and serves it then,
// or at once when the client has given up.
func Slow(d time.Duration) Effect { return Effect{delay: d} }

// Hanging never answers: the request is not carried out and holds the connection
// until the client gives up.
func Hanging() Effect { return Effect{hang: true, drop: true} }

// Answered replaces the answer.
func Answered(status int, header http.Header, contentType, body string) Effect {
	r := answer(status, contentType, []byte(body))
	for k, v := range header {
		r.header[k] = v
	}
	return Effect{replacement: r}
}

// Failed is the answer of a backend that broke: 500 and 503 in JSON, as the
// backend itself says it, other codes in the HTML of the front end.
func Failed(code int) Effect {
	if code == http.StatusInternalServerError || code == http.StatusServiceUnavailable {
		return Effect{replacement: (&apiError{code: code, reason: "backendError", message: "Backend Error"}).response()}
	}
	text := strconv.Itoa(code) + " " + http.StatusText(code)
	return Answered(code, nil, typeHTML, "<html><title>Error "+text+"</title><p>That's an error.</html>")
}

// Refused is an error of the API with that code, domain and reason, such as
// 403 "usageLimits" "quotaExceeded", or 410 "calendar" "fullSyncRequired".
func Refused(code int, domain, reason, message string) Effect {
	return Effect{replacement: (&apiError{code: code, domain: domain, reason: reason, message: message}).response()}
}

// RateLimited is 403 or 429 with reason rateLimitExceeded. retryAfter is the
// value of the header, seconds or a date; "" sends none.
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

// CaptivePortal is the page that a hotel answers every request with: 200 and HTML.
func CaptivePortal() Effect {
	return Answered(http.StatusOK, nil, typeHTML, "<!doctype html><html><title>Welcome</title><h1>Please sign in to our Wi-Fi</h1></html>")
}

// Null answers 200 with the JSON null.
func Null() Effect { return Answered(http.StatusOK, nil, typeJSON, "null") }

// Empty answers 200 with an object that has nothing in it, also where Google says
// 204.
func Empty() Effect { return Answered(http.StatusOK, nil, typeJSON, "{}") }

// QuotaExceeded is how Google says that the account has invited or written too
// much, for a time that it does not tell.
func QuotaExceeded() Effect {
	return Refused(http.StatusForbidden, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded.")
}

// apply returns the answer under the effect, or nil if the request is to be
// carried out. r is the answer it would have had, nil before it has one.
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

// fault is a Fault with what is left of it.
type fault struct {
	Fault
	skip, left int
}

// Inject adds a fault. Of several that fit a request, the oldest strikes.
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

// faultFor returns the fault that strikes c, nil if none does.
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
