package planner

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/prose"
	"fika/internal/span"
)

// SlotInterval is the time between two possible starts, which are at multiples of it
// on the user's clock.
const SlotInterval = 5 * time.Minute

// slot is a possible time of a coffee.
type slot struct {
	span.Span
	withBuffers span.Span
	day         date.Date // of the start, in the user's zone
	dayIndex    int       // days from the first day of the window
	nearbyBonus Points    // score for being next to another meeting
}

func (in *input) slot(s span.Span) slot {
	return slot{Span: s, withBuffers: in.padded(s), day: in.dateOf(s.Start)}
}

// slotsOfLength returns every slot of the given length inside the window and the
// coffee windows, by start. It applies no other rules.
func (in *input) slotsOfLength(length time.Duration) []slot {
	if length <= 0 {
		return nil
	}
	var slots []slot
	from, last := 0, in.dateOf(in.window.End)
	for d := in.dateOf(in.window.Start); !last.Before(d); d = d.AddDays(1) {
		for _, window := range in.config.Windows.On(d, in.config.Zone) {
			window = window.Clip(in.window)
			for start := in.nextStart(window.Start); !start.Add(length).After(window.End); start = start.Add(SlotInterval) {
				s := span.New(start, length)
				slots = append(slots, slot{Span: s, withBuffers: in.padded(s), day: d, dayIndex: from})
			}
		}
		from++
	}
	return slots
}

// nextStart returns the first possible start that is not before t.
func (in *input) nextStart(t time.Time) time.Time {
	local := t.In(in.config.Zone)
	past := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	if over := past % SlotInterval; over > 0 {
		return t.Add(SlotInterval - over)
	}
	return t
}

// timeRules returns the rules about when the user can have coffee, whoever the guest
// is.
func timeRules() []rule {
	return append(append(startRules(), calendarRules()...), newOpenQuota().rule())
}

// startRules returns the rules about the start itself.
func startRules() []rule {
	return []rule{
		{
			code: CodePast, setting: "horizon in [rhythm]",
			ok: func(in *input, q *query) bool { return q.slot.Start.After(in.now) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return in.startsSubject(q) + " still to come"
				}
				return in.startsSubject(q) + " past"
			},
		}, {
			code: CodeNotice, planningOnly: true, setting: "notice in [rhythm]",
			ok: func(in *input, q *query) bool { return !q.slot.Start.Before(in.earliest) },
			text: func(in *input, q *query, ok bool) string {
				notice := prose.Count(in.config.Notice, "working day")
				if ok && in.config.Notice <= 0 {
					return "you ask for no notice"
				}
				if ok {
					return fmt.Sprintf("%s at least %s away", in.startsSubject(q), notice)
				}
				return fmt.Sprintf("%s less than %s away", in.startsSubject(q), notice)
			},
		}, {
			code: CodeHorizon, dayOnly: true, planningOnly: true, setting: "horizon in [rhythm]",
			ok: func(in *input, q *query) bool { return !in.lastDay.Before(q.slot.day) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("%s within the next %s", in.startsSubject(q), formatDays(in.config.Horizon))
				}
				return fmt.Sprintf("%s beyond the next %s", in.startsSubject(q), formatDays(in.config.Horizon))
			},
		}, {
			code: CodeBlackout, dayOnly: true, setting: "blackout in [rhythm]",
			ok: func(in *input, q *query) bool { _, blocked := in.blackoutOn(q.slot.day); return !blocked },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return in.startsSubject(q) + " outside your blackouts"
				}
				if q.slot == nil {
					return in.startsSubject(q) + " in a blackout"
				}
				b, _ := in.blackoutOn(q.slot.day)
				return fmt.Sprintf("%s in your blackout from %s to %s", in.startsSubject(q), in.formatDate(b.From), in.formatDate(b.To))
			},
		},
		holidayRule(),
		{
			code: CodeHours, setting: "hours in [rhythm]",
			ok: func(in *input, q *query) bool { return in.ownCovers(in.config.Hours, "hours", q.slot.Span) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return in.startsSubject(q) + " inside your hours"
				}
				return in.startsSubject(q) + " outside your hours"
			},
		}, {
			code: CodeWindow, setting: "windows in [rhythm]",
			ok: func(in *input, q *query) bool { return in.ownCovers(in.config.Windows, "windows", q.slot.Span) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return in.startsSubject(q) + " inside your coffee windows"
				}
				return in.startsSubject(q) + " outside your coffee windows"
			},
		},
	}
}

// calendarRules returns the rules about other meetings of the user.
func calendarRules() []rule {
	return []rule{
		{
			code: CodeBusy, setting: "windows in [rhythm]",
			ok: func(in *input, q *query) bool {
				_, hit := span.Hit(in.busy, q.slot.withBuffers)
				return !hit
			},
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return in.startsSubject(q) + " free in your calendar, with the buffers"
				}
				return in.startsSubject(q) + " taken in your calendar or too close to something there"
			},
		}, {
			code: CodeOwn, setting: "windows in [rhythm]",
			ok: func(in *input, q *query) bool {
				return !slices.ContainsFunc(in.live, func(s span.Span) bool { return in.tooClose(s, q.slot.Span) })
			},
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return in.startsSubject(q) + " clear of your other coffees"
				}
				return in.startsSubject(q) + " too close to another coffee of yours"
			},
		}, {
			code: CodeBusyWeek, dayOnly: true, setting: "busy_week in [rhythm]",
			ok: func(in *input, q *query) bool {
				return in.config.BusyWeek <= 0 || in.weekBusy(q.slot.day.Monday()) <= in.config.BusyWeek
			},
			text: func(in *input, q *query, ok bool) string {
				switch limit := formatDuration(in.config.BusyWeek); {
				case in.config.BusyWeek <= 0:
					return "no week is too busy for you"
				case ok:
					return fmt.Sprintf("%s in a week of at most %s of meetings", in.startsSubject(q), limit)
				default:
					return fmt.Sprintf("%s in a week of more than %s of meetings", in.startsSubject(q), limit)
				}
			},
		},
		newDayQuota().rule(),
		newWeekQuota().rule(),
	}
}

// sharedGuestRules is the number of guestRules, from the first, that give one answer
// for all guests with the same hours, the same region and the same wish about the time
// of day.
const sharedGuestRules = 4

// guestRules returns the rules about when the guest can meet.
func guestRules() []rule {
	return []rule{
		{
			code: CodeGuestHours, setting: "windows in [rhythm]",
			ok: func(in *input, q *query) bool { return q.guestHours.covers(q.slot.Span) },
			text: func(in *input, q *query, ok bool) string {
				side := "outside"
				if ok {
					side = "inside"
				}
				known := "hours"
				if q.person.Hours.IsZero() {
					known = "hours, taken as 10:00 to 16:00"
				}
				return fmt.Sprintf("%s %s %s's %s in %s", in.startsSubject(q), side, q.personName(), known, in.locationOf(q.person))
			},
		},
		wishHoursRule(),
		guestLunchRule(),
		guestHolidayRule(),
		guestLeaveRule(),
		guestNoticeRule(),
		{
			code: CodeGuestBusy, setting: "windows or horizon in [rhythm]",
			ok: func(in *input, q *query) bool {
				_, hit := q.guestBusy.overlapping(q.slot.withBuffers)
				return !hit
			},
			stableFor: func(q *query) time.Duration { return q.guestBusy.stableFor(q.slot.withBuffers) },
			text: func(in *input, q *query, ok bool) string {
				switch {
				case !q.person.BusyKnown:
					return fmt.Sprintf("%s's calendar is not known, so fika asks you first", q.personName())
				case ok:
					return fmt.Sprintf("%s free for %s, with the buffers", in.startsSubject(q), q.personName())
				}
				return fmt.Sprintf("%s taken in %s's calendar or too close to something there", in.startsSubject(q), q.personName())
			},
		},
	}
}

// padded returns s with the buffers around it.
func (in *input) padded(s span.Span) span.Span {
	return s.Pad(in.config.Buffer.Before, in.config.Buffer.After)
}

// tooClose reports whether one of two coffees overlaps the other's buffers.
func (in *input) tooClose(s, other span.Span) bool {
	return in.padded(s).Overlaps(other) || in.padded(other).Overlaps(s)
}

// weekBusy returns how much of the user's working hours is busy in the week that
// begins on monday. Coffees do not count.
func (in *input) weekBusy(monday date.Date) time.Duration {
	var busy time.Duration
	for i := range 7 {
		for _, hours := range in.config.Hours.On(monday.AddDays(i), in.config.Zone) {
			for _, s := range in.busy {
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
