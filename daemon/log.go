package daemon

import (
	"context"
	"time"

	"fika/internal/store"
	"fika/planner"
)

// LogAnswer is what fika did and why: fika.log/v1.
type LogAnswer struct {
	Schema  string        `json:"schema"`
	Entries []EntryAnswer `json:"entries"`
}

// EntryAnswer is one line of the log. Name and Start are those of its booking as
// they are known now, for people to read; an entry about no booking has none.
type EntryAnswer struct {
	ID      int64            `json:"id"`
	At      time.Time        `json:"at"`
	Kind    string           `json:"kind"`
	Booking string           `json:"booking,omitempty"`
	Person  planner.PersonID `json:"person,omitempty"`
	Name    string           `json:"name,omitempty"`
	Start   *time.Time       `json:"start,omitempty"`
	Text    string           `json:"text,omitempty"`
	Invited bool             `json:"invited,omitempty"` // booked: on a calendar whose server brings the invitation to the guest
}

// History answers with the log after the entry with id after, the newest limit
// entries of it if limit is not 0.
func (d *Daemon) History(ctx context.Context, after int64, limit int) (LogAnswer, error) {
	entries, err := d.logged(ctx, after, limit)
	return LogAnswer{Schema: "fika.log/v1", Entries: entries}, fault(err)
}

// logged reads a part of the log with the bookings that it is about.
func (d *Daemon) logged(ctx context.Context, after int64, limit int) ([]EntryAnswer, error) {
	entries, err := d.store.Log(ctx, after, "", limit)
	if err != nil || len(entries) == 0 {
		return []EntryAnswer{}, err
	}
	bookings, err := d.store.Bookings(ctx, time.Time{})
	return d.entryAnswers(entries, bookings), err
}

func (d *Daemon) entryAnswers(entries []store.Entry, bookings []store.Booking) []EntryAnswer {
	zone := d.zone()
	byID, names := map[string]store.Booking{}, map[planner.PersonID]string{}
	for _, b := range bookings {
		byID[b.ID], names[b.Person] = b, b.Name
	}
	answers := []EntryAnswer{}
	for _, e := range entries {
		a := EntryAnswer{ID: e.ID, At: e.At.In(zone), Kind: e.Kind, Booking: e.Booking, Person: e.Person, Name: names[e.Person], Text: e.Text}
		if b, ok := byID[e.Booking]; ok {
			start := b.Span.Start.In(zone)
			a.Start = &start
			a.Invited = e.Kind == string(store.Booked) && d.invites(b.Calendar)
		}
		answers = append(answers, a)
	}
	return answers
}

// invites reports whether an invitation in the calendar of that name reaches its
// guest by itself.
func (d *Daemon) invites(name string) bool {
	for _, src := range d.sources {
		if src.Name == name {
			return src.Invites
		}
	}
	return false
}
