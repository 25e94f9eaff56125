package planner

import (
	"cmp"
	"fmt"

	"fika/internal/prose"
)

// mode returns how freely fika may act on the meeting, and what was checked to decide
// that.
func (in *input) mode(q *query) (Mode, []Reason) {
	mode := cmp.Or(q.goal.Mode, in.config.Mode)
	if mode != ModeBook && mode != ModeHold {
		mode = ModePropose
	}
	var checked []Reason
	say := func(code Code, format string, args ...any) {
		checked = append(checked, Reason{Code: code, Text: fmt.Sprintf(format, args...)})
	}
	if q.person.BusyKnown {
		around := in.padded(q.slot.Span)
		say(CodeFree, "you and %s are free from %s to %s", q.personName(), formatClock(around.Start, in.config.Zone), formatClock(around.End, in.config.Zone))
	} else {
		mode = ModePropose
		say(CodeBusyUnknown, "%s's calendar is not known, so fika asks you first", q.personName())
	}
	here, there := formatClock(q.slot.Start, in.config.Zone), formatClock(q.slot.Start, in.zone(q.person))
	if here != there {
		say(CodeClocks, "%s for you, %s for %s in %s", here, there, q.personName(), in.locationOf(q.person))
	}
	if why := in.briefReason(q); why != "" {
		say(CodeBrief, "%s", why)
	}
	if q.person.Zone == nil && q.person.ZoneDoubt != "" {
		mode = ModePropose
		say(CodeZoneUnknown, "%s's time zone %q is not known and was taken as yours, so fika asks you first", q.personName(), q.person.ZoneDoubt)
	}
	if why := in.askFirst(q.person); why != "" {
		mode = ModePropose
		say(CodeAskFirst, "%s", why)
	}
	return mode, checked
}

// askFirst returns why the user must approve an invitation to p; "" if that is not
// necessary.
func (in *input) askFirst(p *Person) string {
	guard := in.config.Guards.AskFirst
	switch {
	case guard == AskFirst{}:
		return ""
	case p.Level == 0:
		return fmt.Sprintf("%s's level is not known, so fika asks you first", p.FirstName())
	case guard.Level > 0 && p.Level >= guard.Level:
		return fmt.Sprintf("%s's level is %s, so fika asks you first", p.FirstName(), in.levelName(p.Level))
	case guard.LevelsAbove > 0 && in.config.Level == 0 && int(p.Level) >= guard.LevelsAbove:
		return fmt.Sprintf("%s's level is %s and yours is not stated, so fika asks you first", p.FirstName(), in.levelName(p.Level))
	case guard.LevelsAbove > 0 && int(p.Level-in.config.Level) >= guard.LevelsAbove:
		return fmt.Sprintf("%s is %s above you, so fika asks you first", p.FirstName(), prose.Count(int(p.Level-in.config.Level), "level"))
	}
	return ""
}
