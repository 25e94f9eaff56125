// Package client talks to a running daemon over its socket. Package api defines the
// messages.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"fika/internal/api"
)

// Reasons why a daemon does not answer.
var (
	// ErrNoDaemon means that nobody listens on the socket. The caller may open the state
	// itself.
	ErrNoDaemon = errors.New("no fika daemon is running")

	// ErrHangs means that somebody listens and does not answer in time. An order may
	// still take effect, and the state stays locked.
	ErrHangs = errors.New("the running fika does not answer")
)

// patience is how long an answer may take that waits for no pass: some questions read
// slow calendars on a slow disk.
const patience = 2 * time.Minute

// Client makes calls to a running daemon: see [api.Call]. Errors are an [*api.Fault],
// wrap ErrNoDaemon or ErrHangs, or report a broken connection. A Client is safe for
// concurrent use.
type Client struct {
	http    *http.Client
	role    api.Role
	version atomic.Pointer[string]
}

var _ api.Caller = (*Client)(nil)

// New returns a client for the socket at path. It does not connect yet.
func New(path string) *Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		conn, err := d.DialContext(ctx, "unix", path)
		if err != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("%w (%v)", ErrNoDaemon, err)
		}
		return conn, err
	}
	return &Client{http: &http.Client{Transport: &http.Transport{DialContext: dial}}}
}

// As returns c in another role: the daemon refuses what is not for it.
func (c *Client) As(role api.Role) *Client { return &Client{http: c.http, role: role} }

// Version returns the daemon's version from its last answer; "" if unknown.
func (c *Client) Version() string {
	if v := c.version.Load(); v != nil {
		return *v
	}
	return ""
}

// Call implements [api.Caller]. It never retries: the daemon may have carried out an
// order even if its answer was lost. It waits longer than the daemon lets a call wait,
// so that a daemon that works explains itself.
func (c *Client) Call(ctx context.Context, r api.Request) ([]byte, error) {
	status, text, err := c.ask(ctx, r.Wait+patience, http.MethodPost, "/v1/"+r.Name, r.Args)
	switch {
	case err != nil:
		return nil, fmt.Errorf("ask the daemon: %w", err)
	case status == http.StatusNotFound:
		return nil, api.NewFault(api.CodeVersion, "the running fika is another version and has no call "+r.Name)
	case status == http.StatusOK:
		return text, nil
	}
	f := &api.Fault{}
	if err := json.Unmarshal(text, f); err != nil {
		return nil, fmt.Errorf("ask the daemon: status %d without a reason", status)
	}
	return nil, f
}

// Metrics returns the running daemon's metrics, as a scraper gets them.
func (c *Client) Metrics(ctx context.Context) (string, error) {
	status, text, err := c.ask(ctx, patience, http.MethodGet, "/metrics", nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d", status)
	}
	if err != nil {
		return "", fmt.Errorf("ask the daemon for its metrics: %w", err)
	}
	return string(text), nil
}

// ask sends a request, and remembers the version of the daemon that answers.
func (c *Client) ask(ctx context.Context, within time.Duration, method, path string, body []byte) (status int, text []byte, err error) {
	ctx, stop := context.WithTimeout(ctx, within)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, method, "http://fika"+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	if c.role != api.RoleUser {
		req.Header.Set(api.RoleHeader, string(c.role))
	}
	res, err := c.http.Do(req)
	if err != nil {
		return 0, nil, hangs(err)
	}
	defer res.Body.Close()
	version := res.Header.Get(api.VersionHeader)
	c.version.Store(&version)
	text, err = io.ReadAll(res.Body)
	return res.StatusCode, text, hangs(err)
}

// hangs tells a daemon that does not answer in time from a broken connection.
func hangs(err error) error {
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		return fmt.Errorf("%w: %v", ErrHangs, err)
	}
	return err
}
