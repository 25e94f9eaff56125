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

// Availability is what one event does to its owner's time. Larger wins where
// events overlap.
type Availability int

// The three answers, in the order in which they win.
const (
	Free      Availability = iota
	Uncertain              // tentative: fika books nothing there, but calls it by its name
	Busy
)

func (a Availability) String() string {
	return [...]string{"free", "tentative", "busy"}[a]
}

// Owner is the person whose calendar is read. What an event means depends on
// who asks: a meeting that I declined is free time to me alone.
type Owner struct {
	Addresses    []mailbox.Address // all of the owner's addresses, aliases too
	Zone         *time.Location
	IgnoreAllDay bool // all-day events never make busy
}

// Judge says what e does to the owner's time, and why in a few words that
// follow "busy because" or "free because". The first rule that applies decides:
// a cancelled event is free; then the owner's own answer; then Microsoft's word;
// then TRANSP; then the status.
func (o Owner) Judge(e Event) (Availability, string) {
	switch {
	case e.FreeBusy && e.Transparent:
		return Free, "published as free"
	case e.FreeBusy:
		return lower(Busy, e.Status == Tentative), "published as busy"
	case e.Method == "CANCEL" || e.Status == Cancelled:
		return Free, "it is cancelled"
	case e.Method != "" && e.Method != "PUBLISH" && e.Method != "REQUEST" && e.Method != "ADD":
		return Free, fmt.Sprintf("it is a %s message, not an event", e.Method)
	case o.Taken(e).Empty():
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
		why = cmp.Or(e.Doubt, busyWord(e))
	}
	return lower(Busy, lowered), why
}

// Taken is the time that e takes unless it is free: the event and the way to it.
// Sloppy exports end an event of one whole day on that day and not on the next.
func (o Owner) Taken(e Event) span.Span {
	if e.AllDay && e.Span.Start.Equal(e.Span.End) {
		return span.Span{Start: e.Span.Start, End: e.Span.Start.In(o.Zone).AddDate(0, 0, 1).UTC()}
	}
	return span.Span{Start: e.Span.Start.Add(-e.Travel), End: e.Span.End}
}

func busyWord(e Event) string {
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

func lower(a Availability, lowered bool) Availability {
	if lowered && a == Busy {
		return Uncertain
	}
	return a
}

// Reply is the owner's own answer, and whether the owner is invited at all. The
// organizer's own entry counts: whoever declines their own meeting is free. An owner
// who is invited under several addresses is free only if they said no under each: the
// answer that takes most time counts.
func (o Owner) Reply(e Event) (reply rsvp.Reply, invited bool) {
	for _, a := range e.Attendees {
		if !a.Self && !o.Is(a.Address) {
			continue
		}
		if !invited || slices.Index(byWeight, a.Reply) > slices.Index(byWeight, reply) {
			reply, invited = a.Reply, true
		}
	}
	return reply, invited
}

// byWeight are the replies from the one that takes no time to the one that takes
// it for sure.
var byWeight = []rsvp.Reply{rsvp.Declined, rsvp.Delegated, rsvp.NoReply, rsvp.Maybe, rsvp.Accepted}

// Is reports whether a is one of the owner's addresses.
func (o Owner) Is(a mailbox.Address) bool { return a != "" && slices.Contains(o.Addresses, a) }

// Block is a stretch of time with one availability.
type Block struct {
	Span span.Span
	As   Availability
}

// Blocks turns events into the owner's busy and tentative time inside window:
// sorted, merged, free left out, busy winning over tentative where they
// overlap. It is the union of what each event takes: no copy frees another.
func (o Owner) Blocks(events []Event, window span.Span) []Block {
	var by [Busy + 1][]span.Span
	for _, e := range events {
		as, _ := o.Judge(e)
		by[as] = append(by[as], o.Taken(e).Clip(window))
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

// Busy is the owner's unavailable time inside window, tentative included, as
// [span.Merge] returns it. Fika never meets on a maybe.
func (o Owner) Busy(events []Event, window span.Span) []span.Span {
	var spans []span.Span
	for _, b := range o.Blocks(events, window) {
		spans = append(spans, b.Span)
	}
	return span.Merge(spans)
}
