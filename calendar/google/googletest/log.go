package googletest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// Request is one line of the server's log.
type Request struct {
	At     time.Time // of the server's clock
	Method string    // as in [Fault]; "" for an unknown address
	Verb   string    // GET, POST, …
	Path   string    // escaped
	Query  string    // encoded; sync tokens and parameters, never a secret
	Event  string    // id of the event that it is about, "" if none
	User   string    // mail address, "" before a token was accepted
	Status int       // 0 where the connection was dropped
	Sent   int       // bytes of the request's body
	Bytes  int       // bytes of the answer's body as they went over the wire
}

// record writes the log. Query strings of the sign-in stay out of it.
func (s *Server) record(c *call, r *response, at time.Time) {
	line := Request{
		At: at, Method: c.name, Verb: c.Method, Path: c.URL.EscapedPath(),
		Status: r.status, Sent: len(c.body), Bytes: len(r.body),
	}
	if c.route != nil || c.name == "people.listDirectoryPeople" {
		line.Query = c.URL.RawQuery
	}
	switch {
	case c.name == "events.insert":
		var e struct{ ID string }
		if json.Unmarshal(c.body, &e) == nil {
			line.Event = e.ID
		}
	case len(c.vars) > 1:
		line.Event = c.vars[1]
	}
	if c.account != nil {
		line.User = c.account.Email
	}
	s.requests = append(s.requests, line)
}

// Requests returns the log of all requests since the start or the last
// [Server.ClearLogs], in the order in which they were answered.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count returns how many requests of a method are in the log.
func (s *Server) Count(method string) (n int) {
	for _, r := range s.Requests() {
		if r.Method == method {
			n++
		}
	}
	return n
}

// MaxConcurrent returns the greatest number of requests that were served at one time
// for the calendar that clients addressed as id.
func (s *Server) MaxConcurrent(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.maxInFlight[id]
}

// ClearLogs empties the logs of requests and of mails.
func (s *Server) ClearLogs() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.mails, s.maxInFlight = nil, nil, map[string]int{}
}

// quotaUse is what one request took from a quota.
type quotaUse struct {
	at    time.Time
	units int
}

// chargeQuota counts a call against the quota of its account.
func (s *Server) chargeQuota(c *call) *apiError {
	q := s.settings.Quota
	if q.Units == 0 {
		return nil
	}
	now := s.now()
	past := slices.DeleteFunc(s.quotaUsed[c.account.Email], func(e quotaUse) bool { return !e.at.After(now.Add(-q.Per)) })
	sum := c.route.cost
	for _, e := range past {
		sum += e.units
	}
	s.quotaUsed[c.account.Email] = past
	if sum <= q.Units {
		s.quotaUsed[c.account.Email] = append(past, quotaUse{now, c.route.cost})
		return nil
	}
	if q.Code == http.StatusTooManyRequests {
		return rateLimit(q.Code, "30")
	}
	return rateLimit(http.StatusForbidden, "")
}
