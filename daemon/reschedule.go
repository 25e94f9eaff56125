package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fika/calendar"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/internal/store"
)

// reschedule sends the request of r, which gives the event of a coffee other times. The
// event as it is now decides: an answer of the guest or an edit by the user stays, a move
// by the user wins. If the rules no longer allow the new times, the coffee stays where
// it is.
func (p *pass) reschedule(ctx context.Context, r request) error {
	e, err := p.find(ctx, p.observation, r.b)
	if err != nil {
		if r.in.Attempt == 0 && !errors.Is(err, calendar.ErrNotFound) {
			p.trouble("event of booking %s: %v", r.b.ID, err)
			return nil
		}
		return p.conclude(ctx, r, e, err)
	}
	if f := p.findingOf(r, e, nil); f != atOldTimes {
		return p.conclude(ctx, r, e, nil)
	}
	home := e.source
	why, known, err := p.whyNotMove(ctx, r, e)
	switch {
	case err != nil || !known:
		return err
	case why != "":
		return p.carryOut(ctx, r, ending{outcome: drop, home: home, why: "it stays where it is: " + why})
	}
	r.in.Calendar, r.in.CalendarID = home.Name, e.Calendar
	if err := p.store.Attempt(ctx, r.in); err != nil {
		return err
	}
	p.step("attempted")
	p.progress.step("writes to " + home.Name)
	moved, err := p.calendar(home).Reschedule(ctx, e.ETag, calendar.NewTimes{
		Place: e.Place(), Span: r.in.To, Zone: p.zone(), Text: p.textAt(r.b, e.Event, r.in.To), Stamp: p.now,
	})
	p.step("rescheduled")
	if err == nil {
		p.wrote(home, moved)
	}
	return p.answered(ctx, r, home, moved, err)
}

// whyNotMove says why e stays at its times after all; "" if it may move. known is false if
// that cannot be told now.
func (p *pass) whyNotMove(ctx context.Context, r request, e sourcedEvent) (why string, known bool, err error) {
	switch {
	case r.b.Sent && !e.AttendeesOmitted && !p.invitesAll(e.Event, r.b):
		return p.missingFrom(e.Event, r.b)[0].Name + " is not on the event any more", true, nil
	case p.declines(e.Event):
		return "you declined the event", true, nil
	case e.Status == calendar.Cancelled:
		return "you cancelled the event", true, nil
	}
	if why := p.saidNo(e.Event, r.b); why != "" {
		return why, true, nil
	}
	moved := r.b
	moved.Span = r.in.To
	fresh, v, err := p.checkAgain(ctx, moved)
	switch {
	case err != nil || fresh == nil:
		return "", false, err
	case !v.OK:
		return v.Text, true, nil
	}
	return cmp.Or(fresh.tooLate(moved), fresh.misplaced(moved)), true, nil
}

// saidNo says which guest of b has said no on e since b was last settled, or asks not to be
// invited again; "" if none did. Other times would ask them again, and erase their answer
// before it was heard. After a no that is known, the user may well take up another time.
func (o *observation) saidNo(e calendar.Event, b store.Booking) string {
	for _, g := range b.Guests() {
		if o.asksForNoMore(e, g.Person) {
			return g.Name + " asked not to be invited again"
		}
		if reply, _ := o.answer(e, g.Person); reply == rsvp.Declined && g.Reply != rsvp.Declined {
			return g.Name + " said no in the meantime"
		}
	}
	return ""
}

// textAt returns the text of e for other times, "" if it does not tell the old ones.
func (o *observation) textAt(b store.Booking, e calendar.Event, to span.Span) string {
	clocks := func(s span.Span) string {
		l := o.addressed(b)
		l.Span = s
		return l.Clocks(o.settings.Invite)
	}
	old, now := clocks(b.Span), clocks(to)
	if old == "" || !strings.Contains(e.Description, old) {
		return ""
	}
	if now == "" { // both clocks show the same then
		old += " " // its sentence goes, with the blank after it
	}
	return strings.Replace(e.Description, old, now, 1)
}

// rescheduling reports whether the event of b was to get other times when the pass began.
func (o *observation) rescheduling(b store.Booking) bool {
	return slices.ContainsFunc(o.intents, func(in store.Intent) bool { return in.Booking == b.ID && in.Kind == store.Reschedule })
}

// whyNotMoved says why a reschedule of r ended without its effect, by the finding; "" if
// the finding alone says it.
func (r request) whyNotMoved(f finding) string {
	switch f {
	case notSentLate:
		return "it was not moved in time"
	case atOtherTimes:
		return "you moved the event yourself, so it stays there"
	case foreign, series:
		return "you made the event your own, so it stays where it is"
	case missing, missingLong:
		return "the event to move is on none of your calendars"
	case unseenOver:
		return fmt.Sprintf("calendar %q is no longer configured, and nobody knows whether it was moved", r.in.Calendar)
	}
	return ""
}
