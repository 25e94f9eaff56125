package daemon

import (
	"context"
	"time"

	"fika/calendar"
	"fika/internal/api"
)

// Checks runs the check of every calendar that is a [calendar.Checker]. Only a running
// daemon knows what its calendars met today.
func (d *Daemon) Checks(ctx context.Context, now time.Time) (api.Checks, error) {
	now = now.In(d.basis().zone())
	a := api.Checks{Calendars: []api.CalendarChecks{}}
	for _, src := range d.sources {
		asked, ok := src.Calendar.(calendar.Checker)
		if !ok {
			continue
		}
		if checks := CheckAnswers(asked.Check(ctx, now)); len(checks) > 0 {
			a.Calendars = append(a.Calendars, api.CalendarChecks{Name: src.Name, Checks: checks})
		}
	}
	return a, ctx.Err()
}

// CheckAnswers converts checks for answers.
func CheckAnswers(checks []calendar.Check) (answers []api.Check) {
	for _, c := range checks {
		answers = append(answers, api.Check(c))
	}
	return answers
}

// CheckStore checks the whole store for damage. A running daemon must do it, since
// nobody else may open its store.
func (d *Daemon) CheckStore(ctx context.Context) error { return fault(d.store.Check(ctx)) }
