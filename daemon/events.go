package daemon

import (
	"context"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/span"
)

// Events returns the user's events in window. It reads what is outside of the view.
func (d *Daemon) Events(ctx context.Context, window span.Span) (api.Events, error) {
	all, err := d.listingIn(ctx, window)
	if err != nil {
		return api.Events{}, err
	}
	whole := calendar.Listing{Problems: all.problems}
	for _, e := range all.events {
		if e.Overlaps(window) { // not only the travel to it
			whole.Events = append(whole.Events, e.Event)
		}
	}
	slices.SortStableFunc(whole.Events, func(x, y calendar.Event) int { return x.Span.Start.Compare(y.Span.Start) })
	a := EventAnswers(whole, all.owner())
	a.View = all.from
	return a, nil
}

// EventAnswers converts a listing to an answer, as owner sees it.
func EventAnswers(listing calendar.Listing, owner calendar.Owner) api.Events {
	a := api.Events{Zone: owner.Zone.String(), Events: []api.Event{}, Problems: []api.Problem{}}
	for _, e := range listing.Events {
		if e.FreeBusy {
			continue // a period without an event, which counts for busy times
		}
		as, why := owner.Availability(e)
		one := api.Event{
			UID: e.UID, AllDay: e.AllDay, Status: string(e.Status), Transparency: "OPAQUE", Title: e.Title,
			Start: e.Span.Start.UTC().Format(time.RFC3339), End: e.Span.End.UTC().Format(time.RFC3339),
			Busy: as.String(), Why: why,
		}
		if e.Transparent {
			one.Transparency = "TRANSPARENT"
		}
		if e.AllDay {
			one.Start, one.End = e.Span.Start.In(owner.Zone).Format(time.DateOnly), e.Span.End.In(owner.Zone).Format(time.DateOnly)
		}
		a.Events = append(a.Events, one)
	}
	for _, p := range listing.Problems {
		a.Problems = append(a.Problems, api.Problem{File: p.File, Line: p.Line, UID: p.UID, Text: p.Text})
	}
	return a
}
