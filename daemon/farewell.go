package daemon

import (
	"context"
	"strings"

	"fika/calendar"
	"fika/internal/store"
)

// farewell returns the line that the guest of b reads in the cancellation; a bare one
// would leave them guessing. It is "" if they said no themselves.
func (c configuration) farewell(b store.Booking) string {
	switch {
	case !b.Sent:
		return ""
	case b.State == store.Cancelled:
		return "Something came up on my side; sorry. " + c.settings.called()
	case b.State == store.Released:
		return "No answer needed; I have freed the time. " + c.settings.called()
	}
	return ""
}

// writeFarewell writes the farewell into the event of b without a notification of its
// own: the cancellation that follows carries it. It returns the version to remove. If
// that fails, the event is removed without it; an event that the user changed is left
// alone.
func (p *pass) writeFarewell(ctx context.Context, home Source, b store.Booking) string {
	line := p.farewell(b)
	e, ok := p.eventOf(b)
	if !home.Farewells || line == "" || !ok || e.source.Name != home.Name || !p.now.Before(e.Span.Start) || p.changes(b, p.silent(b, e.Event)).any() {
		return b.ETag
	}
	if strings.HasPrefix(e.Description, line) {
		return e.ETag // written by a pass that got no further
	}
	changed, err := p.calendar(home).Update(ctx, e.ETag, calendar.Draft{
		Calendar: e.Calendar, ID: e.ID, UID: e.UID, Span: e.Span, Zone: p.zone(), Mark: e.Mark, Stamp: p.now,
		Title: e.Title, Location: e.Location, Text: line + "\n\n" + e.Description,
	})
	p.step("wrote the farewell")
	if err != nil {
		p.log.Debug("no farewell", "booking", b.ID, "error", err)
		return b.ETag
	}
	p.wrote(home, changed)
	return changed.ETag
}

// silent returns e without fika's farewell.
func (c configuration) silent(b store.Booking, e calendar.Event) calendar.Event {
	if line := c.farewell(b); line != "" {
		e.Description = strings.TrimPrefix(e.Description, line+"\n\n")
	}
	return e
}
