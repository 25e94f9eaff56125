package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/prose"
)

func newTodayCommand(a *cli) *cobra.Command {
	var other bool
	cmd := &cobra.Command{
		Use:     "today",
		GroupID: daily,
		Short:   "Show the one thing to do today",
		Long: `Prints one small thing to do, which takes two minutes at most, and how to do it.
Fika sees when it is done; what it cannot see, such as thinking of a question,
is done with fika today done.

The last line counts the days on which you did it, or on which there was nothing
to do. Two days in ten may be missed. Weekends, holidays, blackouts, days away and
days on which something held fika up do not count.`,
		Example: "  fika today\n  fika today --other      something else instead\n  fika today done",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.today(cmd.Context(), api.CallToday, other)
		},
	}
	cmd.Flags().BoolVar(&other, "other", false, "show what else could be done")
	cmd.AddCommand(&cobra.Command{
		Use:     "done",
		Short:   "Tell fika that you did the thing of today",
		Example: "  fika today done",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.today(cmd.Context(), api.CallTodayDone, false)
		},
	})
	return a.addFreshFlag(cmd)
}

func (a *cli) today(ctx context.Context, c api.Call[api.NoArgs, api.Today], other bool) error {
	answer, err := call(ctx, a, c, api.NoArgs{})
	if err != nil {
		return err
	}
	return a.answer(answer, func(out *page) { out.today(answer, other) })
}

// maxOthers is how many other acts are shown: a choice, not a list of duties.
const maxOthers = 3

func (p *page) today(a api.Today, other bool) {
	if other {
		for _, act := range a.Others[:min(maxOthers, len(a.Others))] {
			p.act("Or", act)
		}
		if len(a.Others) == 0 {
			p.Line("Nothing else waits.")
		}
		return
	}
	p.act("Today", a.Act)
	if a.Days.Of > 0 {
		p.Line("Kept %d of the last %s.", a.Days.Kept, prose.Count(a.Days.Of, "working day"))
	}
	if a.Well && a.Synced != nil {
		p.Line("fika is well; calendars read %s.", p.When(*a.Synced))
	}
	p.age(a.View, a.Now)
}

// act prints an act below a word that says when.
func (p *page) act(when string, a api.Act) {
	if effort := aboutTime(time.Duration(a.Seconds) * time.Second); effort != "" {
		when += " (" + effort + ")"
	}
	p.Wrap("", when+": "+a.Text)
	for _, question := range a.Questions {
		p.Wrap("    - ", question)
	}
	commands := prose.NonEmpty(a.Command)
	switch a.Code {
	case api.ActDecide:
		if a.Booking != "" && strings.HasPrefix(a.Command, "fika approve ") {
			commands = append(commands, "fika skip "+a.Booking, "fika why "+a.Booking)
		}
	case api.ActPrepare, api.ActLosing, api.ActTell, api.ActMirror:
		commands = append(commands, "fika today done")
	}
	for _, command := range commands {
		p.Hint(command)
	}
	if a.Hint != "" {
		p.Wrap("  ", a.Hint)
	}
}

// aboutTime says how long something takes, "" for no time.
func aboutTime(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Minute:
		return fmt.Sprintf("about %d seconds", int(d.Seconds()))
	case d < 90*time.Second:
		return "about a minute"
	default:
		return "about two minutes"
	}
}
