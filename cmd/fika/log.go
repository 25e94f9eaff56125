package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fika/calendar/vdir"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/client"
)

func newLogCommand(a *cli) *cobra.Command {
	var follow bool
	var last int
	cmd := &cobra.Command{
		Use:     "log",
		GroupID: looking,
		Short:   "What fika did and why",
		Long: `Prints the newest entries of the log, oldest first. With --follow it goes on with
what the running fika does, one JSON object a line with --json.`,
		Example: "  fika log\n  fika log --last 0     all of it\n  fika log --follow",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if last < 0 {
				return usage("--last %d is less than nothing", last)
			}
			if follow {
				return a.follow(cmd.Context(), last)
			}
			answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.Log, error) {
				return s.History(cmd.Context(), 0, last)
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.entries(answer.Entries) })
		},
	}
	cmd.Flags().BoolVar(&follow, "follow", false, "go on until interrupted; needs a running fika")
	cmd.Flags().IntVar(&last, "last", 40, "at most `N` entries, 0 for all")
	return cmd
}

// follow prints entries as they come until ctx ends.
func (a *cli) follow(ctx context.Context, last int) error {
	where, err := a.paths()
	if err != nil {
		return err
	}
	c, seen := client.New(where.Socket), int64(0)
	fetch := func() (api.Log, error) { return c.History(ctx, seen, last) }
	return app.Follow(ctx, fetch, func(answer api.Log) error {
		last = 0
		for _, e := range answer.Entries {
			if err := a.entry(e); err != nil {
				return err
			}
			seen = e.ID
		}
		return nil
	})
}

// entry prints one entry on one line, however long, for output that goes on:
// whoever reads a journal counts lines.
func (a *cli) entry(e api.Entry) error {
	if !a.flags.json {
		return a.show(func(out *page) { out.line("%s%s", out.lead(e), out.sentence(e)) })
	}
	return a.jsonLine(e)
}

func (p *page) entries(list []api.Entry) {
	for _, e := range list {
		p.wrap(p.lead(e), p.sentence(e))
	}
}

// lead is when it happened and, to be typed again, to which booking.
func (p *page) lead(e api.Entry) string {
	return fmt.Sprintf("%s  %-6s  ", p.when(e.At), e.Booking)
}

// sentence says in words what e is about. Kinds that are not known here, as
// those of a fika to come, are printed as they are.
func (p *page) sentence(e api.Entry) string {
	who := cmp.Or(e.Name, string(e.Person))
	text, why := happened(e, who), e.Text
	if e.Kind == string(api.StateBooked) && !e.Invited && why == "" {
		why = vdir.Carrier
	}
	switch {
	case text == "":
		text = strings.Join(stated(e.Kind, who), " ")
	case e.Start != nil && e.Kind != "withdrawn": // its end was told a line before
		text += " (" + p.when(*e.Start) + ")"
	}
	if why == "by you" || strings.HasPrefix(why, answered) {
		why = "" // the sentence has it
	}
	return strings.Join(stated(text, why), ": ")
}

// answered begins the text of an entry about a guest's answer.
const answered = "answer: "

// happened is what became of the booking with who, "" if it is not known.
func happened(e api.Entry, who string) string {
	byUser := e.Text == "by you"
	switch e.Kind {
	case "proposed":
		return "coffee with " + who + " proposed"
	case "approved":
		if byUser {
			return "you said yes to " + who
		}
		return "coffee with " + who + " approved"
	case "sending":
		return "inviting " + who
	case "booked":
		switch {
		case e.Text != "": // it was seen there: nothing was written now
			return "coffee with " + who + " booked"
		case !e.Invited:
			return "invitation to " + who + " written"
		}
		return who + " is invited"
	case "without":
		return "a part of the invitation to " + who + " is left out"
	case "held":
		return "slot for " + who + " blocked"
	case "seen":
		if reply, ok := strings.CutPrefix(e.Text, answered); ok && !strings.Contains(reply, " ") {
			return who + " said " + reply
		} else if ok {
			return who + " " + reply
		}
		return "coffee with " + who
	case "declined":
		return "no coffee with " + who
	case "withdrawn":
		return "coffee with " + who + " taken out of the calendar"
	case "met":
		return "you met " + who
	case "skipped", "cancelled":
		if byUser {
			return "you " + e.Kind + " " + who
		}
		return "coffee with " + who + " " + e.Kind
	case "expired", "released", "missed", "refused", "unknown":
		return "coffee with " + who + " " + e.Kind
	}
	return ""
}
