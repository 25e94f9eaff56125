// Package client asks a running daemon over its socket. What is said there is in
// package api.
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

// Why a daemon does not answer.
var (
	ErrNoDaemon = errors.New("no fika daemon is running") // nobody listens on the socket
	ErrHangs    = errors.New("the running fika does not answer")
)

// patience is how long an answer may take: a pass over slow calendars on a slow
// disk, which commands wait for, takes seconds.
const patience = 2 * time.Minute

// Client asks a running daemon. Its methods are the questions and orders that the
// daemon itself takes; the now among their arguments is not sent, because the
// daemon's own clock counts. Errors are an [*api.Fault], wrap ErrNoDaemon or
// ErrHangs, or say that the line broke. It is safe for concurrent use.
type Client struct {
	http    *http.Client
	version atomic.Pointer[string]
}

// Version is that of the daemon, as its last answer said; "" if it did not.
func (c *Client) Version() string {
	if v := c.version.Load(); v != nil {
		return *v
	}
	return ""
}

// New returns a client of the daemon on the socket at path. It does not
// connect yet.
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

// call makes one call. It never repeats one: an order may have been carried out
// though its answer was lost.
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
		return a, &api.Fault{Code: api.CodeInvalid, Text: "the running daemon does not know " + name, Hint: "restart it: it is of another version"}
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

// do sends a request, and remembers who answered.
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

// Metrics are those of the running daemon, as a scraper gets them.
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

// Plan is what fika would do now, and why.
func (c *Client) Plan(ctx context.Context, _ time.Time) (api.Plan, error) {
	return call[api.Plan](ctx, c, api.CallPlan, api.Arguments{})
}

// Why is why fika proposes the booking with that id, and what else would do.
func (c *Client) Why(ctx context.Context, _ time.Time, id string) (api.Why, error) {
	return call[api.Why](ctx, c, api.CallWhy, api.Arguments{ID: id})
}

// WhyNot is what each rule says of a meeting with the person whom who names; at is zero,
// or the start to ask about.
func (c *Client) WhyNot(ctx context.Context, _ time.Time, who string, at time.Time, fresh bool) (api.WhyNot, error) {
	return call[api.WhyNot](ctx, c, api.CallWhyNot, api.Arguments{Who: who, At: at, Fresh: fresh})
}

// LP is the problem of the plan, for a solver to check.
func (c *Client) LP(ctx context.Context, _ time.Time) (api.LP, error) {
	return call[api.LP](ctx, c, api.CallLP, api.Arguments{})
}

// Bookings are those that live, with all also those that ended.
func (c *Client) Bookings(ctx context.Context, _ time.Time, all bool) (api.Bookings, error) {
	return call[api.Bookings](ctx, c, api.CallBookings, api.Arguments{All: all})
}

// Approve lets a proposal be sent.
func (c *Client) Approve(ctx context.Context, _ time.Time, id string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallApprove, api.Arguments{ID: id})
}

// Skip takes back a proposal that was not sent.
func (c *Client) Skip(ctx context.Context, _ time.Time, id string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallSkip, api.Arguments{ID: id})
}

// Cancel takes back a coffee.
func (c *Client) Cancel(ctx context.Context, _ time.Time, id string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallCancel, api.Arguments{ID: id})
}

// Cancelling is what CancelAll would take back of what a name, a day or "all" means.
func (c *Client) Cancelling(ctx context.Context, _ time.Time, what string, until time.Time) (api.Cancellation, error) {
	return call[api.Cancellation](ctx, c, api.CallCancels, api.Arguments{ID: what, Until: until})
}

// CancelAll takes back the bookings with those ids.
func (c *Client) CancelAll(ctx context.Context, _ time.Time, ids []string) (api.Cancellation, error) {
	return call[api.Cancellation](ctx, c, api.CallAll, api.Arguments{IDs: ids})
}

// Undo takes back the newest order that was not sent yet.
func (c *Client) Undo(ctx context.Context, _ time.Time) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallUndo, api.Arguments{})
}

// Met says that a coffee took place.
func (c *Client) Met(ctx context.Context, _ time.Time, what string) (api.Change, error) {
	return call[api.Change](ctx, c, api.CallMet, api.Arguments{ID: what})
}

// Busy are the times in window at which the user is busy; with who, that person.
func (c *Client) Busy(ctx context.Context, _ time.Time, window span.Span, who string, fresh bool) (api.Busy, error) {
	return call[api.Busy](ctx, c, api.CallBusy, api.Arguments{Window: api.Span(window), Who: who, Fresh: fresh})
}

// Free are the slots in window at which a meeting of that length could begin; with who, for both.
func (c *Client) Free(ctx context.Context, _ time.Time, window span.Span, length time.Duration, who string, fresh bool) (api.Free, error) {
	return call[api.Free](ctx, c, api.CallFree, api.Arguments{Window: api.Span(window), Length: length, Who: who, Fresh: fresh})
}

// Events are what the calendars say in window, and what each keeps busy.
func (c *Client) Events(ctx context.Context, window span.Span) (api.Events, error) {
	return call[api.Events](ctx, c, api.CallEvents, api.Arguments{Window: api.Span(window)})
}

// People are all whom fika may invite.
func (c *Client) People(ctx context.Context, _ time.Time) (api.People, error) {
	return call[api.People](ctx, c, api.CallPeople, api.Arguments{})
}

// Colleague is one of them with the bookings so far.
func (c *Client) Colleague(ctx context.Context, _ time.Time, who string) (api.Colleague, error) {
	return call[api.Colleague](ctx, c, api.CallPerson, api.Arguments{Who: who})
}

// Guarding says something about a person; until counts for a rest.
func (c *Client) Guarding(ctx context.Context, _ time.Time, who string, g api.GuardOrder, until time.Time) (api.Colleague, error) {
	return call[api.Colleague](ctx, c, api.CallGuard, api.Arguments{Who: who, Guard: g, Until: until})
}

// Forget forgets a person.
func (c *Client) Forget(ctx context.Context, _ time.Time, who string) (api.Forgotten, error) {
	return call[api.Forgotten](ctx, c, api.CallForget, api.Arguments{Who: who})
}

// Forgetting is what Forget would leave.
func (c *Client) Forgetting(ctx context.Context, _ time.Time, who string) (api.Forgotten, error) {
	return call[api.Forgotten](ctx, c, api.CallForgets, api.Arguments{Who: who})
}

// Goals are how far each goal has come.
func (c *Client) Goals(ctx context.Context, _ time.Time) (api.Goals, error) {
	return call[api.Goals](ctx, c, api.CallGoals, api.Arguments{})
}

// History are entries of the log: the newest, or those after an id; at most limit.
func (c *Client) History(ctx context.Context, after int64, limit int) (api.Log, error) {
	return call[api.Log](ctx, c, api.CallLog, api.Arguments{After: after, Limit: limit})
}

// Status is how fika is.
func (c *Client) Status(ctx context.Context, _ time.Time) (api.Status, error) {
	return call[api.Status](ctx, c, api.CallStatus, api.Arguments{})
}

// Sync asks for a pass; with full it reads all anew.
func (c *Client) Sync(ctx context.Context, full bool) error {
	_, err := call[api.Nothing](ctx, c, api.CallSync, api.Arguments{All: full})
	return err
}

// Fresh makes the daemon look again, and returns with the end of the pass.
func (c *Client) Fresh(ctx context.Context, _ time.Time) error {
	_, err := call[api.Nothing](ctx, c, api.CallFresh, api.Arguments{})
	return err
}

// Backup writes a checked copy of the store to path, which is absolute and new.
func (c *Client) Backup(ctx context.Context, path string) (api.Backup, error) {
	return call[api.Backup](ctx, c, api.CallBackup, api.Arguments{Path: path})
}

// Export is everything that fika remembers.
func (c *Client) Export(ctx context.Context) (api.Export, error) {
	return call[api.Export](ctx, c, api.CallExport, api.Arguments{})
}

// Checks are what the calendars say of themselves.
func (c *Client) Checks(ctx context.Context, _ time.Time) (api.Checks, error) {
	return call[api.Checks](ctx, c, api.CallChecks, api.Arguments{})
}

// CheckStore reads the whole store; an error says what is wrong with it.
func (c *Client) CheckStore(ctx context.Context) error {
	_, err := call[api.Nothing](ctx, c, api.CallCheck, api.Arguments{})
	return err
}

// Reload reads the configuration file at once; with accept it counts also if it lost something.
func (c *Client) Reload(ctx context.Context, accept bool) (api.Reload, error) {
	return call[api.Reload](ctx, c, api.CallReload, api.Arguments{Accept: accept})
}

// Compare is what Reload with accept would do if the file were draft; nil is the file as it is.
func (c *Client) Compare(ctx context.Context, draft *api.Draft) (api.ConfigDiff, error) {
	return call[api.ConfigDiff](ctx, c, api.CallCompare, api.Arguments{Draft: draft})
}
