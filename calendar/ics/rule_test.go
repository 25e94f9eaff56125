package ics

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// plain reads an UNTIL on the clocks of the series.
func plain(r reading) wall { return r.wall }

// wallOf parses a valid wall clock.
func wallOf(t testing.TB, s string) (wall, bool) {
	t.Helper()
	r, ok := readTime(s)
	if !ok {
		t.Fatalf("%q is not a time", s)
	}
	return r.wall, r.date
}

// results returns the first results of a rule, at most limit, formatted as in a file.
func results(t testing.TB, value, start string, limit int) ([]string, error) {
	t.Helper()
	w, date := wallOf(t, start)
	r, err := readRule(value, w, date, plain)
	if err != nil {
		return nil, err
	}
	var found []string
	b := budget{maxEventSteps}
	for w := range r.walk(w, w, maxWall, &b) {
		if date {
			found = append(found, w.date())
		} else {
			found = append(found, w.dateTime())
		}
		if len(found) == limit {
			break
		}
	}
	return found, nil
}

// libicalDisputes are the rules in libical's suite that fika reads differently, and why.
var libicalDisputes = map[string]string{
	"FREQ=YEARLY;BYMONTHDAY=-29,-1;COUNT=4":               "RFC 5545 expands BYMONTHDAY in every month of the year, libical in the month of DTSTART",
	"FREQ=YEARLY;BYWEEKNO=53;INTERVAL=6;BYDAY=TH;COUNT=1": "3 January 2027 lies in week 53 of 2026; libical counts from 2027 here, from the year of the week in its other cases",
	"FREQ=YEARLY;BYWEEKNO=53;INTERVAL=5;BYDAY=TH;COUNT=1": "as above",
}

func TestRulesOfLibical(t *testing.T) {
	var cases []struct {
		Rule      string `json:"rrule"`
		Start     string `json:"dtstart"`
		Instances []string
		Note      string
	}
	readJSON(t, filepath.Join(outsideData(t), "rrule_libical.json"), &cases)
	disputed := 0
	for _, c := range cases {
		if len(c.Instances) == 0 {
			continue // libical does not implement the rule
		}
		for i, s := range c.Instances {
			c.Instances[i] = strings.TrimSuffix(s, "Z")
		}
		got, err := results(t, c.Rule, c.Start, len(c.Instances)+1)
		diff := cmp.Diff(c.Instances, got)
		why, known := libicalDisputes[c.Rule]
		switch {
		case known && diff != "":
			disputed++
			t.Logf("%s: %s", c.Rule, why)
		case known:
			t.Errorf("%s is no dispute any more", c.Rule)
		case diff != "" || err != nil:
			t.Errorf("%s from %s (%s): %v (-want +got):\n%s", c.Rule, c.Start, c.Note, err, diff)
		}
	}
	if disputed != len(libicalDisputes) {
		t.Errorf("%d disputes, want %d", disputed, len(libicalDisputes))
	}
}

// TestRules checks what the normal form adds to rrule-go, and what it rejects.
func TestRules(t *testing.T) {
	for _, test := range []struct {
		name, rule, start string
		want              []string // the first results
		err               string
	}{
		{"lower case and noise", "freq=daily;interval=2;x-a=b;rscale=gregorian;skip=omit;", "20250601T090000",
			[]string{"20250601T090000", "20250603T090000", "20250605T090000"}, ""},
		{"interval of nothing is one", "FREQ=DAILY;INTERVAL=0;COUNT=2", "20250601", []string{"20250601", "20250602"}, ""},
		{"week number takes the weekday of the start", "FREQ=YEARLY;BYWEEKNO=20;COUNT=2", "20250512T090000",
			[]string{"20250512T090000", "20260511T090000"}, ""},
		{"position in a week that began before the start", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=2", "20250604T090000",
			[]string{"20250606T090000", "20250613T090000"}, ""},
		{"the 31st", "FREQ=MONTHLY;COUNT=3", "20250131", []string{"20250131", "20250331", "20250531"}, ""},
		{"29 February", "FREQ=YEARLY;COUNT=2", "20240229", []string{"20240229", "20280229"}, ""},
		{"times of whole days do not count", "FREQ=DAILY;BYHOUR=1,2,3;COUNT=2", "20250601", []string{"20250601", "20250602"}, ""},
		{"an hour that is never reached", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "20250601T030000", nil, ""},
		{"a day that never comes", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "20250601T030000", nil, ""},
		{"an interval beyond all dates", "FREQ=DAILY;INTERVAL=99999999999999999999", "20250601", nil, ""},
		{"a sixth Monday", "FREQ=MONTHLY;BYDAY=6MO", "20250601", nil, "the rule never matches"},
		{"no frequency", "COUNT=3", "20250601", nil, "the rule has no FREQ"},
		{"an unknown one", "FREQ=FORTNIGHTLY", "20250601", nil, "FREQ=FORTNIGHTLY is not a frequency"},
		{"no count", "FREQ=DAILY;COUNT=-1", "20250601", nil, "COUNT=-1 is not a count"},
		{"no until", "FREQ=DAILY;UNTIL=soon", "20250601", nil, "UNTIL=SOON is not a time"},
		{"out of range", "FREQ=DAILY;BYMONTH=13", "20250601", nil, "BYMONTH=13 is out of range"},
		{"no weekday", "FREQ=DAILY;BYDAY=XX", "20250601", nil, "BYDAY=XX is not a weekday"},
		{"a calendar that is not ours", "FREQ=YEARLY;RSCALE=HEBREW", "20250601", nil, "RSCALE=HEBREW is not understood"},
		{"every second of the year", "FREQ=DAILY;BYMINUTE=" + numbers(60) + ";BYSECOND=" + numbers(60), "20250601T000000", nil, "the rule has too many times a day"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := results(t, test.rule, test.start, max(len(test.want), 1))
			if test.want == nil && len(got) == 0 {
				got = nil
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
			if (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

// numbers returns "0,1,2" up to n.
func numbers(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = strconv.Itoa(i)
	}
	return strings.Join(list, ",")
}

// TestRuleEnteredLate checks that a rule entered late yields the same as when walked from its
// start.
func TestRuleEnteredLate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		parts := []string{"FREQ=" + rapid.SampledFrom(frequencies[:5]).Draw(rt, "freq")}
		add := func(name string, values ...string) {
			if chosen := rapid.SampledFrom(append(values, "")).Draw(rt, name); chosen != "" {
				parts = append(parts, name+"="+chosen)
			}
		}
		add("INTERVAL", "2", "3", "7", "")
		add("BYDAY", "MO", "TU,TH", "SU", "", "")
		add("BYMONTH", "1", "2,3", "12", "", "")
		add("BYMONTHDAY", "1", "-1", "13,31", "", "")
		add("BYHOUR", "9", "0,23", "", "")
		add("WKST", "SU", "WE")
		value := strings.Join(parts, ";")
		start, _ := wallDate(2019, 12, 27, 9, 30, 0)
		start += aDay * wall(rapid.IntRange(0, 400).Draw(rt, "day"))
		r, err := readRule(value, start, false, plain)
		if err != nil {
			rt.Fatal(err)
		}
		from := start + aDay*wall(rapid.IntRange(0, 900).Draw(rt, "late"))
		to := from + 90*aDay
		var want []wall
		for w := range r.walk(start, start, to, &budget{maxEventSteps}) {
			if w >= from {
				want = append(want, w)
			}
		}
		got := slices.Collect(r.walk(start, from, to, &budget{maxEventSteps}))
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Errorf("%s from %v (-want +got):\n%s", value, start, diff)
		}
	})
}
