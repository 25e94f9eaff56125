package daemon

import (
	"cmp"
	"fmt"
	"slices"

	"fika/internal/store"
)

// cancelEffect describes what cancelling b means for its guests, called who, and when they
// find out. The calendar's server tells them, never fika: a folder has no server.
func (o *observation) cancelEffect(b store.Booking, who string) string {
	home, ok := o.home(b)
	in, open := o.inviting(b.ID)
	switch {
	case open && in.Altered:
		return fmt.Sprintf("The calendar changed the event, so fika does not remove it: find it there, delete it yourself, and tell %s.", who)
	case open && in.Attempt > 0:
		return fmt.Sprintf("It is not known yet whether the invitation reached the calendar. It is not sent again; "+
			"if it turns up there, fika removes it, and %s %s notified as for the invitation.", who, agree(b, "is", "are"))
	case b.Event == "":
		return "Nobody was notified, and nobody will be."
	case !b.Sent || open:
		return "Nobody was notified; the next pass frees the blocked slot."
	case !ok:
		return fmt.Sprintf("The calendar %q is no longer configured: delete the event yourself, and tell %s.", b.Calendar, who)
	case home.Farewells && o.farewell(b) != "":
		return fmt.Sprintf("The next pass removes the event, and the calendar's server then notifies %s: \"%s\"", who, o.farewell(b))
	case home.Invites:
		return fmt.Sprintf("The next pass removes the event, and the calendar's server then notifies %s.", who)
	}
	return fmt.Sprintf("The next pass removes the event from the calendar %q; %s %s notified once that calendar has been synced, "+
		"and only if its server sends cancellations; else tell %s yourself.", cmp.Or(b.Calendar, home.Name), who, agree(b, "is", "are"), who)
}

// inviting returns the open intent to invite the guest of that booking, as observed:
// a later order does not change what may already have been sent.
func (o *observation) inviting(id string) (store.Intent, bool) {
	i := slices.IndexFunc(o.intents, func(in store.Intent) bool { return in.Booking == id && in.Kind == store.Invite })
	if i < 0 {
		return store.Intent{}, false
	}
	return o.intents[i], true
}

// cancelOneEffect describes the cancellation of one coffee, even if the user changed its
// event.
func (o *observation) cancelOneEffect(b store.Booking) string {
	text := o.cancelEffect(b, o.firstNames(b))
	if b.Edited && b.Event != "" {
		text = "You changed this event; it is removed anyway, unless you made it repeat. " + text
	}
	return text
}

// sendEffect describes what sending the invitation of b means for its guests.
func (o *observation) sendEffect(b store.Booking) string {
	who := o.firstNames(b) + agree(b, " gets", " get")
	home, ok := o.home(b)
	if !ok || home.Invites {
		return fmt.Sprintf("%s it from the calendar's server.", who)
	}
	return fmt.Sprintf("It is written to the calendar %q. %s it once that calendar has been synced, "+
		"and only if its server sends invitations; else send it yourself.", home.Name, who)
}
