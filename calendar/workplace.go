package calendar

import (
	"slices"

	"fika/internal/rsvp"
)

// Workplace is what an event says about where its owner works. Such an event is never busy
// for that: see [Owner.Availability].
type Workplace struct {
	Kind WorkplaceKind `json:",omitempty"`
	Name string        `json:",omitempty"` // of an office or another place, as the owner calls it; "" if it has none
}

// WorkplaceKind is a kind of place to work.
type WorkplaceKind string

// The kinds of workplace. An event of Outlook's says only that its owner works elsewhere.
const (
	NoWorkplace   WorkplaceKind = "" // the event does not say where its owner works
	WorkHome      WorkplaceKind = "home"
	WorkOffice    WorkplaceKind = "office"
	WorkElsewhere WorkplaceKind = "elsewhere"
)

// Whereabouts returns the events that say where o works, by start.
func (o Owner) Whereabouts(events []Event) []Event {
	var found []Event
	for _, e := range events {
		reply, invited := o.Reply(e)
		declined := invited && (reply == rsvp.Declined || reply == rsvp.Delegated)
		if e.Workplace.Kind != NoWorkplace && e.Status != Cancelled && e.Method != "CANCEL" && !declined {
			e.Span = o.OccupiedSpan(e)
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b Event) int { return a.Span.Start.Compare(b.Span.Start) })
	return found
}
