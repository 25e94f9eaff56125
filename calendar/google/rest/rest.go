// Package rest makes the requests of Google Calendar v3 that fika needs, and has their
// JSON. It is a client for an [http.Client] that signs in; it neither retries nor keeps
// anything.
//
// Google's generated client could do the same, but it brings gRPC, protocol buffers and
// OpenTelemetry into every program that imports it, a fifth of fika;
// docs/decisions/ten-requests.md has the figures. It is still the witness of this package:
// the tests compare every field with it, and the Google that fika is tested against is
// written with its types.
//
// Requests and fields are those of the reference at
// developers.google.com/workspace/calendar/api/v3/reference.
package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"google.golang.org/api/googleapi"
)

// userAgent contains the word gzip, because Google compresses only for agents that have
// it in their name.
const userAgent = "fika (gzip)"

// Client sends requests to one endpoint. A response with an error is a
// [*googleapi.Error]; other errors are those of the HTTP client.
type Client struct {
	http *http.Client
	base string
}

// New returns a client of the Google Calendar at endpoint, for the account that http
// signs in to. The error is about the endpoint.
func New(http *http.Client, endpoint string) (*Client, error) {
	if _, err := url.Parse(endpoint); err != nil {
		return nil, fmt.Errorf("google calendar: %w", err)
	}
	return &Client{http: http, base: strings.TrimSuffix(endpoint, "/") + "/"}, nil
}

// The names of parameters that several requests have.
const (
	paramFields      = "fields"
	paramSendUpdates = "sendUpdates"
)

// CalendarList returns one page of the account's list of calendars, hidden ones
// included. The first page has the token "".
func (c *Client) CalendarList(ctx context.Context, page, fields string) (*CalendarList, error) {
	query := url.Values{paramFields: {"nextPageToken,items(" + fields + ")"}, "showHidden": {"true"}, "maxResults": {"250"}}
	if page != "" {
		query.Set("pageToken", page)
	}
	return Get[CalendarList](ctx, c, c.path("users/me/calendarList"), query)
}

// CalendarListEntry returns the entry of one calendar; "primary" is that of the account.
func (c *Client) CalendarListEntry(ctx context.Context, id, fields string) (*CalendarListEntry, error) {
	return Get[CalendarListEntry](ctx, c, c.path("users/me/calendarList", id), url.Values{paramFields: {fields}})
}

// Events returns one page of events of a calendar.
func (c *Client) Events(ctx context.Context, calendar string, query url.Values) (*Events, error) {
	return Get[Events](ctx, c, c.path("calendars", calendar, "events"), query)
}

// Event returns one event of a calendar, also one that was deleted.
func (c *Client) Event(ctx context.Context, calendar, id, fields string) (*Event, error) {
	return Get[Event](ctx, c, c.path("calendars", calendar, "events", id), url.Values{paramFields: {fields}})
}

// Insert creates an event. sendUpdates says who is notified: "all" or "none".
func (c *Client) Insert(ctx context.Context, calendar string, e *NewEvent, sendUpdates, fields string) (*Event, error) {
	query := url.Values{paramFields: {fields}, paramSendUpdates: {sendUpdates}, "conferenceDataVersion": {"1"}}
	return do[Event](ctx, c, request{method: http.MethodPost, address: c.path("calendars", calendar, "events"), query: query, body: e})
}

// Patch changes the fields of an event that p has, provided that its version is still
// etag. sendUpdates says who is notified: "all" or "none".
func (c *Client) Patch(ctx context.Context, calendar, id, etag string, p *Patch, sendUpdates, fields string) (*Event, error) {
	query := url.Values{paramFields: {fields}, paramSendUpdates: {sendUpdates}, "conferenceDataVersion": {"1"}}
	return do[Event](ctx, c, request{
		method: http.MethodPatch, address: c.path("calendars", calendar, "events", id), query: query, etag: etag, body: p,
	})
}

// Delete deletes an event, provided that its version is still etag, and notifies its
// guests.
func (c *Client) Delete(ctx context.Context, calendar, id, etag string) error {
	resp, err := c.send(ctx, request{
		method: http.MethodDelete, address: c.path("calendars", calendar, "events", id),
		query: url.Values{paramSendUpdates: {"all"}}, etag: etag,
	})
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// FreeBusy returns the busy times of calendars.
func (c *Client) FreeBusy(ctx context.Context, q *FreeBusyRequest) (*FreeBusyResponse, error) {
	return do[FreeBusyResponse](ctx, c, request{method: http.MethodPost, address: c.path("freeBusy"), query: url.Values{}, body: q})
}

// path returns the address of a resource. Ids are escaped, because those of calendars
// may contain a "#".
func (c *Client) path(first string, rest ...string) string {
	address := c.base + first
	for _, part := range rest {
		address += "/" + url.PathEscape(part)
	}
	return address
}

type request struct {
	method, address string
	query           url.Values
	etag            string // the version that a change applies to; "" for none
	body            any    // nil for none
}

// Get reads the object at an address, of this API of Google's or another, into a T.
func Get[T any](ctx context.Context, c *Client, address string, query url.Values) (*T, error) {
	return do[T](ctx, c, request{method: http.MethodGet, address: address, query: query})
}

// do sends r and decodes the object in the response.
func do[T any](ctx context.Context, c *Client, r request) (*T, error) {
	resp, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	into := new(T)
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return nil, err
	}
	return into, nil
}

// send sends r. The caller must close the body of the response.
func (c *Client) send(ctx context.Context, r request) (*http.Response, error) {
	var body bytes.Buffer
	if r.body != nil {
		if err := json.NewEncoder(&body).Encode(r.body); err != nil {
			return nil, fmt.Errorf("write a request: %w", err)
		}
	}
	r.query.Set("prettyPrint", "false")
	req, err := http.NewRequestWithContext(ctx, r.method, r.address+"?"+r.query.Encode(), &body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", userAgent)
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.etag != "" {
		req.Header.Set("If-Match", r.etag)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	if err := googleapi.CheckResponse(resp); err != nil {
		resp.Body.Close()
		return nil, err
	}
	return resp, nil
}
