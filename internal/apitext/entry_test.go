package apitext_test

import (
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/rsvp"
)

// TestEntry checks the sentence for each kind of log entry.
func TestEntry(t *testing.T) {
	start := time.Date(2026, 11, 17, 15, 25, 0, 0, time.UTC)
	about := func(kind api.EntryKind, by api.Actor, text string) api.Entry {
		return api.Entry{Kind: kind, By: by, Booking: "k2ibw4", Person: "maria@example.com", Name: "Maria Lindgren", Start: &start, Note: text}
	}
	answer := func(r rsvp.Reply, text string) api.Entry {
		e := about(api.EntrySeen, api.ByGuest, text)
		e.Reply = r
		return e
	}
	found := func(e api.Entry) api.Entry { e.Found = true; return e }
	stating := func(s api.Stated) api.Entry {
		e := about(api.EntrySending, api.ByFika, "")
		e.Stated = s
		return e
	}
	invited := about(api.EntryBooked, api.ByFika, "")
	invited.Invited = true
	for _, c := range []struct {
		entry api.Entry
		want  string
	}{
		{answer(rsvp.Accepted, ""), "Maria Lindgren said yes (Tue 17 Nov 15:25)"},
		{answer(rsvp.Maybe, "moved to Wed 18 Nov 10:00"), "Maria Lindgren said maybe (Tue 17 Nov 15:25): moved to Wed 18 Nov 10:00"},
		{answer(rsvp.Delegated, "Bo comes instead"), "Maria Lindgren sent somebody else (Tue 17 Nov 15:25): Bo comes instead"},
		{answer("X-LATER", ""), "Maria Lindgren gave an answer that fika does not know (Tue 17 Nov 15:25)"},
		{about(api.EntrySeen, "", "moved to Wed 18 Nov 10:00"), "coffee with Maria Lindgren (Tue 17 Nov 15:25): moved to Wed 18 Nov 10:00"},
		{about(api.EntryProposed, api.ByFika, ""), "coffee with Maria Lindgren proposed (Tue 17 Nov 15:25)"},
		{about(api.EntryProposed, api.ByUser, ""), "you put off the decision on coffee with Maria Lindgren (Tue 17 Nov 15:25)"},
		{about(api.EntryApproved, api.ByUser, ""), "you said yes to Maria Lindgren (Tue 17 Nov 15:25)"},
		{about(api.EntryApproved, api.ByFika, ""), "coffee with Maria Lindgren approved (Tue 17 Nov 15:25)"},
		{stating(api.StatedTold), "inviting Maria Lindgren (Tue 17 Nov 15:25): it mentions what they told you about"},
		{stating(api.StatedShared), "inviting Maria Lindgren (Tue 17 Nov 15:25): it mentions a meeting that you both attended"},
		{stating(api.StatedBecause), "inviting Maria Lindgren (Tue 17 Nov 15:25): it says why in your words"},
		{stating(api.StatedRole), "inviting Maria Lindgren (Tue 17 Nov 15:25): it mentions their role"},
		{stating(api.StatedTheme), "inviting Maria Lindgren (Tue 17 Nov 15:25): it says only what the coffee is about"},
		{about(api.EntrySending, api.ByFika, ""), "inviting Maria Lindgren (Tue 17 Nov 15:25)"},
		{about(api.EntryBooked, api.ByFika, ""), "invitation to Maria Lindgren written (Tue 17 Nov 15:25): your calendar server has to send it, or you do"},
		{invited, "Maria Lindgren is invited (Tue 17 Nov 15:25)"},
		{found(about(api.EntryBooked, api.ByFika, "")), "coffee with Maria Lindgren booked (Tue 17 Nov 15:25): found in the calendar"},
		{found(about(api.EntryBooked, api.ByUser, "the event is back")), "coffee with Maria Lindgren booked (Tue 17 Nov 15:25): the event is back"},
		{about(api.EntryMoved, api.ByUser, "from Mon 16 Nov 10:00 to Tue 17 Nov 15:25"), "you moved the coffee with Maria Lindgren: from Mon 16 Nov 10:00 to Tue 17 Nov 15:25"},
		{about(api.EntryMoving, api.ByUser, "from Mon 16 Nov 10:00 to Tue 17 Nov 15:25"), "you move the coffee with Maria Lindgren: from Mon 16 Nov 10:00 to Tue 17 Nov 15:25"},
		{about(api.EntryMoved, api.ByFika, ""), "coffee with Maria Lindgren moved (Tue 17 Nov 15:25)"},
		{about(api.EntryCounter, api.ByGuest, "Wed 18 Nov 10:00"), "Maria Lindgren asks for another time (Tue 17 Nov 15:25): Wed 18 Nov 10:00"},
		{about(api.EntryWithdrawn, api.ByFika, ""), "coffee with Maria Lindgren removed from the calendar"},
		{about(api.EntryCancelled, api.ByUser, ""), "you cancelled Maria Lindgren (Tue 17 Nov 15:25)"},
		{about(api.EntryCancelled, api.ByUser, "you deleted the event"), "coffee with Maria Lindgren cancelled (Tue 17 Nov 15:25): you deleted the event"},
		{about(api.EntryExpired, api.ByFika, "too near"), "coffee with Maria Lindgren expired (Tue 17 Nov 15:25): too near"},
		{api.Entry{Kind: api.EntryGuard, By: api.ByAssistant, Person: "bo@example.com", Note: "never"}, "guard bo@example.com: never, by your assistant"},
		{api.Entry{Kind: api.EntryCall, By: api.ByAssistant, Note: "plan"}, "your assistant asked: plan"},
		{about(api.EntrySkipped, api.ByAssistant, ""), "coffee with Maria Lindgren skipped (Tue 17 Nov 15:25): by your assistant"},
		{api.Entry{Kind: api.EntryGuard, By: api.ByUser, Person: "bo@example.com", Note: "never"}, "guard bo@example.com: never, by you"},
		{about(api.EntryGuard, api.ByGuest, "never"), "Maria Lindgren asked not to be invited again (Tue 17 Nov 15:25)"},
		{api.Entry{Kind: api.EntryGuard, By: api.ByUser, Person: "forgotten-x"}, "guard forgotten-x: by you"},
		{api.Entry{Kind: api.EntryHold, By: api.ByFika, Code: api.CodePaused, Note: "paused until you resume"}, "hold: paused: paused until you resume"},
		{api.Entry{Kind: api.EntryLifted, By: api.ByFika, Code: api.CodePaused}, "lifted: paused"},
		{api.Entry{Kind: "of a fika to come"}, "of a fika to come"},
	} {
		if got := apitext.Entry(c.entry, func(t time.Time) string { return t.Format("Mon 2 Jan 15:04") }); got != c.want {
			t.Errorf("%+v\n got %s\nwant %s", c.entry, got, c.want)
		}
	}
}
