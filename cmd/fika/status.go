package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
	"fika/internal/client"
	"fika/internal/prose"
	"fika/internal/terminal"
	"fika/planner"
)

func newStatusCommand(a *cli) *cobra.Command {
	var check, watched bool
	cmd := &cobra.Command{
		Use:     "status",
		GroupID: daily,
		Short:   "Show the state of fika: what holds it up, what comes next",
		Long: `Prints what keeps fika from sending, the next meetings, the calendars, what is
left of the caps, and one small thing to do today.

With --check the exit code is 3 if something holds fika up or could not be read,
else 4 if no fika is running, else 0.

With --watch it keeps running: a terminal shows the newest status; other output
gets each change, with --json as one JSON object per line.`,
		Example: "  fika status\n  fika status --watch\n  fika status --check --quiet || echo look at fika",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case watched && check:
				return usage("--check exits at once and --watch does not; use one of them")
			case watched:
				return a.watchStatus(cmd.Context())
			}
			return a.status(cmd.Context(), check)
		},
	}
	cmd.Flags().BoolVar(&watched, "watch", false, "keep printing until interrupted; needs a running fika")
	cmd.Flags().BoolVar(&check, "check", false, "exit with 3 or 4 if something is wrong")
	return a.addFreshFlag(cmd)
}

func (a *cli) status(ctx context.Context, check bool) error {
	remote := false
	answer, err := withSession(ctx, a, func(s *app.Session) (api.Status, error) {
		remote = s.Remote
		return api.CallStatus.Make(ctx, s, api.NoArgs{})
	})
	if err != nil {
		return err
	}
	if err := a.answer(answer, func(out *page) { out.status(answer, remote) }); err != nil {
		return err
	}
	switch {
	case !check:
		return nil
	case len(answer.Holds) > 0 || len(answer.Problems) > 0:
		return errAttention
	case !remote:
		return api.NewFault(api.CodeNoDaemon, "no fika is running")
	}
	return nil
}

// watchStatus prints the status when it changes, until ctx ends.
func (a *cli) watchStatus(ctx context.Context) error {
	where, err := a.paths()
	if err != nil {
		return err
	}
	c, shown := client.New(where.Socket), ""
	fetch := func() (api.Status, error) { return api.CallStatus.Make(ctx, c, api.NoArgs{}) }
	return app.Follow(ctx, fetch, func(answer api.Status) error {
		still := answer
		still.Now, still.LastPass, still.Pass, still.View = time.Time{}, nil, nil, api.View{}
		text, err := json.Marshal(still)
		if err != nil {
			return err
		}
		live := !a.flags.json && terminal.Is(a.stdout)
		if string(text) == shown && !live {
			return nil
		}
		shown = string(text)
		if a.flags.json {
			return a.jsonLine(answer)
		}
		return a.show(func(out *page) {
			if live {
				out.WriteString("\x1b[H\x1b[2J") // cursor home, clear screen
			}
			out.status(answer, true)
		})
	})
}

func (p *page) status(a api.Status, remote bool) {
	p.holds(a.Holds)
	p.Head("Next:")
	for _, m := range a.Next {
		p.Line("  %s  %s  %s, %s", m.ID, p.When(m.Start), p.Clip(m.Name, 30), strings.Join(prose.NonEmpty(apitext.State(m.State, m.Reply), apitext.Link(m)), ", "))
		if m.Waits != "" {
			p.Wrap("      ", "waiting because "+m.Waits)
		}
		if m.MovingTo != nil {
			p.Line("      moves to %s", p.When(*m.MovingTo))
		}
		p.counter("      ", m.Counter, m.ID, m.Name)
		p.comments("      ", m.Comments)
	}
	if len(a.Next) == 0 {
		p.Line("  no meeting")
	}
	p.Head("Calendars:")
	for _, c := range a.Calendars {
		p.calendar(c)
	}
	p.Head("Caps:")
	p.caps(a.Caps)
	p.Head("Today:")
	p.Wrap("  ", a.Act.Text)
	for _, question := range a.Act.Questions {
		p.Wrap("    - ", question)
	}
	p.Hint(cmp.Or(a.Act.Hint, a.Act.Command))
	if a.Unsure > 0 {
		p.Wrap("", fmt.Sprintf("Waiting for your ok before fika invites them: %s", prose.Count(a.Unsure, "person")))
		p.Hint("fika people --unsure")
	}
	p.problems(a.Problems)
	p.Head(runningLine(p, a, remote))
	p.age(a.View, a.Now)
}

// caps shows how much of each cap is used; of those of which most users never hear only
// what stops something now.
func (p *page) caps(c api.Caps) {
	p.Line("  %s today, %s this week, %s unanswered", formatCap(c.Day), formatCap(c.Week), formatCap(c.Open))
	p.Line("  %s invitations sent today, %s this week", formatCap(c.SentDay), formatCap(c.SentWeek))
	if c.First.Used < c.First.Limit {
		p.Wrap("  ", fmt.Sprintf("%d of the first %d invitations sent; you approve each of these", c.First.Used, c.First.Limit))
	}
	if c.Upward.Until != nil {
		p.Wrap("  ", fmt.Sprintf("no first contact with anybody %d or more levels up before %s", planner.FarAbove, p.Day(*c.Upward.Until)))
	}
}

func (p *page) calendar(c api.Calendar) {
	read := "not read yet"
	if c.LastSync != nil {
		read = "read " + p.When(*c.LastSync)
	}
	book := ""
	if c.Book {
		book = ", fika writes here"
	}
	p.Line("  %s (%s%s): %s, %s", c.Name, c.Kind, book, prose.Count(c.Events, "event"), read)
	if c.Problem != "" {
		p.Wrap("    ", c.Problem)
	}
}

func formatCap(c api.Cap) string { return fmt.Sprintf("%d of %d", c.Used, c.Limit) }

// age says how old an answer is, unless it is recent.
func (p *page) age(v api.View, now time.Time) {
	const young = 5 * time.Minute
	if !v.Seen.IsZero() && now.Sub(v.Seen) > young {
		p.Line("As of %s; use --fresh to run a pass first.", p.When(v.Seen))
	}
}

// runningLine says whether fika is running.
func runningLine(p *page, a api.Status, remote bool) string {
	last := "no pass yet"
	if a.LastPass != nil {
		last = "last pass " + p.When(*a.LastPass)
	}
	if a.Pass != nil {
		last += fmt.Sprintf("; a pass that began at %s %s", a.Pass.Since.Format("15:04"), a.Pass.Does)
	}
	if remote {
		return "fika is running; " + last + "."
	}
	return "fika is not running; " + last + ". Start it with: fika run"
}
