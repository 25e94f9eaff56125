package google

import (
	"io"
	"mime"
	"net/http"
	"time"
)

// transport adds the access token to requests, asks for a new one once if
// Google does not take it, and lets no answer through that is not Google's or
// says nothing; see [believe].
type transport struct {
	base   http.RoundTripper
	source *source
	pace   *pace
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if err := t.pace.wait(ctx); err != nil {
		unread(req)
		return nil, err
	}
	for attempt := 0; ; attempt++ {
		access, err := t.source.token(ctx)
		if err != nil {
			unread(req)
			return nil, err
		}
		dressed := req.Clone(ctx)
		if attempt > 0 && req.GetBody != nil {
			if dressed.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		}
		dressed.Header.Set("Authorization", "Bearer "+string(access))
		flight := flightOf(ctx)
		flight.handed.Store(true)
		resp, err := t.base.RoundTrip(dressed)
		if err != nil {
			flight.landed(err)
			return nil, err
		}
		t.pace.hear(resp.Header, time.Now())
		if !isGoogles(resp) {
			discard(resp.Body)
			return nil, &foreignError{resp.StatusCode}
		}
		if err := believe(req, resp); err != nil {
			discard(resp.Body)
			return nil, err
		}
		if resp.StatusCode != http.StatusUnauthorized {
			return resp, nil
		}
		t.source.reject(access)
		if attempt > 0 || req.Body != nil && req.GetBody == nil {
			return resp, nil
		}
		discard(resp.Body)
	}
}

// portal lets no page through that was given for a token with the status of a
// success: it is that of a network which wants a login. A failure in HTML may be
// Google's own front end.
type portal struct{ base http.RoundTripper }

func (p portal) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := p.base.RoundTrip(req)
	if err == nil && resp.StatusCode < 300 && !isGoogles(resp) {
		discard(resp.Body)
		return nil, &foreignError{resp.StatusCode}
	}
	return resp, err
}

// isGoogles reports whether the API can have given the answer: it speaks JSON,
// or has nothing to say. A page in HTML comes from a proxy or a network that
// wants a login, and its status means nothing.
func isGoogles(resp *http.Response) bool {
	if resp.StatusCode == http.StatusNoContent {
		return true
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// unread closes the body of a request that is not sent, as a RoundTripper must.
func unread(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}

// discard reads a little of what is left of an answer, so that the connection
// can be used again, and closes it.
func discard(body io.ReadCloser) {
	io.CopyN(io.Discard, body, 64<<10) //nolint:errcheck // then the connection is not used again
	body.Close()
}
