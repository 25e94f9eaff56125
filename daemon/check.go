package daemon

import (
	"context"
	"time"

	"fika/calendar"
)

// ChecksAnswer is what the user's calendars say of themselves: fika.checks/v1.
type ChecksAnswer struct {
	Schema    string                 `json:"schema"`
	Calendars []CalendarChecksAnswer `json:"calendars"` // those with something to say
}

// CalendarChecksAnswer is what one calendar says.
type CalendarChecksAnswer struct {
	Name   string        `json:"name"`
	Checks []CheckAnswer `json:"checks"`
}

// CheckAnswer is a [calendar.Check].
type CheckAnswer struct {
	Name string `json:"check"`
	OK   bool   `json:"ok"`
	Text string `json:"text"`
	Fix  string `json:"fix,omitempty"`
}

// Checks asks every calendar that is a [calendar.Checker] how it is. Only a
// running daemon knows what its calendars met today.
func (d *Daemon) Checks(ctx context.Context, now time.Time) (ChecksAnswer, error) {
	d.mu.Lock()
	now = now.In(d.zone())
	d.mu.Unlock() // a pass need not wait for the network
	a := ChecksAnswer{Schema: "fika.checks/v1", Calendars: []CalendarChecksAnswer{}}
	for _, src := range d.sources {
		asked, ok := src.Calendar.(calendar.Checker)
		if !ok {
			continue
		}
		if checks := CheckAnswers(asked.Check(ctx, now)); len(checks) > 0 {
			a.Calendars = append(a.Calendars, CalendarChecksAnswer{src.Name, checks})
		}
	}
	return a, ctx.Err()
}

// CheckAnswers are checks as answers have them.
func CheckAnswers(checks []calendar.Check) (answers []CheckAnswer) {
	for _, c := range checks {
		answers = append(answers, CheckAnswer(c))
	}
	return answers
}

// CheckStore reads the whole store for damage. It is asked of a running daemon,
// since nobody else may open what the daemon has open.
func (d *Daemon) CheckStore(ctx context.Context) error { return fault(d.store.Check(ctx)) }
