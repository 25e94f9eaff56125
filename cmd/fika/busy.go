package main

import (
	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/moment"
	"fika/internal/span"
)

// windowFlags adds --from and --to to cmd and returns what reads them.
func windowFlags(cmd *cobra.Command, a *cli) func(*app.Session) (span.Span, error) {
	from := cmd.Flags().String("from", "now", "the first moment `T`")
	to := cmd.Flags().String("to", "+7d", "the moment `T` after the last")
	return func(s *app.Session) (span.Span, error) {
		zone, err := s.Zone(cmd.Context(), a.now())
		if err != nil {
			return span.Span{}, err
		}
		return moment.Window(*from, *to, a.now(), zone)
	}
}

func newBusyCommand(a *cli) *cobra.Command {
	var person string
	cmd := &cobra.Command{
		Use:     "busy",
		GroupID: looking,
		Short:   "When you, or somebody, cannot meet, as the calendars say",
		Long: `Prints what makes busy, calendar by calendar, and why, with the way to an event
where the calendar knows how long it takes. What could not be understood counts
as busy too; fika events says what that is. Of a colleague only the times are
told.

` + moment.Help,
		Example: "  fika busy --to tomorrow\n  fika busy --person ana --from today --to +2w",
		Args:    nothing,
	}
	window := windowFlags(cmd, a)
	a.freshly(cmd)
	cmd.Flags().StringVar(&person, "person", "", "of the colleague `P` instead of yours")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.Busy, error) {
			w, err := window(s)
			if err != nil {
				return api.Busy{}, err
			}
			return s.Busy(cmd.Context(), a.now(), w, person, a.asks(s))
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
		p.Line("Nothing between %s and %s.", p.When(a.From), p.When(a.To))
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

// reasonWord is why an event does what it does to the time, "" for that it is
// one: a column that says "event" in each row says nothing.
func reasonWord(why string) string {
	if why == "event" {
		return ""
	}
	return why
}
