package main

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/moment"
	"fika/internal/span"
	"fika/planner"
)

func newEventsCommand(a *cli) *cobra.Command {
	var file, zone, from, to string
	cmd := &cobra.Command{
		Use:     "events",
		GroupID: looking,
		Short:   "Every occurrence in the calendars or in one file, busy or free",
		Long: `Prints every occurrence in a stretch of time, series expanded, with what makes it
busy or free, and what could not be understood. With --file neither a
configuration nor a state is needed; - reads stdin.

` + moment.Help,
		Example: "  fika events --to tomorrow\n  fika events --file invite.ics --zone Europe/Stockholm --from 2026-03-01 --to +4w",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := a.events(cmd, file, zone, from, to)
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.events(answer) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&file, "file", "", "read the iCalendar file `F` only")
	f.StringVar(&zone, "zone", "", "the `ZONE` of floating times and of all-day events in the file")
	f.StringVar(&from, "from", "now", "the first moment `T`")
	f.StringVar(&to, "to", "+7d", "the moment `T` after the last")
	return cmd
}

func (a *cli) events(cmd *cobra.Command, file, zone, from, to string) (api.Events, error) {
	if file != "" {
		return a.fileEvents(file, zone, from, to)
	}
	if zone != "" {
		return api.Events{}, usage("--zone goes with --file; your calendars are read in the zone of the configuration")
	}
	return ask(cmd.Context(), a, func(s *app.Session) (api.Events, error) {
		zone, err := s.Zone(cmd.Context(), a.now())
		if err != nil {
			return api.Events{}, err
		}
		window, err := moment.Window(from, to, a.now(), zone)
		if err != nil {
			return api.Events{}, err
		}
		return s.Events(cmd.Context(), window)
	})
}

func (a *cli) fileEvents(file, name, from, to string) (api.Events, error) {
	zone, err := a.zoneOrOwn(name)
	if err != nil {
		return api.Events{}, err
	}
	window, err := moment.Window(from, to, a.now(), zone)
	if err != nil {
		return api.Events{}, err
	}
	data, err := a.read(file)
	if err != nil {
		return api.Events{}, api.NewFault(api.CodeUnreadable, err.Error())
	}
	if !bytes.Contains(bytes.ToUpper(data), []byte("BEGIN:V")) {
		return api.Events{}, api.NewFault(api.CodeNotCalendar, file+" is no calendar: no component begins in it")
	}
	return expand(file, data, window, zone), nil
}

// expand is what data, the content of file, says in window. A whole day is a
// date and no instant: it belongs into a window that holds some of it on the
// clocks on which the window was typed, wherever zone is.
func expand(file string, data []byte, window span.Span, zone *time.Location) api.Events {
	const day = 24 * time.Hour
	var listing calendar.Listing
	listing.Events, listing.Problems = ics.Parse(data).Expand(window.Pad(2*day, 2*day), zone)
	listing.Events = slices.DeleteFunc(listing.Events, func(e calendar.Event) bool {
		s := e.Span
		if e.AllDay {
			s.Start, s.End = sameDate(s.Start.In(zone), window.Start.Location()), sameDate(s.End.In(zone), window.End.Location())
		}
		return !s.Overlaps(window) && !(s.Empty() && window.Contains(s.Start))
	})
	for i := range listing.Problems {
		listing.Problems[i].File = cmp.Or(listing.Problems[i].File, file)
	}
	return daemon.Events(listing, calendar.Owner{Zone: zone})
}

// sameDate is the first moment in zone of the date that t shows.
func sameDate(t time.Time, zone *time.Location) time.Time {
	return planner.DateOf(t, t.Location()).At(0, zone)
}

func (a *cli) zoneOrOwn(name string) (*time.Location, error) {
	if name == "" {
		return a.anyZone(), nil
	}
	return moment.Zone(name)
}

func (a *cli) read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(a.stdin)
	}
	return os.ReadFile(file)
}

func (p *page) events(a api.Events) {
	if len(a.Events) == 0 {
		p.Line("No events.")
	}
	zone, err := moment.Zone(a.Zone)
	if err != nil {
		zone = time.UTC
	}
	var rows [][]string
	for _, e := range a.Events {
		rows = append(rows, []string{p.occurrence(e, zone), e.Busy, e.Title, reasonWord(e.Why)})
	}
	p.Fit(2, rows...)
	var problems []string
	for _, b := range a.Problems {
		problems = append(problems, calendar.Problem{File: b.File, Line: b.Line, UID: b.UID, Text: b.Text}.String())
	}
	p.problems(problems)
}

// occurrence is when e is, on the user's clock.
func (p *page) occurrence(e api.Event, zone *time.Location) string {
	layout := time.RFC3339
	if e.AllDay {
		layout = time.DateOnly
	}
	start, err := time.ParseInLocation(layout, e.Start, zone)
	end, err2 := time.ParseInLocation(layout, e.End, zone)
	switch {
	case err != nil || err2 != nil:
		return e.Start
	case !e.AllDay:
		return p.From(start.In(zone), end.In(zone))
	case !end.After(start.AddDate(0, 0, 1)):
		return p.Day(start) + ", all day"
	}
	return p.Day(start) + " - " + p.Day(end.AddDate(0, 0, -1))
}
