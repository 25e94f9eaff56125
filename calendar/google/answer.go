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

// wrong is the fault of an answer that was read and says something else: asking once
// more would bring the same.
func wrong(format string, args ...any) *remote.Fault {
	return fault(remote.Unknown, fmt.Sprintf(format, args...))
}

// believe lets no answer through that is not Google's, and checks a success before
// the client reads it: 204 for a deletion, and for all else 200 with an object. The
// body is read no further than its first byte; the rest is watched while the client
// reads it.
func believe(req *http.Request, resp *http.Response) error {
	if !isGoogles(resp) {
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
	body := &object{from: resp.Body}
	if err := body.open(); err != nil {
		return err
	}
	resp.Body = body
	return nil
}

// object reads a JSON object. It ends with a [remote.InvalidResponseError] where there is none, or
// where a list holds a null: nothing that Google lists can be one, and the
// client would hand on a nil pointer.
type object struct {
	from   io.ReadCloser
	begun  []byte // read by open, and not yet handed on
	within []byte // the open brackets
	text   bool   // inside a string
	escape bool   // after a backslash in it
}

// open reads up to the first bracket.
func (o *object) open() error {
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
		o.begun = first
		return nil
	}
}

func (o *object) Read(p []byte) (int, error) {
	if len(o.begun) > 0 && len(p) > 0 {
		n := copy(p, o.begun)
		o.begun = o.begun[n:]
		return n, o.watch(p[:n])
	}
	n, err := o.from.Read(p)
	if problem := o.watch(p[:n]); problem != nil {
		return 0, problem
	}
	return n, err
}

func (o *object) Close() error { return o.from.Close() }

// watch follows the brackets. Outside of strings an n begins nothing but null.
func (o *object) watch(part []byte) error {
	for _, c := range part {
		switch {
		case o.escape:
			o.escape = false
		case o.text:
			o.escape, o.text = c == '\\', c != '"'
		case c == '"':
			o.text = true
		case c == '{' || c == '[':
			o.within = append(o.within, c)
		case c == '}' || c == ']':
			o.within = o.within[:max(0, len(o.within)-1)]
		case c == 'n' && len(o.within) > 0 && o.within[len(o.within)-1] == '[':
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
	return wrong("the list of calendars has no primary calendar")
}

// checkEvent rejects an answer about another event than the one asked for.
func checkEvent(e *gcal.Event, id string) error {
	if e.Id != id {
		return wrong("the answer is about another event")
	}
	return nil
}

// checkMade compares the event that a change was answered with to the draft that was
// sent: its id, its mark and its time. Where they differ something was made, but
// nothing that fika can find again or may call its own.
func checkMade(e *gcal.Event, d calendar.Draft, home entry) error {
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
	if at, _, err := when(e.Start, e.End, home.Zone); err != nil || !same(d.Span.Start, at.Start) || !same(d.Span.End, at.End) {
		lost = append(lost, "time")
	}
	if len(lost) == 0 {
		return nil
	}
	return fault(remote.WrongResult, fmt.Sprintf("Google made an event, but not with the %s that fika gave it", strings.Join(lost, ", ")))
}
