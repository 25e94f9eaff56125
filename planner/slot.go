package planner

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/prose"
	"fika/internal/span"
)

// SlotInterval is the distance between two starts, which are at full multiples of it on the
// user's clock.
const SlotInterval = 5 * time.Minute

// slot is a stretch of time that a coffee might have.
type slot struct {
	span.Span
	around span.Span // with the buffers
	day    Date      // of the start, in the user's zone
	from   int       // days from the window's first one to day
	near   Points    // what a meeting beside it is worth
}

func (v *view) slot(s span.Span) slot {
	return slot{Span: s, around: v.padded(s), day: v.dateOf(s.Start)}
}

// grid is every slot of the given length in v's window that lies inside the coffee
// windows, by start. Other rules are not asked.
func (v *view) grid(length time.Duration) []slot {
	if length <= 0 {
		return nil
	}
	var slots []slot
	from, last := 0, v.dateOf(v.window.End)
	for d := v.dateOf(v.window.Start); !last.Before(d); d = d.AddDays(1) {
		for _, window := range v.rules.Windows.On(d, v.rules.Zone) {
			window = window.Clip(v.window)
			for start := v.onGrid(window.Start); !start.Add(length).After(window.End); start = start.Add(SlotInterval) {
				s := span.New(start, length)
				slots = append(slots, slot{Span: s, around: v.padded(s), day: d, from: from})
			}
		}
		from++
	}
	return slots
}

// onGrid is the first moment of the grid that is not before t.
func (v *view) onGrid(t time.Time) time.Time {
	local := t.In(v.rules.Zone)
	past := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	if over := past % SlotInterval; over > 0 {
		return t.Add(SlotInterval - over)
	}
	return t
}

// timeRules say when the user can have coffee, whoever the guest is.
func timeRules() []rule {
	return append(append(clockRules(), loadRules()...), openOnes().rule())
}

// clockRules are about the start as such.
func clockRules() []rule {
	return []rule{
		{
			code: CodePast, knob: "horizon in [rhythm]",
			ok: func(v *view, a *ask) bool { return a.slot.Start.After(v.now) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return v.starts(a) + " still to come"
				}
				return v.starts(a) + " past"
			},
		}, {
			code: CodeNotice, once: true, knob: "notice in [rhythm]",
			ok: func(v *view, a *ask) bool { return !a.slot.Start.Before(v.earliest) },
			text: func(v *view, a *ask, ok bool) string {
				notice := prose.Count(v.rules.Notice, "working day")
				if ok && v.rules.Notice <= 0 {
					return "you ask for no notice"
				}
				if ok {
					return fmt.Sprintf("%s at least %s away", v.starts(a), notice)
				}
				return fmt.Sprintf("%s less than %s away", v.starts(a), notice)
			},
		}, {
			code: CodeHorizon, daily: true, once: true, knob: "horizon in [rhythm]",
			ok: func(v *view, a *ask) bool { return !v.last.Before(a.slot.day) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s within the next %s", v.starts(a), interval(v.rules.Horizon))
				}
				return fmt.Sprintf("%s beyond the next %s", v.starts(a), interval(v.rules.Horizon))
			},
		}, {
			code: CodeBlackout, daily: true, knob: "blackout in [rhythm]",
			ok: func(v *view, a *ask) bool { _, blocked := v.blackout(a.slot.day); return !blocked },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return v.starts(a) + " outside your blackouts"
				}
				if a.slot == nil {
					return v.starts(a) + " in a blackout"
				}
				b, _ := v.blackout(a.slot.day)
				return fmt.Sprintf("%s in your blackout from %s to %s", v.starts(a), v.date(b.From), v.date(b.To))
			},
		}, {
			code: CodeHours, knob: "hours in [rhythm]",
			ok: func(v *view, a *ask) bool { return v.ownCovers(v.rules.Hours, "hours", a.slot.Span) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return v.starts(a) + " inside your hours"
				}
				return v.starts(a) + " outside your hours"
			},
		}, {
			code: CodeWindow, knob: "windows in [rhythm]",
			ok: func(v *view, a *ask) bool { return v.ownCovers(v.rules.Windows, "windows", a.slot.Span) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return v.starts(a) + " inside your coffee windows"
				}
				return v.starts(a) + " outside your coffee windows"
			},
		},
	}
}

// loadRules are about what else the user has on.
func loadRules() []rule {
	return []rule{
		{
			code: CodeBusy, knob: "windows in [rhythm]",
			ok: func(v *view, a *ask) bool {
				_, hit := span.Hit(v.busy, a.slot.around)
				return !hit
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return v.starts(a) + " free in your calendar, with the buffers"
				}
				return v.starts(a) + " taken in your calendar or too close to something there"
			},
		}, {
			code: CodeOwn, knob: "windows in [rhythm]",
			ok: func(v *view, a *ask) bool {
				return !slices.ContainsFunc(v.live, func(s span.Span) bool { return v.tooClose(s, a.slot.Span) })
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return v.starts(a) + " clear of your other coffees"
				}
				return v.starts(a) + " too close to another coffee of yours"
			},
		}, {
			code: CodeBusyWeek, daily: true, knob: "busy_week in [rhythm]",
			ok: func(v *view, a *ask) bool {
				return v.rules.BusyWeek <= 0 || v.weekBusy(a.slot.day.Monday()) <= v.rules.BusyWeek
			},
			text: func(v *view, a *ask, ok bool) string {
				switch limit := lasting(v.rules.BusyWeek); {
				case v.rules.BusyWeek <= 0:
					return "no week is too busy for you"
				case ok:
					return fmt.Sprintf("%s in a week of at most %s of meetings", v.starts(a), limit)
				default:
					return fmt.Sprintf("%s in a week of more than %s of meetings", v.starts(a), limit)
				}
			},
		},
		perDay().rule(),
		perWeek().rule(),
	}
}

// guestRules say when the guest can.
func guestRules() []rule {
	return []rule{
		{
			code: CodeGuestHours, knob: "windows in [rhythm]",
			ok: func(v *view, a *ask) bool { return a.hours.covers(a.slot.Span) },
			text: func(v *view, a *ask, ok bool) string {
				side := "outside"
				if ok {
					side = "inside"
				}
				known := "hours"
				if a.person.Hours.IsZero() {
					known = "hours, taken as 10:00 to 16:00"
				}
				return fmt.Sprintf("%s %s %s's %s in %s", v.starts(a), side, a.name(), known, v.place(a.person))
			},
		}, {
			code: CodeGuestBusy, knob: "windows or horizon in [rhythm]",
			ok: func(v *view, a *ask) bool {
				_, hit := a.busy.hit(a.slot.around)
				return !hit
			},
			lasts: func(a *ask) time.Duration { return a.busy.lasts(a.slot.around) },
			text: func(v *view, a *ask, ok bool) string {
				switch {
				case !a.person.BusyKnown:
					return fmt.Sprintf("%s's calendar is not known, so fika asks you first", a.name())
				case ok:
					return fmt.Sprintf("%s free for %s, with the buffers", v.starts(a), a.name())
				}
				return fmt.Sprintf("%s taken in %s's calendar or too close to something there", v.starts(a), a.name())
			},
		},
	}
}

// padded is s with the buffers around it.
func (v *view) padded(s span.Span) span.Span {
	return s.Pad(v.rules.Buffer.Before, v.rules.Buffer.After)
}

// tooClose reports whether one of two coffees lies in the other's buffers.
func (v *view) tooClose(s, other span.Span) bool {
	return v.padded(s).Overlaps(other) || v.padded(other).Overlaps(s)
}

// weekBusy is how much of the working hours of the week that begins on monday
// the user's calendars take. Coffees do not count.
func (v *view) weekBusy(monday Date) time.Duration {
	var busy time.Duration
	for i := range 7 {
		for _, hours := range v.rules.Hours.On(monday.AddDays(i), v.rules.Zone) {
			for _, s := range v.busy {
				busy += s.Clip(hours).Len()
			}
		}
	}
	return busy
}

func sortByStart(spans []span.Span) {
	slices.SortFunc(spans, func(a, b span.Span) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return a.End.Compare(b.End)
	})
}
