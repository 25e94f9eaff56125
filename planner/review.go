package planner

import (
	"fmt"
	"time"
)

// SkipReview returns why the user has no time to review their week at now: they are away,
// in a blackout, or have more meetings in the week than Rules.BusyWeek. It is a sentence
// without a full stop; ok is false if nothing is in the way.
func SkipReview(now time.Time, rules Rules, world World) (why string, ok bool) {
	in := newInput(now, rules, world, "")
	if off, away := in.ownWait(in.today); away {
		return off.text, true
	}
	if limit := rules.BusyWeek; limit > 0 && in.weekBusy(in.today.Monday()) > limit {
		return fmt.Sprintf("this week has more than %s of meetings", formatDuration(limit)), true
	}
	return "", false
}
