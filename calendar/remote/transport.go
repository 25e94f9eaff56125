package remote

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxResponseBytes is how much of one answer is read: far more than the largest page holds.
const maxResponseBytes = 64 << 20

// NewTransport returns a network connection that notices within a minute that a
// laptop woke up and its connections are dead.
func NewTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second}
	t.ResponseHeaderTimeout = 30 * time.Second
	return t
}

// NewClient follows no redirect: net/http would repeat a request of another method
// as a GET, and a network in between must not be obeyed with our credentials.
func NewClient(t http.RoundTripper) *http.Client {
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Transport carries the requests of c over base: it waits until they are welcome,
// and reads no answer for ever. check sees each answer before its caller does, whatever
// its status, and may put something of its own around the body; with an error from
// it the answer counts as none, see [InvalidResponseError] and [Service.Intercepted].
func (c *Caller) Transport(base http.RoundTripper, check func(*http.Request, *http.Response) error) http.RoundTripper {
	return &transport{base, &c.limiter, check}
}

type transport struct {
	base    http.RoundTripper
	limiter *rateLimiter
	check   func(*http.Request, *http.Response) error
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.limiter.waitForRequest(req.Context()); err != nil {
		CloseRequestBody(req)
		return nil, err
	}
	flight := progressOf(req.Context())
	flight.passedToNetwork.Store(true)
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		flight.recordError(err)
		return nil, err
	}
	t.limiter.recordServerDate(resp.Header, time.Now())
	resp.Body = &limitedBody{resp.Body, maxResponseBytes}
	if err := t.check(req, resp); err != nil {
		DrainAndClose(resp.Body)
		return nil, err
	}
	return resp, nil
}

// limitedBody is a body of which not more than left is read.
type limitedBody struct {
	io.ReadCloser
	left int64
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, InvalidResponseError(fmt.Sprintf("an answer of more than %d MB", maxResponseBytes>>20))
	}
	return n, err
}

// CloseRequestBody closes the body of a request that is not sent, as a RoundTripper must.
func CloseRequestBody(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}

// DrainAndClose reads a little of what is left of an answer, so that the connection
// can be used again, and closes it.
func DrainAndClose(body io.ReadCloser) {
	io.CopyN(io.Discard, body, 64<<10) //nolint:errcheck // then the connection is not used again
	body.Close()
}
