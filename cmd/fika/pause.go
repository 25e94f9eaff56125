package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/moment"
	"fika/internal/store"
	"fika/internal/web"
)

// PauseAnswer is whether fika is stopped: fika.pause/v1.
type PauseAnswer struct {
	Schema string     `json:"schema"`
	Paused bool       `json:"paused"`
	Until  *time.Time `json:"until,omitempty"`
	Why    string     `json:"why,omitempty"`

	Cancel *api.Cancellation `json:"cancel,omitempty"` // with --cancel-until
}

func newPauseCommand(a *cli) *cobra.Command {
	var until, cancel, why string
	cmd := &cobra.Command{
		Use:     "pause",
		GroupID: running,
		Short:   "The stop button: nothing is sent until you resume",
		Long: `Stops everything that reaches another person or changes a calendar, at once and
always: with a broken configuration, a damaged state and a full disk. Fika goes
on reading, planning and answering.

For a sick day there is --cancel-until: it also takes back the coffees that begin
before a day, pauses until then unless --until says more, and asks once. Guests are
told in spite of the pause, and nothing else is sent. What you changed in your
calendar stays, and is named.

` + moment.Help,
		Example: "  fika pause\n  fika pause --until 2026-04-07 --why \"parental leave\"\n  fika pause --cancel-until tomorrow",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p := store.Pause{Since: a.now(), Why: why}
			var before time.Time
			for _, f := range []struct {
				name, text string
				into       *time.Time
			}{{"--cancel-until", cancel, &before}, {"--until", until, &p.Until}} {
				if f.text == "" {
					continue
				}
				var err error
				if *f.into, err = moment.Parse(f.text, a.now(), a.anyZone()); err != nil {
					return err
				}
				if !a.now().Before(*f.into) {
					return usage("%s %s is over already", f.name, f.text)
				}
			}
			if before.IsZero() {
				return a.pause(cmd.Context(), p)
			}
			if until == "" {
				p.Until = a.atLeast(before)
			}
			return a.sickDay(cmd.Context(), p, before)
		},
	}
	cmd.Flags().StringVar(&until, "until", "", "resume by itself at the time `T`")
	cmd.Flags().StringVar(&cancel, "cancel-until", "", "take back the coffees that begin before the time `T`")
	cmd.Flags().StringVar(&why, "why", "", "the reason, for yourself")
	return cmd
}

// atLeast is the end of a pause that goes on until then, and no shorter than one
// that stands.
func (a *cli) atLeast(until time.Time) time.Time {
	where, err := a.paths()
	if err != nil {
		return until // it comes up again where the pause is set
	}
	stood, paused, err := store.ReadPause(where.State, a.now())
	switch {
	case paused && (err != nil || stood.Until.IsZero()):
		return time.Time{}
	case paused && stood.Until.After(until):
		return stood.Until.In(until.Location())
	}
	return until
}

// sickDay pauses, and takes back the coffees that begin before that time. The
// pause comes first and whatever else fails: it is the stop button.
func (a *cli) sickDay(ctx context.Context, p store.Pause, before time.Time) error {
	known, unknown := a.cancelling(ctx, "", before)
	if unknown == nil {
		if err := a.confirmCancel(known); err != nil {
			return err
		}
	}
	where, err := a.paths()
	if err != nil {
		return err
	}
	p.Cancelled = true
	if err := store.SetPause(where.State, p); err != nil {
		return a.halfPaused(where.State, err)
	}
	if unknown != nil {
		a.nudge(ctx, where)
		return stillPaused(unknown)
	}
	answer, remote, err := a.cancelThese(ctx, known)
	a.nudge(ctx, where)
	if err != nil {
		return stillPaused(err)
	}
	err = a.answer(PauseAnswer{Schema: api.SchemaPause, Paused: true, Until: end(p), Why: p.Why, Cancel: &answer}, func(out *page) {
		out.cancelled(answer)
		out.line("")
		out.paused(p)
	})
	if !remote && len(answer.Cancelled) > 0 {
		a.say("No fika runs: the events go away with the next fika run, which the pause does not keep.")
	}
	return err
}

// end is when p ends by itself; nil if it does not.
func end(p store.Pause) *time.Time {
	if p.Until.IsZero() {
		return nil
	}
	return &p.Until
}

// stillPaused is err of cancelling under a pause that stands.
func stillPaused(err error) error {
	f := app.Explain(err)
	f.Text = "paused, but no coffee was cancelled: " + f.Text
	return f
}

func (p *page) paused(pause store.Pause) {
	if pause.Until.IsZero() {
		p.line("Paused. Nothing is sent until: fika resume")
		return
	}
	p.line("Paused until %s. To go on before: fika resume", sayZone(pause.Until))
}

func (a *cli) pause(ctx context.Context, p store.Pause) error {
	where, err := a.paths()
	if err != nil {
		return err
	}
	if err := store.SetPause(where.State, p); err != nil {
		return a.halfPaused(where.State, err)
	}
	a.nudge(ctx, where)
	answer := PauseAnswer{Schema: api.SchemaPause, Paused: true, Until: end(p), Why: p.Why}
	return a.answer(answer, func(out *page) { out.paused(p) })
}

// halfPaused says of a failed pause whether the stop stands all the same.
func (a *cli) halfPaused(state string, err error) error {
	f := app.Explain(err)
	if _, paused, _ := store.ReadPause(state, a.now()); paused {
		f.Text += "; nothing is sent all the same, until you resume"
	}
	return f
}

func newResumeCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "resume",
		GroupID: running,
		Short:   "End the pause",
		Example: "  fika resume",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			where, err := a.paths()
			if err != nil {
				return err
			}
			if err := store.ClearPause(where.State); err != nil {
				return err
			}
			a.nudge(cmd.Context(), where)
			return a.answer(PauseAnswer{Schema: api.SchemaPause}, func(out *page) {
				out.line("Not paused. What fika would do now: fika plan")
			})
		},
	}
}

// nudge asks a running daemon for a pass, so that it notices at once. That none
// runs is fine: the next one reads the same file. It waits for a moment only:
// the stop button must not hang with what it stops.
func (a *cli) nudge(ctx context.Context, where app.Paths) {
	ctx, stop := context.WithTimeout(ctx, 3*time.Second)
	defer stop()
	if err := web.NewClient(where.Socket).Sync(ctx, false); err != nil && !errors.Is(err, web.ErrNoDaemon) {
		a.say("fika: the running fika notices with its next pass: %v", err)
	}
}
