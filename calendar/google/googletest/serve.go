package googletest

import (
	"context"
	"io"
	"net/http"
	"time"
)

// exchange is a request and the fault that applies to it.
type exchange struct {
	call  *call
	fault *fault
}

// beginExchange reads a request completely and selects its fault. Faults are assigned
// in the order of arrival.
func (s *Server) beginExchange(r *http.Request) (*exchange, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	c := &call{Request: r, body: body, query: r.URL.Query()}
	s.routeCall(c)
	s.mu.Lock()
	defer s.mu.Unlock()
	if id := c.targetCalendar(); id != "" {
		s.inFlight[id]++
		s.maxInFlight[id] = max(s.maxInFlight[id], s.inFlight[id])
	}
	return &exchange{c, s.faultFor(c)}, nil
}

// targetCalendar returns the id of the calendar that a call is about, "" if none.
func (c *call) targetCalendar() string {
	if c.route == nil || len(c.vars) == 0 {
		return ""
	}
	return c.vars[0]
}

// finishExchange executes an exchange. A delayed request is executed even if the
// client has disconnected, which makes its outcome unknown.
func (s *Server) finishExchange(x *exchange) *response {
	c, f := x.call, x.fault
	var r *response
	if f != nil && !f.AfterCommit {
		r = f.Effect.apply(c.Context(), nil)
	}
	if r == nil {
		r = s.execute(c)
		if f != nil && f.AfterCommit {
			r = f.Effect.apply(c.Context(), r)
		} else if f != nil && f.Effect.truncate {
			r.truncated = true
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	r.finish(c, now.Add(s.settings.Skew))
	s.record(c, r, now)
	if id := c.targetCalendar(); id != "" {
		s.inFlight[id]--
	}
	return r
}

// execute serves a call without faults.
func (s *Server) execute(c *call) *response {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runDueChanges()
	switch c.name {
	case "auth":
		return s.authorize(c)
	case "token":
		return s.exchangeToken(c)
	case "revoke":
		return s.revoke(c)
	case "":
		return answer(http.StatusNotFound, typeHTML, []byte("<html><title>Error 404 (Not Found)!!1</title></html>"))
	}
	if err := s.authenticate(c); err != nil {
		return err.response()
	}
	if c.route == nil {
		return c.result(s.listDirectory(c))
	}
	if err := s.chargeQuota(c); err != nil {
		return err.response()
	}
	return c.result(c.route.serve(s, c))
}

// ServeHTTP serves requests over a socket. It panics with [http.ErrAbortHandler]
// where a fault closes the connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x, err := s.beginExchange(r)
	if err != nil {
		http.Error(w, "the request broke off", http.StatusBadRequest)
		return
	}
	s.finishExchange(x).write(w)
}

// wait waits for d, or until the client gives up.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
