package remote

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxResponseBytes is how much of a response is read, far more than the largest page
// contains.
const maxResponseBytes = 64 << 20

// NewTransport returns a transport that detects dead connections within a minute,
// such as after a laptop wakes up.
func NewTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second}
	t.ResponseHeaderTimeout = 30 * time.Second
	return t
}

// NewClient returns a client that follows no redirects. net/http would repeat other
// methods as a GET, and a captive portal must not receive our credentials.
func NewClient(t http.RoundTripper) *http.Client {
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Transport returns a transport that sends the requests of c through base, waits for
// rate limits, and limits the size of responses. check is called with each response,
// whatever its status, and may wrap its body. If check returns an error, there was no
// valid response; see [InvalidResponseError] and [Service.Intercepted].
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

// limitedBody is a response body that fails after left more bytes.
type limitedBody struct {
	io.ReadCloser
	left int64
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, InvalidResponseError(fmt.Sprintf("a response of more than %d MB", maxResponseBytes>>20))
	}
	return n, err
}

// CloseRequestBody closes the body of a request that is not sent, as a RoundTripper
// must.
func CloseRequestBody(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}

// DrainAndClose reads a limited part of the rest of body, so that the connection can
// be reused, and closes it.
func DrainAndClose(body io.ReadCloser) {
	io.CopyN(io.Discard, body, 64<<10) //nolint:errcheck // on an error the connection is not reused
	body.Close()
}
