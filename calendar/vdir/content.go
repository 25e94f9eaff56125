package vdir

import (
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/span"
)

// content is what a file held when it was read, complete and parsed.
type content struct {
	ics   *ics.File
	sum   string // of all its bytes
	uids  []string
	etags map[string]string // by UID
	parts []section
}

func newContent(data []byte) *content {
	c := &content{ics: ics.Parse(data), sum: hash(data), parts: sections(data), etags: map[string]string{}}
	c.uids = slices.DeleteFunc(c.ics.UIDs(), func(uid string) bool { return uid == "" })
	texts := map[string][][]byte{}
	for _, p := range c.parts {
		if p.kind == "VEVENT" {
			texts[p.uid] = append(texts[p.uid], data[p.from:p.to])
		}
	}
	for _, uid := range c.uids {
		// A UID in a spelling that only ics understands changes with the file.
		c.etags[uid] = c.sum
		if own := texts[uid]; own != nil {
			c.etags[uid] = hash(own...)
		}
	}
	return c
}

func (c *content) has(uid string) bool { return c != nil && c.etags[uid] != "" }

// expand returns the occurrences in window with all that a change needs.
func (c *content) expand(window span.Span, zone *time.Location) ([]calendar.Event, []calendar.Problem) {
	events, problems := c.ics.Expand(window, zone)
	for i, e := range events {
		if c.has(e.UID) && !e.FreeBusy {
			events[i].ID, events[i].ETag = calendar.EventID(e.UID), c.etags[e.UID]
		}
	}
	return events, problems
}

// event returns the event of that UID; of a series, its first occurrence.
func (c *content) event(uid string, zone *time.Location) (calendar.Event, error) {
	// The events beside it are cut away, lest the search through time expand
	// them all, time and again.
	alone := ics.Parse(c.only(uid))
	why := "it has no occurrence"
	for years := range times {
		events, problems := alone.Expand(years, zone)
		for _, e := range events {
			if e.UID == uid && !e.FreeBusy {
				e.ID, e.ETag = calendar.EventID(uid), c.etags[uid]
				return e, nil
			}
		}
		if len(problems) > 0 {
			why = problems[0].Text
		}
	}
	return calendar.Event{}, fmt.Errorf("event %q cannot be understood: %s", uid, why)
}

// only returns the file without the events of other UIDs.
func (c *content) only(uid string) []byte {
	data := c.ics.Bytes()
	own := func(s section) bool { return s.kind == "VEVENT" && s.uid == uid }
	if len(c.uids) == 1 || !slices.ContainsFunc(c.parts, own) {
		return data
	}
	var rest []byte
	at := 0
	for _, p := range c.parts {
		if p.kind == "VEVENT" && !own(p) {
			rest = append(rest, data[at:p.from]...)
			at = p.to
		}
	}
	return append(rest, data[at:]...)
}

// more reports whether the file holds anything else than events of that UID
// and time zones: a task, for instance, which must outlive the event.
func (c *content) more(uid string) bool {
	return slices.ContainsFunc(c.parts, func(s section) bool {
		return s.kind != "VTIMEZONE" && (s.kind != "VEVENT" || s.uid != uid)
	})
}

// times yields spans that together hold every date of iCalendar. They are
// short where events are likely, so that an endless series is not expanded
// for centuries to find its beginning.
func times(yield func(span.Span) bool) {
	day := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	from := day(-1)
	for year := 1900; year <= 2100; year += 5 {
		if !yield(span.Span{Start: from, End: day(year)}) {
			return
		}
		from = day(year)
	}
	yield(span.Span{Start: from, End: day(10001)})
}
