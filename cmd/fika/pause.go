package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"fika/store"
	"fika/web"
)

// PauseAnswer is whether fika is stopped: fika.pause/v1.
type PauseAnswer struct {
	Schema string     `json:"schema"`
	Paused bool       `json:"paused"`
	Until  *time.Time `json:"until,omitempty"`
	Why    string     `json:"why,omitempty"`
}

func newPauseCommand(a *app) *cobra.Command {
	var until, why string
	cmd := &cobra.Command{
		Use:     "pause",
		GroupID: running,
		Short:   "The stop button: nothing is sent until you resume",
		Long: `Stops everything that reaches another person or changes a calendar, at once and
always: with a broken configuration, a damaged state and a full disk. Fika goes
on reading, planning and answering.

` + momentHelp,
		Example: "  fika pause\n  fika pause --until 2026-04-07 --why \"parental leave\"",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p := store.Pause{Since: a.now(), Why: why}
			if until != "" {
				var err error
				if p.Until, err = moment(until, a.now(), a.anyZone()); err != nil {
					return err
				}
				if !a.now().Before(p.Until) {
					return usage("--until %s is over already", until)
				}
			}
			return a.pause(cmd.Context(), p)
		},
	}
	cmd.Flags().StringVar(&until, "until", "", "resume by itself at the time `T`")
	cmd.Flags().StringVar(&why, "why", "", "the reason, for yourself")
	return cmd
}

func (a *app) pause(ctx context.Context, p store.Pause) error {
	where, err := a.paths()
	if err != nil {
		return err
	}
	if err := store.SetPause(where.State, p); err != nil {
		return a.halfPaused(where.State, err)
	}
	a.nudge(ctx, where)
	answer := PauseAnswer{Schema: "fika.pause/v1", Paused: true, Why: p.Why}
	if !p.Until.IsZero() {
		answer.Until = &p.Until
	}
	return a.answer(answer, func(out *page) {
		if p.Until.IsZero() {
			out.line("Paused. Nothing is sent until: fika resume")
		} else {
			out.line("Paused until %s. To go on before: fika resume", sayZone(p.Until))
		}
	})
}

// halfPaused says of a failed pause whether the stop stands all the same.
func (a *app) halfPaused(state string, err error) error {
	f := *explain(err)
	if _, paused, _ := store.ReadPause(state, a.now()); paused {
		f.text += "; nothing is sent all the same, until you resume"
	}
	return &f
}

func newResumeCommand(a *app) *cobra.Command {
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
			return a.answer(PauseAnswer{Schema: "fika.pause/v1"}, func(out *page) {
				out.line("Not paused. What fika would do now: fika plan")
			})
		},
	}
}

// nudge asks a running daemon for a pass, so that it notices at once. That none
// runs is fine: the next one reads the same file. It waits for a moment only:
// the stop button must not hang with what it stops.
func (a *app) nudge(ctx context.Context, where paths) {
	ctx, stop := context.WithTimeout(ctx, 3*time.Second)
	defer stop()
	if err := web.NewClient(where.Socket).Sync(ctx, false); err != nil && !errors.Is(err, web.ErrNoDaemon) {
		a.say("fika: the running fika notices with its next pass: %v", err)
	}
}
