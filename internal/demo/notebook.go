package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
)

// remark is a note that Maya takes, from data/notes.csv.
type remark struct {
	days int    // before the weeks end; coffeeDays if it belongs to a coffee
	who  string // a person's key; of one that belongs to a coffee, the department of its guest
	kind api.NoteKind
	due  string // of a promise: in days after the end, which may be negative; "" for none
	text string
}

// coffeeDays marks a remark that belongs to a coffee.
const coffeeDays = -1

// noteHour is when Maya writes down what she learned that day.
const noteHour = 17

func loadRemarks() []remark {
	var all []remark
	for _, row := range readTable("notes.csv") {
		r := remark{who: row["person"], kind: api.NoteKind(row["kind"]), due: row["due"], text: row["text"], days: coffeeDays}
		if row["days"] != "coffee" {
			r.days = number(row["days"])
		}
		all = append(all, r)
	}
	return all
}

// writeRemarks writes the notes that are due by at, each at its own time.
func (p *Play) writeRemarks(ctx context.Context, at time.Time) error {
	var later []remark
	for _, r := range p.remarks {
		when := noteTime(p.until, r.days)
		if r.days == coffeeDays || when.After(at) {
			later = append(later, r)
			continue
		}
		args := api.NoteArgs{About: string(p.company.people.find(r.who).address), Notes: []api.NewNote{{Kind: r.kind, Text: r.text}}}
		if r.due != "" {
			args.By = p.until.AddDate(0, 0, number(r.due)).Format(time.DateOnly)
		}
		if _, err := p.daemon.AddNotes(ctx, when, args); err != nil {
			return fmt.Errorf("a note about %s: %w", r.who, err)
		}
	}
	p.remarks = later
	return nil
}

// noteTime returns when Maya writes that many days before the end: late on that day, or
// on the Friday before a weekend.
func noteTime(end time.Time, days int) time.Time {
	y, m, d := end.AddDate(0, 0, -days).Date()
	at := time.Date(y, m, d, noteHour, 0, 0, 0, end.Location())
	for at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		at = at.AddDate(0, 0, -1)
	}
	return at
}

// writeAboutCoffees writes what Maya learned in the coffees that are over, one note for
// each, as long as there is something to say about the guest's department. She has not
// yet written about coffees of the last three days.
func (p *Play) writeAboutCoffees(ctx context.Context, at time.Time) error {
	bookings, err := p.daemon.Bookings(ctx, at, true)
	if err != nil {
		return err
	}
	for _, b := range bookings.Bookings {
		if b.State != api.StateMet || b.End.After(p.until.AddDate(0, 0, -3)) || p.noted[b.ID] {
			continue
		}
		guest := p.company.people.find(b.Person)
		i := slices.IndexFunc(p.remarks, func(r remark) bool { return r.days == coffeeDays && r.who == guest.department })
		if i < 0 {
			continue
		}
		r := p.remarks[i]
		p.remarks = slices.Delete(p.remarks, i, i+1)
		p.noted[b.ID] = true
		if _, err := p.daemon.AddNotes(ctx, at, api.NoteArgs{About: b.ID, Notes: []api.NewNote{{Kind: r.kind, Text: r.text}}}); err != nil {
			return fmt.Errorf("a note about the coffee with %s: %w", b.Name, err)
		}
	}
	return nil
}
