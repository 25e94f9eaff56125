package daemon

import (
	"context"
	"errors"
	"sync"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/prose"
)

// checkTime is how long a calendar may take to answer the doctor, whose user waits.
const checkTime = 5 * time.Second

// Checks runs the check of every calendar that is a [calendar.Checker], side by side.
// Only a running daemon knows what its calendars met today. A calendar that does not
// answer in time is reported as such.
func (d *Daemon) Checks(ctx context.Context, now time.Time) (api.Checks, error) {
	now = now.In(d.inForce().zone())
	sources := d.inForce().sources
	found := make([][]calendar.Check, len(sources))
	var all sync.WaitGroup
	for i, src := range sources {
		if asked, ok := d.calendar(src).(calendar.Checker); ok {
			all.Go(func() { found[i] = checkInTime(ctx, asked, now) })
		}
	}
	all.Wait()
	a := api.Checks{Calendars: []api.CalendarChecks{}}
	for i, src := range sources {
		if checks := CheckAnswers(found[i]); len(checks) > 0 {
			a.Calendars = append(a.Calendars, api.CalendarChecks{Name: src.Name, Checks: checks})
		}
	}
	return a, ctx.Err()
}

func checkInTime(ctx context.Context, asked calendar.Checker, now time.Time) []calendar.Check {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	checks := asked.Check(ctx, now)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return []calendar.Check{{Name: "answer", Text: "it did not answer within " + prose.RoundDuration(checkTime), Fix: "look again in a while"}}
	}
	return checks
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
