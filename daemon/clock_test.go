package daemon

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestDrift checks how jumps of the clock are told from time that passed.
func TestDrift(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	ending := time.Date(2026, 10, 25, 0, 59, 50, 0, time.UTC)
	const started, up = time.Hour, 90 * time.Hour
	for _, c := range []struct {
		name              string
		from, to          time.Time
		mono, boot, from0 time.Duration // how far these clocks went, and where Boot began
		want              Drift
	}{
		{"a tick", wall(12, 0, 0), wall(12, 0, 15), 15 * time.Second, 15 * time.Second, up, Drift{Passed: 15 * time.Second}},
		{"a slow tick", wall(12, 0, 0), wall(12, 1, 0), time.Minute, time.Minute, up, Drift{Passed: time.Minute}},
		{"F64 a night asleep", wall(0, 0, 0), wall(8, 0, 15), 15 * time.Second, 8*time.Hour + 15*time.Second, up,
			Drift{Passed: 8*time.Hour + 15*time.Second, Slept: 8 * time.Hour}},
		{"F65 a night in which the monotonic clock ran on", wall(0, 0, 0), wall(8, 0, 0), 8 * time.Hour, 8 * time.Hour, up,
			Drift{Passed: 8 * time.Hour}},
		{"a blink is no sleep", wall(0, 0, 0), wall(0, 0, 35), 15 * time.Second, 35 * time.Second, up, Drift{Passed: 35 * time.Second}},
		{"F66 a year ahead", wall(12, 0, 0), wall(12, 0, 15).AddDate(1, 0, 0), 15 * time.Second, 15 * time.Second, up,
			Drift{Passed: 15 * time.Second, Stepped: 365 * 24 * time.Hour}},
		{"F67 a year back", wall(12, 0, 0), wall(12, 0, 15).AddDate(-1, 0, 0), 15 * time.Second, 15 * time.Second, up,
			Drift{Passed: 15 * time.Second, Stepped: -365 * 24 * time.Hour}},
		{"F68 forty seconds back are an adjustment", wall(12, 0, 40), wall(12, 0, 15), 15 * time.Second, 15 * time.Second, up,
			Drift{Passed: 15 * time.Second}},
		{"asleep, and set while asleep", wall(0, 0, 0), wall(9, 0, 0), 0, 8 * time.Hour, up,
			Drift{Passed: 8 * time.Hour, Slept: 8 * time.Hour, Stepped: time.Hour}},
		{"summer time begins", time.Date(2026, 3, 29, 1, 59, 50, 0, zone), time.Date(2026, 3, 29, 3, 0, 5, 0, zone),
			15 * time.Second, 15 * time.Second, up, Drift{Passed: 15 * time.Second}},
		{"summer time ends", ending.In(zone), ending.Add(15 * time.Second).In(zone),
			15 * time.Second, 15 * time.Second, up, Drift{Passed: 15 * time.Second}},
		{"a leap second", wall(23, 59, 50), wall(24, 0, 4), 15 * time.Second, 15 * time.Second, up, Drift{Passed: 15 * time.Second}},
		{"no clock counts sleep: ahead is asleep", wall(0, 0, 0), wall(8, 0, 0), 0, 0, 0, Drift{Passed: 8 * time.Hour, Slept: 8 * time.Hour}},
		{"no clock counts sleep: back is set back", wall(8, 0, 0), wall(0, 0, 0), 0, 0, 0, Drift{Stepped: -8 * time.Hour}},
	} {
		from := Clock{Wall: c.from, Mono: started, Boot: c.from0}
		to := Clock{Wall: c.to, Mono: started + c.mono, Boot: c.from0 + c.boot}
		if diff := cmp.Diff(c.want, to.Since(from)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// wall returns a time on one day of 2026.
func wall(hour, minute, second int) time.Time {
	return time.Date(2026, 11, 25, hour, minute, second, 0, time.UTC)
}

// TestTrust checks when a clock that was wrong is trusted again.
func TestTrust(t *testing.T) {
	even := Drift{Passed: tick}
	ahead, back := Drift{Passed: tick, Stepped: time.Hour}, Drift{Passed: tick, Stepped: -time.Hour}
	for _, c := range []struct {
		name   string
		drifts []Drift
		want   clockTrust
	}{
		{"even", []Drift{even, even}, clockTrust{}},
		{"set forward", []Drift{even, ahead}, clockTrust{setForward: time.Hour}},
		{"set forward, and even for a while", []Drift{ahead, even, even}, clockTrust{setForward: time.Hour, steadyFor: 2 * tick}},
		{"set forward, and right again", []Drift{ahead, even, back}, clockTrust{}},
		{"set forward twice, back once", []Drift{ahead, even, ahead, back}, clockTrust{setForward: time.Hour}},
		{"set back is for the last pass to judge", []Drift{even, back}, clockTrust{}},
		{"set forward and even for long", append([]Drift{ahead}, repeat(even, int(steadyNeeded/tick))...), clockTrust{}},
		{"not quite so long", append([]Drift{ahead}, repeat(even, int(steadyNeeded/tick)-1)...), clockTrust{time.Hour, steadyNeeded - tick}},
		{"sleep is no proof against itself", []Drift{{Passed: 8 * time.Hour, Slept: 8 * time.Hour}}, clockTrust{}},
	} {
		var got clockTrust
		for _, d := range c.drifts {
			got = got.after(d)
		}
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func repeat(d Drift, n int) []Drift {
	all := make([]Drift, n)
	for i := range all {
		all[i] = d
	}
	return all
}
