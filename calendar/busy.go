package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// Availability is what an event does to its owner's time. If events overlap, the
// larger value wins.
type Availability int

// The availabilities, lowest first.
const (
	Free      Availability = iota
	Uncertain              // tentative: fika books nothing there, but shows it as tentative
	Busy
)

func (a Availability) String() string {
	return [...]string{"free", "tentative", "busy"}[a]
}

// Owner is the person whose calendar is read. What an event means depends on the
// person: a meeting that I declined is free time only for me.
type Owner struct {
	Addresses    []mailbox.Address // all of the owner's addresses, aliases too
	Zone         *time.Location
	IgnoreAllDay bool // all-day events never make busy
}

// Availability returns how e affects the owner's time, and the reason as a phrase
// that can follow "busy because" or "free because". The rules, in order: a cancelled
// event is free; then the owner's answer counts; then Microsoft's busy status; then
// TRANSP; then the status of the event.
func (o Owner) Availability(e Event) (Availability, string) {
	switch {
	case e.FreeBusy && e.Transparent:
		return Free, "published as free"
	case e.FreeBusy:
		return lowerToTentative(Busy, e.Status == Tentative), "published as busy"
	case e.Method == "CANCEL" || e.Status == Cancelled:
		return Free, "it is cancelled"
	case e.IsMessage():
		return Free, fmt.Sprintf("it is a %s message, not an event", e.Method)
	case o.OccupiedSpan(e).Empty():
		return Free, "it has no length"
	case e.AllDay && o.IgnoreAllDay:
		return Free, "all-day events are ignored"
	}
	lowered, why := false, ""
	switch reply, invited := o.Reply(e); {
	case !invited:
	case reply == rsvp.Declined:
		return Free, "you declined"
	case reply == rsvp.Delegated:
		return Free, "you delegated it"
	case reply == rsvp.Maybe:
		lowered, why = true, "you answered maybe"
	case reply == rsvp.NoReply:
		lowered, why = true, "you have not answered"
	}
	switch e.ShowAs {
	case ShowFree:
		return Free, "it is shown as free"
	case ShowElsewhere:
		return Free, "it only says where you work"
	case ShowTentative:
		return Uncertain, "it is shown as tentative"
	case ShowBusy, ShowAway:
	default:
		if e.Transparent {
			return Free, "it is marked as free"
		}
	}
	if e.Status == Tentative && !lowered {
		lowered, why = true, "it is tentative"
	}
	if why == "" {
		why = cmp.Or(e.Doubt, busyReason(e))
	}
	return lowerToTentative(Busy, lowered), why
}

// OccupiedSpan returns the time of e including the travel to it, whether or not e is
// free. Some exports end a one-day event on the same day instead of the next; it
// counts as the whole day.
func (o Owner) OccupiedSpan(e Event) span.Span {
	if e.AllDay && e.Span.Start.Equal(e.Span.End) {
		return span.Span{Start: e.Span.Start, End: e.Span.Start.In(o.Zone).AddDate(0, 0, 1).UTC()}
	}
	return span.Span{Start: e.Span.Start.Add(-e.Travel), End: e.Span.End}
}

// OutOfOffice returns when events say that o is out of office, sorted and merged. A plain
// all-day event does not say it: it may be a reminder.
func (o Owner) OutOfOffice(events []Event) []span.Span {
	var out []span.Span
	for _, e := range events {
		if free, _ := o.Availability(e); (e.Kind == OutOfOffice || e.ShowAs == ShowAway) && free == Busy {
			out = append(out, o.OccupiedSpan(e))
		}
	}
	return span.Merge(out)
}

func busyReason(e Event) string {
	switch {
	case e.Kind == OutOfOffice || e.ShowAs == ShowAway:
		return "out of office"
	case e.Kind == FocusTime:
		return "focus time"
	case e.AllDay:
		return "all-day event"
	}
	return "event"
}

func lowerToTentative(a Availability, lowered bool) Availability {
	if lowered && a == Busy {
		return Uncertain
	}
	return a
}

// Reply returns the owner's answer, and whether the owner is invited at all. The
// organizer's own entry counts: declining one's own meeting makes one free. If the
// owner is invited under several addresses, the answer that takes the most time
// counts, so they are free only if they declined under each.
func (o Owner) Reply(e Event) (reply rsvp.Reply, invited bool) {
	for _, a := range e.Attendees {
		if !a.Self && !o.HasAddress(a.Address) {
			continue
		}
		if !invited || slices.Index(repliesByWeight, a.Reply) > slices.Index(repliesByWeight, reply) {
			reply, invited = a.Reply, true
		}
	}
	return reply, invited
}

// repliesByWeight are the replies, from the one that certainly takes no time to the
// one that certainly does.
var repliesByWeight = []rsvp.Reply{rsvp.Declined, rsvp.Delegated, rsvp.NoReply, rsvp.Maybe, rsvp.Accepted}

// HasAddress reports whether a is one of the owner's addresses.
func (o Owner) HasAddress(a mailbox.Address) bool { return a != "" && slices.Contains(o.Addresses, a) }

// Block is a stretch of time with one availability.
type Block struct {
	Span         span.Span
	Availability Availability
}

// Blocks returns the owner's busy and tentative time in window, sorted and merged,
// without free time. Where they overlap, busy wins over tentative. It is the union of
// the time of all events, so a copy of an event never frees time.
func (o Owner) Blocks(events []Event, window span.Span) []Block {
	var by [Busy + 1][]span.Span
	for _, e := range events {
		as, _ := o.Availability(e)
		by[as] = append(by[as], o.OccupiedSpan(e).Clip(window))
	}
	busy := span.Merge(by[Busy])
	var blocks []Block
	for _, s := range busy {
		blocks = append(blocks, Block{s, Busy})
	}
	for _, s := range span.Subtract(span.Merge(by[Uncertain]), busy) {
		blocks = append(blocks, Block{s, Uncertain})
	}
	slices.SortFunc(blocks, func(a, b Block) int { return a.Span.Start.Compare(b.Span.Start) })
	return blocks
}

// Busy returns the owner's unavailable time in window, merged as by [span.Merge]. It
// includes tentative time, because fika never plans a meeting then.
func (o Owner) Busy(events []Event, window span.Span) []span.Span {
	var spans []span.Span
	for _, b := range o.Blocks(events, window) {
		spans = append(spans, b.Span)
	}
	return span.Merge(spans)
}
