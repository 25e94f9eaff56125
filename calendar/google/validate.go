package google

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/calendar/remote"
)

// This file validates successful responses before the client uses them. Google's
// client accepts a JSON null as a response, any 2xx status for a deletion, and pages
// without end. A proxy, a broken front end or another server at the same address can
// send all of these.

// badResponse reports a well-formed response with the wrong content. Retrying would
// not help.
func badResponse(format string, args ...any) *remote.Fault {
	return fault(remote.Unknown, fmt.Sprintf(format, args...))
}

// checkResponse rejects responses that are not from Google, and checks successful
// ones before the client reads them: 204 for a deletion, otherwise 200 with a JSON
// object. It reads only the start of the body; the rest is checked while the client
// reads it.
func checkResponse(req *http.Request, resp *http.Response) error {
	if !isFromGoogle(resp) {
		return service.Intercepted(resp.StatusCode)
	}
	want := http.StatusOK
	if req.Method == http.MethodDelete {
		want = http.StatusNoContent
	}
	switch {
	case resp.StatusCode >= 300:
		return nil // classify handles errors
	case resp.StatusCode != want:
		return remote.InvalidResponseError(fmt.Sprintf("a response with the status %d, where Google gives %d", resp.StatusCode, want))
	case want == http.StatusNoContent:
		return nil
	}
	body := &objectReader{from: resp.Body}
	if err := body.readStart(); err != nil {
		return err
	}
	resp.Body = body
	return nil
}

// objectReader reads a JSON object. It fails with a [remote.InvalidResponseError] if
// there is none, or if an array contains null: no list of Google's does, and the
// client would return a nil pointer.
type objectReader struct {
	from     io.ReadCloser
	buffered []byte // read by readStart, but not yet returned by Read
	nesting  []byte // the open brackets and braces
	inString bool   // inside a string
	escaped  bool   // after a backslash in it
}

// readStart reads up to the opening brace.
func (o *objectReader) readStart() error {
	first := make([]byte, 1)
	for {
		switch _, err := io.ReadFull(o.from, first); {
		case errors.Is(err, io.EOF):
			return remote.InvalidResponseError("an empty response")
		case err != nil:
			return err
		case bytes.IndexByte([]byte(" \t\r\n"), first[0]) >= 0:
			continue
		case first[0] != '{':
			return remote.InvalidResponseError("a response without an object")
		}
		o.buffered = first
		return nil
	}
}

func (o *objectReader) Read(p []byte) (int, error) {
	if len(o.buffered) > 0 && len(p) > 0 {
		n := copy(p, o.buffered)
		o.buffered = o.buffered[n:]
		return n, o.scan(p[:n])
	}
	n, err := o.from.Read(p)
	if problem := o.scan(p[:n]); problem != nil {
		return 0, problem
	}
	return n, err
}

func (o *objectReader) Close() error { return o.from.Close() }

// scan tracks the brackets in part. Outside of strings, an n can only begin null.
func (o *objectReader) scan(part []byte) error {
	for _, c := range part {
		switch {
		case o.escaped:
			o.escaped = false
		case o.inString:
			o.escaped, o.inString = c == '\\', c != '"'
		case c == '"':
			o.inString = true
		case c == '{' || c == '[':
			o.nesting = append(o.nesting, c)
		case c == '}' || c == ']':
			o.nesting = o.nesting[:max(0, len(o.nesting)-1)]
		case c == 'n' && len(o.nesting) > 0 && o.nesting[len(o.nesting)-1] == '[':
			return remote.InvalidResponseError("a response with null in a list")
		}
	}
	return nil
}

// checkList rejects a list without a primary calendar. Every account has one, and
// without it the user would appear to be always free.
func checkList(list []*rest.CalendarListEntry) error {
	for _, e := range list {
		if e.Primary && !e.Deleted && e.ID != "" {
			return nil
		}
	}
	return badResponse("the list of calendars has no primary calendar")
}

// checkEvent rejects a response about a different event than the requested one.
func checkEvent(e *rest.Event, id string) error {
	if e.ID != id {
		return badResponse("the response is about another event")
	}
	return nil
}

// checkCreated compares the event in the response to a change with the draft: its id,
// its mark and its time. If they differ, an event exists, but fika cannot find it
// again or treat it as its own.
func checkCreated(e *rest.Event, d calendar.Draft, home listedCalendar) error {
	var lost []string
	if e.ID != string(d.ID) {
		lost = append(lost, "id")
	}
	if e.ICalUID == "" {
		lost = append(lost, "iCalUID")
	}
	if mark(e) != d.Mark {
		lost = append(lost, "mark")
	}
	same := func(was, is time.Time) bool { return was.Truncate(time.Second).Equal(is) } // only whole seconds are sent
	if at, _, err := eventSpan(e.Start, e.End, home.Zone); err != nil || !same(d.Span.Start, at.Start) || !same(d.Span.End, at.End) {
		lost = append(lost, "time")
	}
	if len(lost) == 0 {
		return nil
	}
	return fault(remote.Altered, fmt.Sprintf("Google created an event, but not with the %s that fika requested", strings.Join(lost, ", ")))
}
