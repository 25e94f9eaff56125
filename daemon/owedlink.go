package daemon

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// owedLink is what the user owes the guest of a coffee by video: its link.
type owedLink struct {
	promised bool // the invitation says that the user will send it
	guests   string
	lack     string // the verb that goes with them: has, have
}

func (l owedLink) String() string {
	if l.promised {
		return fmt.Sprintf("you promised %s the link", l.guests)
	}
	return l.guests + " " + l.lack + " no link yet"
}

// owedLink returns what the user owes the guest of b. It is false if there is a link, if the
// user gave the event another place, or if b is not by video or not in the calendar.
// Nothing is stored: the event shows it.
func (o *observation) owedLink(b store.Booking) (owedLink, bool) {
	if b.State != store.Booked || o.placeOf(b) != planner.PlaceVideo {
		return owedLink{}, false
	}
	e, seen := o.eventOf(b)
	draft, err := o.draft(store.Intent{Kind: store.Invite, Event: b.Event}, b)
	if !seen || err != nil || e.Video == calendar.VideoReady || e.Video == calendar.VideoPending {
		return owedLink{}, false
	}
	guest, _ := o.accepted(b.Person)
	texts := o.settings.Invite
	texts.Video = ""
	place, own := strings.TrimSpace(e.Location), links(draft.Text)
	switch {
	case place != "" && place != texts.Location(guest, planner.PlaceVideo):
		return owedLink{}, false
	case slices.ContainsFunc(links(e.Description), func(link string) bool { return !slices.Contains(own, link) }):
		return owedLink{}, false
	}
	return owedLink{strings.Contains(e.Description, texts.Promise(guest)), o.firstNames(b), agree(b, "has", "have")}, true
}

// links returns the URLs in text.
func links(text string) []string { return urlPattern.FindAllString(text, -1) }

var urlPattern = regexp.MustCompile(`(?i)\bhttps?://\S+`)

// linkDue returns what the user owes the guest of b, from the working day before the coffee
// until it is over.
func (o *observation) linkDue(b store.Booking) (owedLink, bool) {
	zone := o.zone()
	last := o.settings.Rules.WorkingDayBefore(date.Of(b.Span.Start, zone))
	if date.Of(o.now, zone).Before(last) || !o.now.Before(b.Span.End) || b.Reply == rsvp.Declined {
		return owedLink{}, false
	}
	return o.owedLink(b)
}

// noteOwedLinks logs each link that is due, once.
func (p *pass) noteOwedLinks(ctx context.Context) error {
	for _, b := range p.bookings {
		owed, due := p.linkDue(b)
		if !due {
			continue
		}
		note := owed.String() + "; it is not in the event"
		entries, err := p.store.Log(ctx, 0, b.ID, 0)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(entries, func(e store.Entry) bool { return e.Kind == api.EntrySeen && e.Note == note }) {
			continue
		}
		if err := p.store.Record(ctx, store.Entry{At: p.now, Kind: api.EntrySeen, By: api.ByFika, Booking: b.ID, Person: b.Person, Note: note}); err != nil {
			return err
		}
		p.step("reminded")
	}
	return nil
}
