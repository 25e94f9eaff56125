package vdir

import (
	"fmt"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/internal/span"
)

// content is the complete content of a file. It is parsed for each use, because the
// parsed form needs four times the memory of the bytes and is needed only when the
// file changes or the window moves, a few times a day.
type content struct {
	data         []byte
	sum          string // of data
	uids         []string
	etags        map[string]string // by UID; each depends on that event only
	repeatedUIDs map[string]bool   // UIDs of more than one event, which are changed and removed together

	outline ics.Outline
	orphans []byte // for a file in a folder: the file with only its detached overrides; nil if it has none
}

func newContent(data []byte, folder bool) *content {
	c, parsed := &content{data: data, sum: hash(data), etags: map[string]string{}}, ics.Parse(data)
	texts, several := parsed.EventTexts(), parsed.RepeatedUIDs()
	for _, uid := range parsed.UIDs() {
		own := strings.Clone(uid) // a substring would keep the whole text in memory
		c.uids = append(c.uids, own)
		c.etags[own] = hash([]byte(texts[uid]))
		if several[uid] {
			if c.repeatedUIDs == nil {
				c.repeatedUIDs = map[string]bool{}
			}
			c.repeatedUIDs[own] = true
		}
	}
	c.outline = parsed.Outline()
	for i, uid := range c.outline.DetachedUIDs {
		c.outline.DetachedUIDs[i] = strings.Clone(uid)
	}
	if folder && len(c.outline.DetachedUIDs) > 0 {
		c.orphans = parsed.KeepOnly(c.outline.DetachedUIDs...)
	}
	return c
}

func (c *content) has(uid string) bool { return c != nil && c.etags[uid] != "" }

// expand returns the listing for window, with everything that a change needs.
func (c *content) expand(window span.Span, zone *time.Location, b relatedFiles) calendar.Listing {
	l := ics.Parse(c.data).List(window, zone, b.parse())
	for _, events := range [][]calendar.Event{l.Events, l.Doubts, l.DetachedOverrides} {
		for i, e := range events {
			if c.has(e.UID) && !e.FreeBusy {
				c.identify(&events[i])
			}
		}
	}
	return l
}

// identify sets what a change needs to know about e, including that other events share
// its UID.
func (c *content) identify(e *calendar.Event) {
	e.ID, e.ETag = calendar.EventID(e.UID), c.etags[e.UID]
	e.Repeats = e.Repeats || c.repeatedUIDs[e.UID]
}

// event returns the event with that UID; for a series, its first occurrence.
func (c *content) event(uid string, zone *time.Location) (calendar.Event, error) {
	// Other events are removed so that the search through time does not expand them
	// again and again.
	alone := ics.Parse(ics.Parse(c.data).KeepOnly(uid))
	why := "it has no occurrence"
	for years := range searchSpans {
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

// searchSpans yields spans that together cover every date of iCalendar. They are
// short where events are likely, so that an endless series is not expanded over
// centuries to find its first occurrence.
func searchSpans(yield func(span.Span) bool) {
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
