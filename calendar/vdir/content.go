package vdir

import (
	"fmt"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/internal/span"
)

// content is what a file held when it was read, complete. It is parsed anew for
// each use: a tree takes four times the memory of its bytes, and is needed when
// a file changes or the window moves on, which is a few times in a day.
type content struct {
	data  []byte
	sum   string // of data
	uids  []string
	etags map[string]string // by UID, of its event alone: neighbours do not matter
	many  map[string]bool   // the UIDs of several events, which are changed and removed together

	outline ics.Outline
	strays  []byte // of a file in a folder, the file without all but its strays; nil if it has none
}

func newContent(data []byte, folder bool) *content {
	c, parsed := &content{data: data, sum: hash(data), etags: map[string]string{}, many: map[string]bool{}}, ics.Parse(data)
	texts, several := parsed.Texts(), parsed.Several()
	for _, uid := range parsed.UIDs() {
		own := strings.Clone(uid) // the UID as it was read would keep the whole tree's text
		c.uids = append(c.uids, own)
		c.etags[own] = hash([]byte(texts[uid]))
		if several[uid] {
			c.many[own] = true
		}
	}
	c.outline = parsed.Outline()
	for i, uid := range c.outline.Strays {
		c.outline.Strays[i] = strings.Clone(uid)
	}
	if folder && len(c.outline.Strays) > 0 {
		c.strays = parsed.Only(c.outline.Strays...)
	}
	return c
}

func (c *content) has(uid string) bool { return c != nil && c.etags[uid] != "" }

// expand returns what it holds in window, with all that a change needs.
func (c *content) expand(window span.Span, zone *time.Location, b beside) calendar.Listing {
	l := ics.Parse(c.data).List(window, zone, b.parsed())
	for _, events := range [][]calendar.Event{l.Events, l.Doubts, l.Strays} {
		for i, e := range events {
			if c.has(e.UID) && !e.FreeBusy {
				c.identify(&events[i])
			}
		}
	}
	return l
}

// identify says of e what a change needs to know: that others go with it, too.
func (c *content) identify(e *calendar.Event) {
	e.ID, e.ETag = calendar.EventID(e.UID), c.etags[e.UID]
	e.Repeats = e.Repeats || c.many[e.UID]
}

// event returns the event of that UID; of a series, its first occurrence.
func (c *content) event(uid string, zone *time.Location) (calendar.Event, error) {
	// The events beside it are cut away, lest the search through time expand
	// them all, time and again.
	alone := ics.Parse(ics.Parse(c.data).Only(uid))
	why := "it has no occurrence"
	for years := range times {
		events, problems := alone.Expand(years, zone)
		for _, e := range events {
			if e.UID == uid && !e.FreeBusy {
				c.identify(&e)
				return e, nil
			}
		}
		if len(problems) > 0 {
			why = problems[0].Text
		}
	}
	return calendar.Event{}, fmt.Errorf("event %q cannot be understood: %s", uid, why)
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
