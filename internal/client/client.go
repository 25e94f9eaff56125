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
	"fika/internal/span"
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

// patience is how long an answer may take. Commands wait for a pass, and a pass over
// slow calendars on a slow disk takes seconds.
const patience = 2 * time.Minute

// Client asks a running daemon. Its methods mirror those of the daemon. Their now
// argument is ignored, because the daemon uses its own clock. Errors are an
// [*api.Fault], wrap ErrNoDaemon or ErrHangs, or report a broken connection. A Client is
// safe for concurrent use.
type Client struct {
	http    *http.Client
	version atomic.Pointer[string]
}

// Version returns the daemon's version from its last answer; "" if unknown.
func (c *Client) Version() string {
	if v := c.version.Load(); v != nil {
		return *v
	}
	return ""
}

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
	return &Client{http: &http.Client{Transport: &http.Transport{DialContext: dial, ResponseHeaderTimeout: patience}}}
}

// call makes one call. It never retries: the daemon may have carried out an order even
// if its answer was lost.
func call[A any](ctx context.Context, c *Client, name string, args api.Arguments) (A, error) {
	var a A
	body, err := json.Marshal(args)
	if err != nil {
		return a, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://fika/v1/"+name, bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	res, err := c.do(req)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusNotFound {
		return a, &api.Fault{Code: api.CodeInvalid, Text: "the running daemon does not know " + name, Hint: "restart it: it has another version"}
	}
	if res.StatusCode != http.StatusOK {
		f := &api.Fault{}
		if err := json.NewDecoder(res.Body).Decode(f); err != nil {
			return a, fmt.Errorf("ask the daemon: status %d without a reason", res.StatusCode)
		}
		return a, f
	}
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		return a, fmt.Errorf("ask the daemon: %w", err)
	}
	return a, nil
}

// do sends a request and remembers the version of the daemon that answered.
func (c *Client) do(req *http.Request) (*http.Response, error) {
	res, err := c.http.Do(req)
	var late net.Error
	switch {
	case errors.As(err, &late) && late.Timeout():
		return nil, fmt.Errorf("%w: %v", ErrHangs, err)
	case err != nil:
		return nil, fmt.Errorf("ask the daemon: %w", err)
	}
	version := res.Header.Get(api.VersionHeader)
	c.version.Store(&version)
	return res, nil
}

// Metrics returns the running daemon's metrics, as a scraper gets them.
func (c *Client) Metrics(ctx context.Context) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://fika/metrics", nil)
	if err != nil {
		return "", err
	}
	res, err := c.do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("ask the daemon for its metrics: status %d", res.StatusCode)
	}
	return string(text), err
}

// Plan returns what fika would do now, and why.
func (c *Client) Plan(ctx context.Context, _ time.Time) (api.Plan, error) {
	return call[api.Plan](ctx, c, api.CallPlan, api.Arguments{})
}

// Why explains why fika proposes the booking with that ID, and lists alternatives.
func (c *Client) Why(ctx context.Context, _ time.Time, id string) (api.Why, error) {
	return call[api.Why](ctx, c, api.CallWhy, api.Arguments{ID: id})
}

// WhyNot returns each rule's verdict on a meeting with who. If at is not zero, it is the
// start to ask about.
func (c *Client) WhyNot(ctx context.Context, _ time.Time, who string, at time.Time, fresh bool) (api.WhyNot, error) {
	return call[api.WhyNot](ctx, c, api.CallWhyNot, api.Arguments{Who: who, At: at, Fresh: fresh})
}

// LP returns the planning problem, for checking with a solver.
func (c *Client) LP(ctx context.Context, _ time.Time) (api.LP, error) {
	return call[api.LP](ctx, c, api.CallLP, api.Arguments{})
}

// Bookings returns the live bookings; with all, the ended ones too.
func (c *Client) Bookings(ctx context.Context, _ time.Time, all bool) (api.Bookings, error) {
	return call[api.Bookings](ctx, c, api.CallBookings, api.Arguments{All: all})
}

// Approve allows a proposal to be sent.
func (c *Client) Approve(ctx context.Context, _ time.Time, id string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallApprove, api.Arguments{ID: id})
}

// Skip rejects a proposal that was not sent.
func (c *Client) Skip(ctx context.Context, _ time.Time, id string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallSkip, api.Arguments{ID: id})
}

// Cancel cancels a coffee.
func (c *Client) Cancel(ctx context.Context, _ time.Time, id string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallCancel, api.Arguments{ID: id})
}

// PreviewCancel returns what Cancel would do with the coffee that what names or, if what is
// empty, what CancelAll would do with all coffees that begin before until.
func (c *Client) PreviewCancel(ctx context.Context, _ time.Time, what string, until time.Time) (api.Cancellation, error) {
	return call[api.Cancellation](ctx, c, api.CallPreviewCancel, api.Arguments{ID: what, Until: until})
}

// CancelAll cancels the bookings with those IDs.
func (c *Client) CancelAll(ctx context.Context, _ time.Time, ids []string) (api.Cancellation, error) {
	return call[api.Cancellation](ctx, c, api.CallCancelAll, api.Arguments{IDs: ids})
}

// Undo reverts the newest order that has not been sent yet.
func (c *Client) Undo(ctx context.Context, _ time.Time) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallUndo, api.Arguments{})
}

// Met records that a coffee took place.
func (c *Client) Met(ctx context.Context, _ time.Time, what string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallMet, api.Arguments{ID: what})
}

// Busy returns when the user is busy in window, or who, if given.
func (c *Client) Busy(ctx context.Context, _ time.Time, window span.Span, who string, fresh bool) (api.Busy, error) {
	return call[api.Busy](ctx, c, api.CallBusy, api.Arguments{Window: api.Span(window), Who: who, Fresh: fresh})
}

// Free returns the starts in window for a meeting of that length; with who, one that
// suits both.
func (c *Client) Free(ctx context.Context, _ time.Time, window span.Span, length time.Duration, who string, fresh bool) (api.Free, error) {
	return call[api.Free](ctx, c, api.CallFree, api.Arguments{Window: api.Span(window), Length: length, Who: who, Fresh: fresh})
}

// Events returns the events in window, and whether each counts as busy.
func (c *Client) Events(ctx context.Context, window span.Span) (api.Events, error) {
	return call[api.Events](ctx, c, api.CallEvents, api.Arguments{Window: api.Span(window)})
}

// People returns everybody fika may invite.
func (c *Client) People(ctx context.Context, _ time.Time) (api.People, error) {
	return call[api.People](ctx, c, api.CallPeople, api.Arguments{})
}

// Colleague returns one person and the bookings with them.
func (c *Client) Colleague(ctx context.Context, _ time.Time, who string) (api.Colleague, error) {
	return call[api.Colleague](ctx, c, api.CallPerson, api.Arguments{Who: who})
}

// OrderGuard protects a person from invitations, or lifts that; until is for a rest.
func (c *Client) OrderGuard(ctx context.Context, _ time.Time, who string, g api.GuardOrder, until time.Time) (api.Colleague, error) {
	return call[api.Colleague](ctx, c, api.CallGuard, api.Arguments{Who: who, Guard: g, Until: until})
}

// Forget forgets a person.
func (c *Client) Forget(ctx context.Context, _ time.Time, who string) (api.Forgotten, error) {
	return call[api.Forgotten](ctx, c, api.CallForget, api.Arguments{Who: who})
}

// PreviewForget returns what Forget would leave.
func (c *Client) PreviewForget(ctx context.Context, _ time.Time, who string) (api.Forgotten, error) {
	return call[api.Forgotten](ctx, c, api.CallPreviewForget, api.Arguments{Who: who})
}

// Goals returns the progress of each goal.
func (c *Client) Goals(ctx context.Context, _ time.Time) (api.Goals, error) {
	return call[api.Goals](ctx, c, api.CallGoals, api.Arguments{})
}

// History returns the newest log entries, or those after an ID; at most limit.
func (c *Client) History(ctx context.Context, after int64, limit int) (api.Log, error) {
	return call[api.Log](ctx, c, api.CallLog, api.Arguments{After: after, Limit: limit})
}

// Status returns the state of fika.
func (c *Client) Status(ctx context.Context, _ time.Time) (api.Status, error) {
	return call[api.Status](ctx, c, api.CallStatus, api.Arguments{})
}

// Sync asks for a pass; with full it rereads everything.
func (c *Client) Sync(ctx context.Context, full bool) error {
	_, err := call[api.Nothing](ctx, c, api.CallSync, api.Arguments{All: full})
	return err
}

// Fresh makes the daemon run a pass and waits for its end.
func (c *Client) Fresh(ctx context.Context, _ time.Time) error {
	_, err := call[api.Nothing](ctx, c, api.CallFresh, api.Arguments{})
	return err
}

// Backup writes a checked copy of the store to path, which must be absolute and new.
func (c *Client) Backup(ctx context.Context, path string) (api.Backup, error) {
	return call[api.Backup](ctx, c, api.CallBackup, api.Arguments{Path: path})
}

// Export returns everything that fika remembers.
func (c *Client) Export(ctx context.Context) (api.Export, error) {
	return call[api.Export](ctx, c, api.CallExport, api.Arguments{})
}

// Checks returns what the calendars report about themselves.
func (c *Client) Checks(ctx context.Context, _ time.Time) (api.Checks, error) {
	return call[api.Checks](ctx, c, api.CallDoctor, api.Arguments{})
}

// CheckStore reads the whole store and returns an error if it is damaged.
func (c *Client) CheckStore(ctx context.Context) error {
	_, err := call[api.Nothing](ctx, c, api.CallCheckStore, api.Arguments{})
	return err
}

// Reload rereads the configuration file now; with accept it is used even if it lost
// something.
func (c *Client) Reload(ctx context.Context, accept bool) (api.Reload, error) {
	return call[api.Reload](ctx, c, api.CallReload, api.Arguments{Accept: accept})
}

// Compare returns what Reload with accept would do with draft; nil means the file as it
// is.
func (c *Client) Compare(ctx context.Context, draft *api.Draft) (api.ConfigDiff, error) {
	return call[api.ConfigDiff](ctx, c, api.CallCompare, api.Arguments{Draft: draft})
}
