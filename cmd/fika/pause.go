package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
)

func newPauseCommand(a *cli) *cobra.Command {
	var until, cancel, why string
	cmd := &cobra.Command{
		Use:     "pause",
		GroupID: operation,
		Short:   "Stop fika: nothing is sent until you resume",
		Long: `Immediately stops everything that reaches another person or changes a calendar.
It always works: with a broken configuration, a damaged state or a full disk.
Fika keeps reading, planning and answering.

For a sick day use --cancel-until: it also cancels the coffees that begin before
a day, pauses until then unless --until is later, and asks once. These guests are
notified despite the pause, and nothing else is sent. What you changed in your
calendar stays, and fika lists it.

` + momentHelp,
		Example: "  fika pause\n  fika pause --until 2026-04-07 --why \"parental leave\"\n  fika pause --cancel-until tomorrow",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			var before, after time.Time
			for _, f := range []struct {
				name, text string
				into       *time.Time
			}{{"--cancel-until", cancel, &before}, {"--until", until, &after}} {
				if f.text == "" {
					continue
				}
				if *f.into, err = parseMoment(f.text, a.now(), a.zone()); err != nil {
					return err
				}
				if !a.now().Before(*f.into) {
					return usage("%s %s is in the past", f.name, f.text)
				}
			}
			p := api.Pause{Paused: true, Why: why}
			if !before.IsZero() && until == "" {
				after = app.AtLeast(o.Paths, before, a.now())
			}
			if !after.IsZero() {
				p.Until = &after
			}
			if before.IsZero() {
				return a.pause(cmd.Context(), o, p)
			}
			return a.sickDay(cmd.Context(), o, p, before)
		},
	}
	cmd.Flags().StringVar(&until, "until", "", "resume at the time `T`")
	cmd.Flags().StringVar(&cancel, "cancel-until", "", "cancel the coffees that begin before the time `T`")
	cmd.Flags().StringVar(&why, "why", "", "the `REASON`, for your own use")
	return cmd
}

// sickDay pauses, then cancels the coffees that begin before that time. The pause comes
// first, so that it works whatever else fails.
func (a *cli) sickDay(ctx context.Context, o app.Options, p api.Pause, before time.Time) error {
	known, unknown := a.previewCancel(ctx, "", before)
	if unknown == nil {
		if err := a.confirmCancel(ctx, known); err != nil {
			return err
		}
	}
	if err := app.SetPause(o, p, true); err != nil {
		return err
	}
	if unknown != nil {
		app.Nudge(ctx, o)
		return stillPaused(unknown)
	}
	answer, remote, err := a.cancelThese(ctx, known)
	app.Nudge(ctx, o)
	if err != nil {
		return stillPaused(err)
	}
	p.Cancel = &answer
	err = a.answer(p, func(out *page) {
		out.cancelled(answer)
		out.Line("")
		out.paused(p)
	})
	if !remote && len(answer.Cancelled) > 0 {
		a.say("fika is not running; the next fika run removes the events despite the pause.")
	}
	return err
}

// stillPaused adds to the error of cancelling that fika is paused.
func stillPaused(err error) error {
	f := app.Explain(err)
	f.Text = "paused, but no coffee was cancelled: " + f.Text
	return f
}

func (p *page) paused(pause api.Pause) {
	if pause.Until == nil {
		p.Line("Paused. To send again: fika resume")
		return
	}
	p.Line("Paused until %s. To continue earlier: fika resume", apitext.Zoned(*pause.Until))
}

func (a *cli) pause(ctx context.Context, o app.Options, p api.Pause) error {
	if err := app.SetPause(o, p, false); err != nil {
		return err
	}
	app.Nudge(ctx, o)
	return a.answer(p, func(out *page) { out.paused(p) })
}

func newResumeCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "resume",
		GroupID: operation,
		Short:   "End the pause",
		Example: "  fika resume",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			wasPaused, err := app.Resume(cmd.Context(), o)
			if err != nil {
				return err
			}
			return a.answer(api.Pause{}, func(out *page) {
				if wasPaused {
					out.Line("The pause has ended. To see what fika would do now: fika plan")
				} else {
					out.Line("fika was not paused. To see what it would do now: fika plan")
				}
			})
		},
	}
}
