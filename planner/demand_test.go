package planner

import (
	"testing"
	"time"

	"fika/internal/date"
)

// TestDemandCapacityOfAWeek counts how many coffees of 25 minutes, 10 minutes apart,
// fit into a window on each of five days.
func TestDemandCapacityOfAWeek(t *testing.T) {
	for _, test := range []struct {
		to     date.Clock // the window begins at 10:00
		weekly int
	}{
		{10*60 + 24, 0},
		{10*60 + 25, 5},
		{10*60 + 59, 5},
		{11 * 60, 10},
	} {
		rules := Rules{Zone: time.UTC, Hours: OfficeHours(9*60, 17*60), Windows: OfficeHours(10*60, test.to),
			Length: 25 * time.Minute, Buffer: Buffer{Before: 5 * time.Minute, After: 10 * time.Minute}, PerDay: 5, PerWeek: 15}
		if _, capacity := Demand(rules, nil, nil); capacity != test.weekly*quarterWeeks {
			t.Errorf("until %v: room for %d in a quarter, want %d a week", test.to, capacity, test.weekly)
		}
	}
}
