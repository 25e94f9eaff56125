package main

import (
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/app"
)

func newEventsCommand(a *cli) *cobra.Command {
	var file, zone, from, to string
	cmd := &cobra.Command{
		Use:     "events",
		GroupID: information,
		Short:   "List every occurrence in the calendars or one file, busy or free",
		Long: `Prints every occurrence in a period, with series expanded, why it is busy or
free, and what could not be understood. --file needs neither a configuration nor
a state; - reads stdin.

` + momentHelp,
		Example: "  fika events --to tomorrow\n  fika events --file invite.ics --zone Europe/Stockholm --from 2026-03-01 --to +4w",
		Args:    noArgs,
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
	f.StringVar(&zone, "zone", "", "the `ZONE` of floating times and all-day events in the file")
	f.StringVar(&from, "from", "now", "the start `T`")
	f.StringVar(&to, "to", "+7d", "the end `T`, exclusive")
	return a.addFreshFlag(cmd)
}

func (a *cli) events(cmd *cobra.Command, file, zone, from, to string) (api.Events, error) {
	if file != "" {
		return a.fileEvents(file, zone, from, to)
	}
	if zone != "" {
		return api.Events{}, usage("--zone needs --file; your calendars use the zone of the configuration")
	}
	return withSession(cmd.Context(), a, func(s *app.Session) (api.Events, error) {
		zone, err := s.Zone(cmd.Context(), a.now())
		if err != nil {
			return api.Events{}, err
		}
		window, err := parseWindow(from, to, a.now(), zone)
		if err != nil {
			return api.Events{}, err
		}
		return api.CallEvents.Make(cmd.Context(), s, api.EventsArgs{Window: api.Span(window)})
	})
}

func (a *cli) fileEvents(file, name, from, to string) (api.Events, error) {
	zone, err := a.zoneOrOwn(name)
	if err != nil {
		return api.Events{}, err
	}
	window, err := parseWindow(from, to, a.now(), zone)
	if err != nil {
		return api.Events{}, err
	}
	data, err := a.read(file)
	if err != nil {
		return api.Events{}, api.NewFault(api.CodeUnreadable, err.Error())
	}
	return app.FileEvents(file, data, window, zone)
}

func (a *cli) zoneOrOwn(name string) (*time.Location, error) {
	if name == "" {
		return a.zone(), nil
	}
	return parseZone(name)
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
	zone, err := parseZone(a.Zone)
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

// occurrence formats the time of e on the user's clock.
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
