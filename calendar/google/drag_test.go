package google

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/google/googletest"
)

// beforeArrival runs a function after a request was made and before the server
// receives it.
type beforeArrival struct {
	http.RoundTripper
	verb  string // HTTP method of these requests
	event func()
}

func (c *beforeArrival) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == c.verb {
		c.event()
	}
	return c.RoundTripper.RoundTrip(r)
}

// TestUserEditDuringUpdate has the user move a coffee while fika's update of it is in
// transit, after fika's last read. Only the version in the request can protect the
// user's change.
func TestUserEditDuringUpdate(t *testing.T) {
	for _, change := range []struct {
		verb string
		make func(t *testing.T, a *Account, e calendar.Event) error
	}{
		{http.MethodPatch, func(t *testing.T, a *Account, e calendar.Event) error {
			d := draft("fkdrag")
			d.Title = "Another title"
			_, err := a.Update(t.Context(), e.ETag, d)
			return err
		}},
		{http.MethodDelete, func(t *testing.T, a *Account, e calendar.Event) error {
			return a.Remove(t.Context(), e.Place(), e.ETag)
		}},
	} {
		t.Run(change.verb, func(t *testing.T) {
			runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
				cross := &beforeArrival{RoundTripper: fake.Transport(), verb: change.verb}
				a := open(t, fake, me, &Options{Transport: cross})
				e, err := a.Insert(t.Context(), draft("fkdrag"))
				if err != nil {
					t.Fatal(err)
				}
				later := e.Span.Start.Add(24 * time.Hour)
				cross.event = func() {
					if err := mine.Reschedule(string(e.ID), later, later.Add(e.Span.Len())); err != nil {
						t.Error(err)
					}
				}
				if err := change.make(t, a, e); !errors.Is(err, calendar.ErrChanged) {
					t.Errorf("the update returned %v", err)
				}
				kept := mine.Event(string(e.ID))
				if kept == nil || kept.Status == "cancelled" || kept.Summary != e.Title {
					t.Fatalf("the user's event is %+v", kept)
				}
				if start, err := time.Parse(time.RFC3339, kept.Start.DateTime); err != nil || !start.Equal(later) {
					t.Errorf("it starts at %s, the user dragged it to %s", kept.Start.DateTime, later)
				}
			})
		})
	}
}
