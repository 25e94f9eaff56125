package daemon

import (
	"context"
	"slices"
	"strings"

	"fika/calendar"
	"fika/internal/invitation"
	"fika/internal/store"
)

// farewell returns the line that the guest of b reads in the cancellation, in their
// language. It is "" if they said no themselves, or know of nothing.
func (o *observation) farewell(b store.Booking) string {
	why := invitation.Hindrance
	switch {
	case !b.Sent, b.State != store.Cancelled && b.State != store.Released:
		return ""
	case b.State == store.Released:
		why = invitation.Silence
	case slices.ContainsFunc(o.leftFrom(b), func(left store.Booking) bool { return left.Ended.Equal(b.Ended) }):
		why = invitation.Absence
	}
	return o.addressed(b).Farewell(o.settings.Invite, why)
}

// writeFarewell writes the farewell into e, the event of the ended b, without a notification
// of its own: the cancellation that follows carries it. It returns the version to remove.
// If the user changed the event since, that is the one that they have not changed, which
// is not there any more. If the farewell cannot be written, the event is removed without.
func (p *pass) writeFarewell(ctx context.Context, b store.Booking, e sourcedEvent) string {
	line := p.farewell(b)
	written := line != "" && strings.HasPrefix(e.Description, line) // by a pass that got no further
	switch {
	case b.Edited && e.ETag != b.ETag && !written, !b.Edited && p.changes(b, p.silent(b, e.Event)).any():
		return b.ETag
	case written, line == "", !e.source.Farewells, !p.now.Before(e.Span.Start):
		return e.ETag
	}
	parting, err := p.calendar(e.source).Update(ctx, e.ETag, calendar.Draft{
		Calendar: e.Calendar, ID: e.ID, UID: e.UID, Span: e.Span, Zone: p.zone(), Mark: e.Mark, Stamp: p.now,
		Title: e.Title, Location: e.Location, Text: line + "\n\n" + e.Description,
	})
	p.step("wrote the farewell")
	if err != nil {
		p.log.Debug("no farewell", "booking", b.ID, "error", err)
		return e.ETag
	}
	p.wrote(e.source, parting)
	return parting.ETag
}

// silent returns e without fika's farewell.
func (o *observation) silent(b store.Booking, e calendar.Event) calendar.Event {
	if line := o.farewell(b); line != "" {
		e.Description = strings.TrimPrefix(e.Description, line+"\n\n")
	}
	return e
}
