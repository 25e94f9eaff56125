package main

import (
	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/span"
)

// windowFlags adds --from and --to to cmd and returns a function that reads them.
func windowFlags(cmd *cobra.Command, a *cli) func(*app.Session) (span.Span, error) {
	from := cmd.Flags().String("from", "now", "the start `T`")
	to := cmd.Flags().String("to", "+7d", "the end `T`, exclusive")
	return func(s *app.Session) (span.Span, error) {
		zone, err := s.Zone(cmd.Context(), a.now())
		if err != nil {
			return span.Span{}, err
		}
		return parseWindow(*from, *to, a.now(), zone)
	}
}

func newBusyCommand(a *cli) *cobra.Command {
	var person string
	cmd := &cobra.Command{
		Use:     "busy",
		GroupID: information,
		Short:   "Show when you or a colleague cannot meet",
		Long: `Prints what makes you busy, calendar by calendar, and why, including travel to
an event if the calendar knows how long it takes. What fika cannot understand
counts as busy too; fika events shows what that is. For a colleague only the
times are shown.

` + momentHelp,
		Example: "  fika busy --to tomorrow\n  fika busy --person ana --from today --to +2w",
		Args:    noArgs,
	}
	window := windowFlags(cmd, a)
	a.addFreshFlag(cmd)
	cmd.Flags().StringVar(&person, "person", "", "show the colleague `P` instead of you")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		answer, err := withSession(cmd.Context(), a, func(s *app.Session) (api.Busy, error) {
			w, err := window(s)
			if err != nil {
				return api.Busy{}, err
			}
			return api.CallBusy.Make(cmd.Context(), s, api.BusyArgs{Window: api.Span(w), Who: person, Fresh: a.shouldRequestBusy(s)})
		})
		if err != nil {
			return err
		}
		return a.answer(answer, func(out *page) { out.busy(answer, person != "") })
	}
	return cmd
}

func (p *page) busy(a api.Busy, colleague bool) {
	if len(a.Merged) == 0 {
		p.Line("Not busy between %s and %s.", p.When(a.From), p.When(a.To))
		return
	}
	if colleague {
		p.spans(a.Merged)
		return
	}
	var rows [][]string
	for _, b := range a.Busy {
		rows = append(rows, []string{p.From(b.Start, b.End), p.Clip(b.Calendar, 10), b.Title, reasonWord(b.Why)})
	}
	p.Fit(2, rows...)
}

func (p *page) spans(list []api.Span) {
	for _, s := range list {
		p.Line("%s", p.From(s.Start, s.End))
	}
}

// reasonWord says why an event is busy or free. It is "" for an ordinary event, because
// "event" in each row would be noise.
func reasonWord(why string) string {
	if why == "event" {
		return ""
	}
	return why
}
