package planner

import (
	"cmp"
	"fmt"

	"fika/internal/prose"
)

// mode is how freely fika may act on a, and what was checked to say so.
func (v *view) mode(a *ask) (Mode, []Reason) {
	mode := cmp.Or(a.goal.Mode, v.rules.Mode)
	if mode != ModeBook && mode != ModeHold {
		mode = ModePropose
	}
	var checked []Reason
	say := func(code Code, format string, args ...any) {
		checked = append(checked, Reason{Code: code, Text: fmt.Sprintf(format, args...)})
	}
	if a.person.BusyKnown {
		around := v.padded(a.slot.Span)
		say(CodeFree, "you and %s are free from %s to %s", a.name(), clock(around.Start, v.rules.Zone), clock(around.End, v.rules.Zone))
	} else {
		mode = ModePropose
		say(CodeBusyUnknown, "%s's calendar is not known, so fika asks you first", a.name())
	}
	here, there := clock(a.slot.Start, v.rules.Zone), clock(a.slot.Start, v.zone(a.person))
	if here != there {
		say(CodeClocks, "%s for you, %s for %s in %s", here, there, a.name(), v.place(a.person))
	}
	if a.person.Zone == nil && a.person.ZoneDoubt != "" {
		mode = ModePropose
		say(CodeZoneUnknown, "%s's time zone %q is not known and was taken as yours, so fika asks you first", a.name(), a.person.ZoneDoubt)
	}
	if why := v.askFirst(a.person); why != "" {
		mode = ModePropose
		say(CodeAskFirst, "%s", why)
	}
	return mode, checked
}

// askFirst is why the user is asked before p is invited; "" if there is no need.
func (v *view) askFirst(p *Person) string {
	guard := v.rules.Guards.AskFirst
	switch {
	case guard == AskFirst{}:
		return ""
	case p.Level == 0:
		return fmt.Sprintf("%s's level is not known, so fika asks you first", p.FirstName())
	case guard.Level > 0 && p.Level >= guard.Level:
		return fmt.Sprintf("%s's level is %s, so fika asks you first", p.FirstName(), v.levelName(p.Level))
	case guard.LevelsAbove > 0 && int(p.Level-v.rules.Level) >= guard.LevelsAbove:
		return fmt.Sprintf("%s is %s above you, so fika asks you first", p.FirstName(), prose.Count(int(p.Level-v.rules.Level), "level"))
	}
	return ""
}
