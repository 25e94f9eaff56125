package daemon

import (
	"context"
	"fmt"
	"time"

	"fika/calendar"
	"fika/internal/api"
)

// Checks returns what the user's calendars reported about themselves when they were
// read.
func (v *View) Checks(time.Time) (api.Checks, error) {
	a := api.Checks{View: v.reference(), Calendars: []api.CalendarChecks{}}
	for _, r := range v.readings {
		if len(r.checks) > 0 {
			a.Calendars = append(a.Calendars, api.CalendarChecks{Name: r.source.Name, Checks: checkAnswers(r.checks)})
		}
	}
	return a, nil
}

// checksOf returns what the calendar knows about itself after it was read, or why it
// could not be read; nothing if its kind has no checks.
func (o *observer) checksOf(ctx context.Context, src Source, failed error) []calendar.Check {
	more, ok := o.d.calendar(src).(calendar.Checker)
	if !ok {
		return nil
	}
	known := more.Known(ctx, o.now.In(o.zone()))
	if len(known) == 0 || failed == nil {
		return known
	}
	return []calendar.Check{{Name: "calendar", Text: fmt.Sprintf("%s (%s) cannot be read: %v", src.Name, src.Kind, failed), Fix: calendarHold(src.Name, "read", failed).Hint.Text}}
}

// checkAnswers converts checks for answers.
func checkAnswers(checks []calendar.Check) (answers []api.Check) {
	for _, c := range checks {
		answers = append(answers, api.Check(c))
	}
	return answers
}

// CheckStore checks the whole store for damage. A running daemon must do it, since
// nobody else may open its store.
func (d *Daemon) CheckStore(ctx context.Context) error { return fault(d.store.Check(ctx)) }
