package wording_test

import (
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/wording"
)

func TestSentence(t *testing.T) {
	start := time.Date(2026, 11, 17, 15, 25, 0, 0, time.UTC)
	about := func(kind, text string) api.Entry {
		return api.Entry{Kind: kind, Booking: "k2ibw4", Person: "maria@example.com", Name: "Maria Lindgren", Start: &start, Text: text}
	}
	invited := about("booked", "")
	invited.Invited = true
	for _, c := range []struct {
		entry api.Entry
		want  string
	}{
		{about("seen", "answer: yes"), "Maria Lindgren said yes (Tue 17 Nov 15:25)"},
		{about("seen", "answer: sent somebody else"), "Maria Lindgren sent somebody else (Tue 17 Nov 15:25)"},
		{about("seen", "moved to Wed 18 Nov 10:00"), "coffee with Maria Lindgren (Tue 17 Nov 15:25): moved to Wed 18 Nov 10:00"},
		{about("approved", "by you"), "you said yes to Maria Lindgren (Tue 17 Nov 15:25)"},
		{about("approved", ""), "coffee with Maria Lindgren approved (Tue 17 Nov 15:25)"},
		{about("booked", ""), "invitation to Maria Lindgren written (Tue 17 Nov 15:25): your calendar server has to send it, or you do"},
		{invited, "Maria Lindgren is invited (Tue 17 Nov 15:25)"},
		{about("booked", "the event stands in your calendar again"), "coffee with Maria Lindgren booked (Tue 17 Nov 15:25): the event stands in your calendar again"},
		{about("withdrawn", ""), "coffee with Maria Lindgren removed from the calendar"},
		{about("cancelled", "by you"), "you cancelled Maria Lindgren (Tue 17 Nov 15:25)"},
		{about("cancelled", "you deleted the event"), "coffee with Maria Lindgren cancelled (Tue 17 Nov 15:25): you deleted the event"},
		{about("expired", "too near"), "coffee with Maria Lindgren expired (Tue 17 Nov 15:25): too near"},
		{api.Entry{Kind: "guard", Person: "bo@example.com", Text: "never, by you"}, "guard bo@example.com: never, by you"},
		{api.Entry{Kind: "hold", Text: "paused: paused until you resume"}, "hold: paused: paused until you resume"},
		{api.Entry{Kind: "lifted", Text: "paused"}, "lifted: paused"},
		{api.Entry{Kind: "of a fika to come"}, "of a fika to come"},
	} {
		if got := wording.Entry(c.entry, func(t time.Time) string { return t.Format("Mon 2 Jan 15:04") }); got != c.want {
			t.Errorf("%+v\n got %s\nwant %s", c.entry, got, c.want)
		}
	}
}
