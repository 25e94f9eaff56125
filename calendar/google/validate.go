package google

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/calendar/remote"
)

// The checks of this file doubt answers that claim success. Google's client accepts a
// JSON null as an answer, any status of the 200s as a deletion, and pages without
// end; a proxy, a broken front end or another server at the same address can send
// all of these.

// badResponse is the fault of an answer that was read and says something else: asking once
// more would bring the same.
func badResponse(format string, args ...any) *remote.Fault {
	return fault(remote.Unknown, fmt.Sprintf(format, args...))
}

// checkResponse lets no answer through that is not Google's, and checks a success before
// the client reads it: 204 for a deletion, and for all else 200 with an object. The
// body is read no further than its first byte; the rest is watched while the client
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
		return nil // no success; judge says what it is
	case resp.StatusCode != want:
		return remote.InvalidResponseError(fmt.Sprintf("an answer with the status %d, where Google gives %d", resp.StatusCode, want))
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

// objectReader reads a JSON object. It ends with a [remote.InvalidResponseError] where there is none, or
// where a list holds a null: nothing that Google lists can be one, and the
// client would hand on a nil pointer.
type objectReader struct {
	from     io.ReadCloser
	buffered []byte // read by open, and not yet handed on
	nesting  []byte // the open brackets
	inString bool   // inside a string
	escaped  bool   // after a backslash in it
}

// readStart reads up to the first bracket.
func (o *objectReader) readStart() error {
	first := make([]byte, 1)
	for {
		switch _, err := io.ReadFull(o.from, first); {
		case errors.Is(err, io.EOF):
			return remote.InvalidResponseError("an empty answer")
		case err != nil:
			return err
		case bytes.IndexByte([]byte(" \t\r\n"), first[0]) >= 0:
			continue
		case first[0] != '{':
			return remote.InvalidResponseError("an answer that holds nothing")
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

// scan follows the brackets. Outside of strings an n begins nothing but null.
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
			return remote.InvalidResponseError("an answer with a hole in a list")
		}
	}
	return nil
}

// checkList rejects a list without a primary calendar, which every account has: it
// would mean that the user is never busy.
func checkList(list []*gcal.CalendarListEntry) error {
	for _, e := range list {
		if e.Primary && !e.Deleted && e.Id != "" {
			return nil
		}
	}
	return badResponse("the list of calendars has no primary calendar")
}

// checkEvent rejects an answer about another event than the one asked for.
func checkEvent(e *gcal.Event, id string) error {
	if e.Id != id {
		return badResponse("the answer is about another event")
	}
	return nil
}

// checkCreated compares the event that a change was answered with to the draft that was
// sent: its id, its mark and its time. Where they differ something was made, but
// nothing that fika can find again or may call its own.
func checkCreated(e *gcal.Event, d calendar.Draft, home listedCalendar) error {
	var lost []string
	if e.Id != string(d.ID) {
		lost = append(lost, "id")
	}
	if e.ICalUID == "" {
		lost = append(lost, "iCalUID")
	}
	if mark(e) != d.Mark {
		lost = append(lost, "mark")
	}
	same := func(was, is time.Time) bool { return was.Truncate(time.Second).Equal(is) } // all that is sent
	if at, _, err := eventSpan(e.Start, e.End, home.Zone); err != nil || !same(d.Span.Start, at.Start) || !same(d.Span.End, at.End) {
		lost = append(lost, "time")
	}
	if len(lost) == 0 {
		return nil
	}
	return fault(remote.WrongResult, fmt.Sprintf("Google made an event, but not with the %s that fika gave it", strings.Join(lost, ", ")))
}
