package daemon

import (
	"context"
	"time"

	"fika/internal/store"
)

// Figures are what a monitor may know of a daemon: nobody's name, no title and no
// name of a calendar.
type Figures struct {
	Version   string
	Pulse     Pulse
	Calendars []CalendarFigures
	Bookings  map[store.State]int
	Size      int64 // of the store in bytes, without its log
}

// CalendarFigures are those of one of the user's calendars.
type CalendarFigures struct {
	Kind   string
	Events int       // in the window that is read
	Read   time.Time // when it was last; zero if never
}

// Figures returns those of now. They come from the last pass and the store, so that
// they are there while a pass hangs.
func (d *Daemon) Figures(ctx context.Context) (Figures, error) {
	f := Figures{Version: d.options.Version, Pulse: d.Pulse()}
	known, err := d.store.Syncs(ctx)
	if err != nil {
		return f, err
	}
	for _, src := range d.sources {
		y := syncOf(known, src.Name)
		f.Calendars = append(f.Calendars, CalendarFigures{src.Kind, y.Events, y.At})
	}
	if f.Bookings, err = d.store.Census(ctx); err != nil {
		return f, err
	}
	f.Size, err = d.store.Size(ctx)
	return f, err
}
