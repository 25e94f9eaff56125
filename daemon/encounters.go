package daemon

import (
	"context"
	"strings"

	"fika/calendar"
	"fika/internal/date"
	"fika/internal/network"
	"fika/internal/span"
)

// encounterCache keeps past encounters between passes: expanding two years of calendars
// every five minutes would be most of the daemon's work.
type encounterCache struct {
	key        string
	encounters []network.Encounter
}

// readEncounters returns whom the user met and when, according to the calendars.
func (o *observer) readEncounters(ctx context.Context) ([]network.Encounter, error) {
	if o.blind {
		return o.d.encounterCache.encounters, nil
	}
	today := date.Of(o.now, o.settings.Rules.Zone)
	key := []string{today.String()}
	for _, r := range o.readings {
		key = append(key, r.source.Name, r.Version)
	}
	if k := strings.Join(key, "\x00"); k != o.d.encounterCache.key {
		past := span.Span{Start: o.now.AddDate(0, 0, -PastDays), End: o.window.Start}
		var read []calendar.Listing
		for _, src := range o.sources {
			listing, err := o.d.calendar(src).List(ctx, past)
			if err != nil {
				// It was read a moment ago. The ties of the last pass will do for one
				// pass.
				o.problems = append(o.problems, src.Name+": "+err.Error())
				return o.d.encounterCache.encounters, ctx.Err()
			}
			read = append(read, listing)
		}
		events, _ := o.owner().Combine(read)
		o.d.encounterCache = encounterCache{key: k, encounters: encounters(o.owner(), events)}
	}
	// The window around now is read each time: an event of this morning is an encounter
	// this afternoon.
	events, _ := o.events()
	return append(encounters(o.owner(), events), o.d.encounterCache.encounters...), nil
}

// encounters returns the events at which the owner met somebody.
func encounters(owner calendar.Owner, events []calendar.Event) []network.Encounter {
	var met []network.Encounter
	for _, e := range events {
		if with, size := owner.Met(e); len(with) > 0 {
			met = append(met, network.Encounter{Span: e.Span, Size: size, With: with})
		}
	}
	return met
}
