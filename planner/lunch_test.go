package planner

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/date"
	"fika/internal/span"
)

// TestLunchIsFreeOnTheGuestsClock compares the slots of a guest with their clock, minute
// by minute, on the days around both changes of clocks of each zone. Some zones differ
// by parts of an hour, and Lord Howe changes its clocks by half an hour.
func TestLunchIsFreeOnTheGuestsClock(t *testing.T) {
	for _, guest := range append(zones(), zone("Australia/Lord_Howe"), zone("Pacific/Chatham"), zone("America/St_Johns"), zone("Asia/Tehran")) {
		for _, d := range append(clockChanges(guest), date.New(2026, 6, 10)) {
			for _, lunch := range []Hours{{12 * 60, 13 * 60}, {11*60 + 45, 12*60 + 30}, {}} {
				checkLunch(t, guest, week("sun-sat 05:00-22:00"), lunch, d)
				checkLunch(t, guest, Week{}, lunch, d)
			}
		}
	}
}

// checkLunch compares the slots from the day before d to the day after it for a guest
// with the given hours.
func checkLunch(t *testing.T, guest *time.Location, hours Week, lunch Hours, d date.Date) {
	t.Helper()
	const length = 25 * time.Minute
	s, now := newScenario(), d.AddDays(-1).At(0, time.UTC)
	s.rules.Zone, s.rules.Hours, s.rules.Windows = time.UTC, week("sun-sat 00:00-24:00"), week("sun-sat 00:00-24:00")
	s.rules.Notice, s.rules.Guards.Lunch = 0, lunch
	s.world.People = []Person{{ID: "ana@example.com", Zone: guest, Hours: hours}}
	if hours.IsZero() {
		hours = OfficeHours(10*60, 16*60)
	}
	var want []time.Time
	end := d.AddDays(2).At(0, time.UTC)
	for at := now.Add(SlotInterval); !at.Add(length).After(end); at = at.Add(SlotInterval) {
		coffee := span.New(at, length)
		sameDay := date.Of(at, time.UTC) == date.Of(coffee.End.Add(-1), time.UTC) // as the user's windows end at midnight
		if sameDay && inWeek(hours, coffee, guest) && !touches(lunch, coffee, guest) {
			want = append(want, at)
		}
	}
	var got []time.Time
	for _, slot := range Slots(now, s.rules, s.world, span.Span{Start: now.Add(time.Minute), End: end}, length, "ana@example.com") {
		got = append(got, slot.Start)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s around %v with lunch %v: starts (-want +got):\n%s", guest, d, lunch, diff)
	}
}

// clockChanges returns the days of 2026 on which zone changes its clocks.
func clockChanges(zone *time.Location) (days []date.Date) {
	for d := date.New(2026, 1, 1); d.Year == 2026; d = d.AddDays(1) {
		if d.AddDays(1).At(0, zone).Sub(d.At(0, zone)) != 24*time.Hour {
			days = append(days, d)
		}
	}
	return days
}

// TestHoursOverlap checks that hours that only touch a span do not overlap it, that every
// day of a span counts, and what a change of clocks leaves of hours at night.
func TestHoursOverlap(t *testing.T) {
	stockholm := zone("Europe/Stockholm")
	for _, test := range []struct {
		name     string
		hours    Hours
		day      string
		from, to date.Clock
		want     bool
	}{
		{"before", Hours{12 * 60, 13 * 60}, "2026-03-02", 11*60 + 35, 12 * 60, false},
		{"after", Hours{12 * 60, 13 * 60}, "2026-03-02", 13 * 60, 13*60 + 25, false},
		{"the last minute", Hours{12 * 60, 13 * 60}, "2026-03-02", 12*60 + 59, 14 * 60, true},
		{"inside", Hours{12 * 60, 13 * 60}, "2026-03-02", 12*60 + 10, 12*60 + 20, true},
		{"around", Hours{12 * 60, 13 * 60}, "2026-03-02", 11 * 60, 14 * 60, true},
		{"none", Hours{}, "2026-03-02", 0, 24 * 60, false},
		{"skipped by the clocks", Hours{2 * 60, 3 * 60}, "2026-03-29", 60, 5 * 60, false},
		{"twice on the clocks", Hours{2 * 60, 3 * 60}, "2026-10-25", 2*60 + 30, 2*60 + 40, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := day(test.day)
			s := span.Span{Start: d.At(test.from, stockholm), End: d.At(test.to, stockholm)}
			if got := test.hours.Overlaps(s, stockholm); got != test.want {
				t.Errorf("%v on %v is %t, want %t", s, d, got, test.want)
			}
		})
	}
	night := span.Span{Start: day("2026-03-02").At(23*60, stockholm), End: day("2026-03-03").At(60, stockholm)}
	if !(Hours{0, 30}).Overlaps(night, stockholm) || !(Hours{23 * 60, 24 * 60}).Overlaps(night, stockholm) || (Hours{60, 120}).Overlaps(night, stockholm) {
		t.Error("the days of a night do not count as they should")
	}
}
