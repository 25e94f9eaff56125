package daemon

import (
	"context"
	"time"

	"fika/internal/store"
)

// Figures are the metrics of a daemon. They contain no people, titles or names of
// calendars.
type Figures struct {
	Version   string
	Pulse     Pulse
	Calendars []CalendarFigures
	Bookings  map[store.State]int
	Size      int64 // of the store in bytes, without its write-ahead log
}

// CalendarFigures are the metrics of one of the user's calendars.
type CalendarFigures struct {
	Kind   string
	Events int       // in the synced window
	Read   time.Time // when it was last read; zero if never
}

// Figures returns the current metrics. They come from the last pass and the store, so
// they are available while a pass hangs.
func (d *Daemon) Figures(ctx context.Context) (Figures, error) {
	f := Figures{Version: d.options.Version, Pulse: d.Pulse()}
	known, err := d.store.Syncs(ctx)
	if err != nil {
		return f, err
	}
	for _, src := range d.inForce().sources {
		y := syncOf(known, src.Name)
		f.Calendars = append(f.Calendars, CalendarFigures{src.Kind, y.Events, y.At})
	}
	if f.Bookings, err = d.store.CountByState(ctx); err != nil {
		return f, err
	}
	f.Size, err = d.store.Size(ctx)
	return f, err
}
