package daemon

import (
	"context"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
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

func (by basis) entryAnswers(entries []store.Entry, bookings []store.Booking) []api.Entry {
	zone := by.zone()
	byID, names := map[string]store.Booking{}, map[mailbox.Address]string{}
	for _, b := range bookings {
		byID[b.ID], names[b.Person] = b, b.Name
	}
	answers := []api.Entry{}
	for _, e := range entries {
		a := api.Entry{ID: e.ID, At: e.At.In(zone), Kind: e.Kind, Booking: e.Booking, Person: string(e.Person), Name: names[e.Person], Text: e.Text}
		if b, ok := byID[e.Booking]; ok {
			start := b.Span.Start.In(zone)
			a.Start = &start
			a.Invited = e.Kind == string(store.Booked) && by.invites(b.Calendar)
		}
		answers = append(answers, a)
	}
	return answers
}
