package daemon

import (
	"testing"

	"fika/internal/api"
	"fika/internal/rsvp"
	"fika/internal/store"
)

// TestInWords checks the text of entries, which documents had before they had fields.
func TestInWords(t *testing.T) {
	for _, c := range []struct {
		entry store.Entry
		want  string
	}{
		{store.Entry{Kind: api.EntryProposed, By: api.ByFika}, ""},
		{store.Entry{Kind: api.EntryProposed, By: api.ByUser}, "undone by you"},
		{store.Entry{Kind: api.EntryApproved, By: api.ByUser}, "by you"},
		{store.Entry{Kind: api.EntryCancelled, By: api.ByUser, Note: "you deleted the event"}, "you deleted the event"},
		{store.Entry{Kind: api.EntryBooked, By: api.ByFika, Found: true}, "found in the calendar"},
		{store.Entry{Kind: api.EntryBooked, By: api.ByUser, Found: true, Note: "it is back"}, "it is back"},
		{store.Entry{Kind: api.EntrySeen, By: api.ByGuest, Reply: rsvp.Accepted}, "answer: yes"},
		{store.Entry{Kind: api.EntrySeen, By: api.ByGuest, Reply: rsvp.Maybe, Note: "moved"}, "moved; answer: maybe"},
		{store.Entry{Kind: api.EntryHold, By: api.ByFika, Code: api.CodeOffline, Note: "no network"}, "offline: no network"},
		{store.Entry{Kind: api.EntryLifted, By: api.ByFika, Code: api.CodeOffline}, "offline"},
		{store.Entry{Kind: api.EntryGuard, By: api.ByUser, Note: "never"}, "never, by you"},
		{store.Entry{Kind: api.EntryGuard, By: api.ByAssistant, Note: "never"}, "never, by your assistant"},
		{store.Entry{Kind: api.EntrySkipped, By: api.ByAssistant}, "by your assistant"},
		{store.Entry{Kind: api.EntryCall, By: api.ByAssistant, Note: "plan"}, "plan"},
		{store.Entry{Kind: api.EntryGuard, By: api.ByUser}, "by you"}, // of somebody forgotten
	} {
		if got := inWords(c.entry); got != c.want {
			t.Errorf("%+v: %q, want %q", c.entry, got, c.want)
		}
	}
}
