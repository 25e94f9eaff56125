package daemon

import (
	"context"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/internal/store"
)

// History returns the log after the entry with ID after; only the newest limit entries
// if limit is not 0.
func (d *Daemon) History(ctx context.Context, after int64, limit int) (api.Log, error) {
	entries, err := d.logged(ctx, after, limit)
	return api.Log{Entries: entries}, fault(err)
}

// logged reads a part of the log with its bookings.
func (d *Daemon) logged(ctx context.Context, after int64, limit int) ([]api.Entry, error) {
	entries, err := d.store.Log(ctx, after, "", limit)
	if err != nil || len(entries) == 0 {
		return []api.Entry{}, err
	}
	bookings, err := d.store.Bookings(ctx, time.Time{})
	return d.inForce().entryAnswers(entries, bookings), err
}

func (c configuration) entryAnswers(entries []store.Entry, bookings []store.Booking) []api.Entry {
	zone := c.zone()
	byID, names := map[string]store.Booking{}, map[mailbox.Address]string{}
	for _, b := range bookings {
		byID[b.ID] = b
		for _, g := range b.Guests() {
			names[g.Person] = g.Name
		}
	}
	answers := []api.Entry{}
	for _, e := range entries {
		a := api.Entry{ID: e.ID, At: e.At.In(zone), Kind: e.Kind, By: e.By, Booking: e.Booking, Person: string(e.Person), Name: names[e.Person], Second: string(e.Second),
			Reply: e.Reply, Code: e.Code, Found: e.Found, Stated: e.Stated, Note: e.Note, Text: inWords(e)}
		if e.Second != "" {
			a.Name = prose.List([]string{names[e.Person], names[e.Second]})
		}
		if b, ok := byID[e.Booking]; ok {
			start := b.Span.Start.In(zone)
			if !e.Start.IsZero() {
				start = e.Start.In(zone)
			}
			a.Start = &start
			a.Invited = e.Kind == api.EntryBooked && c.invites(b.Calendar)
		}
		answers = append(answers, a)
	}
	return answers
}

// inWords returns what e says besides its kind. Nobody should read it for anything else:
// the fields of e say the same.
func inWords(e store.Entry) string {
	byUser := e.By == api.ByUser
	switch {
	case e.Reply != "":
		return strings.Join(prose.NonEmpty(e.Note, "answer: "+e.Reply.Words()), "; ")
	case e.Kind == api.EntryGuard && byUser:
		return strings.Join(prose.NonEmpty(e.Note, "by you"), ", ") // the note of somebody forgotten is erased
	case e.Kind == api.EntryGuard && e.By == api.ByGuest:
		return strings.Join(prose.NonEmpty(e.Note, "as they asked"), ", ")
	case e.By == api.ByAssistant && e.Kind != api.EntryCall && e.Kind != api.EntryAsked:
		return strings.Join(prose.NonEmpty(e.Note, "by your assistant"), ", ")
	case e.Code != "":
		return strings.Join(prose.NonEmpty(string(e.Code), e.Note), ": ")
	case e.Note != "":
		return e.Note
	case e.Found:
		return "found in the calendar"
	case e.Stated != "":
		return "states: " + string(e.Stated)
	case e.Kind == api.EntryProposed && byUser:
		return "undone by you"
	case byUser:
		return "by you"
	}
	return ""
}
