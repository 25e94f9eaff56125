package googletest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// Request is an entry of the server's log.
type Request struct {
	At     time.Time // on the server's clock
	Method string    // as in [Fault]; "" for an unknown path
	Verb   string    // GET, POST, …
	Path   string    // escaped
	Query  string    // encoded: parameters and sync tokens, never a secret
	Event  string    // id of the event, "" if none
	User   string    // address of the account, "" without a valid token
	Status int       // 0 if the connection was dropped
	Sent   int       // length of the request body in bytes
	Bytes  int       // length of the response body in bytes, as sent
}

// record adds a request to the log, without the query strings of the sign-in.
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

// Requests returns the requests since the start or the last [Server.ClearLogs], in
// the order of their responses.
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

// MaxConcurrent returns the largest number of requests that were served at the same
// time for the calendar with this id.
func (s *Server) MaxConcurrent(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.maxInFlight[id]
}

// ClearLogs clears the logs of requests and mails.
func (s *Server) ClearLogs() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.mails, s.maxInFlight = nil, nil, map[string]int{}
}

// quotaUse is the cost of one request.
type quotaUse struct {
	at    time.Time
	units int
}

// chargeQuota charges a call to the quota of its account.
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
