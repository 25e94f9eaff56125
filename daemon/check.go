package daemon

import (
	"context"
	"time"

	"fika/calendar"
	"fika/internal/api"
)

// Checks asks every calendar that is a [calendar.Checker] how it is. Only a
// running daemon knows what its calendars met today.
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

// CheckAnswers are checks as answers have them.
func CheckAnswers(checks []calendar.Check) (answers []api.Check) {
	for _, c := range checks {
		answers = append(answers, api.Check(c))
	}
	return answers
}

// CheckStore reads the whole store for damage. It is asked of a running daemon,
// since nobody else may open what the daemon has open.
func (d *Daemon) CheckStore(ctx context.Context) error { return fault(d.store.Check(ctx)) }
