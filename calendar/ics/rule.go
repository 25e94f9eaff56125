package ics

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/teambition/rrule-go"
)

// A rule is an RRULE in normal form (RFC 5545, 3.3.10): every part that the start of
// the series implies is explicit, so that expansion can begin at any period.
type rule struct {
	freq     rrule.Frequency
	interval int  // at least 1
	count    int  // of results, 0 if there is no limit
	until    wall // the last possible result
	wkst     int  // from Monday, 0

	months, monthDays, yearDays, weeks []int
	days                               []weekday
	hours, minutes, seconds, positions []int
}

// A weekday is one entry of BYDAY: every such day of the period, or the nth.
type weekday struct{ day, nth int }

var (
	frequencies = []string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"}
	weekdays    = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
)

// readRule reads an RRULE for a series that starts at start; date says whether that
// is a date. until converts an UNTIL to the wall clock of the series. Errors are
// for the user: the rule is not understood and must not be expanded.
func readRule(value string, start wall, date bool, until func(reading) wall) (*rule, error) {
	r := &rule{freq: -1, interval: 1, until: maxWall}
	for part := range strings.FieldsFuncSeq(strings.ToUpper(value), func(c rune) bool { return c == ';' || c == ' ' }) {
		name, v, _ := strings.Cut(part, "=")
		if err := r.readPart(name, strings.Trim(v, ","), until); err != nil {
			return nil, err
		}
	}
	if r.freq < 0 {
		return nil, errors.New("the rule has no FREQ")
	}
	if date {
		r.hours, r.minutes, r.seconds = nil, nil, nil
	}
	r.fillInFromStart(start)
	return r, r.check()
}

// readRuleLoosely parses the frequency and the end of a rule that cannot be expanded
// exactly, so that its time does not count as free. It returns nil if there is no
// FREQ. With an unknown FREQ the rule may match any day until its UNTIL.
func readRuleLoosely(value string, start wall, date bool, until func(reading) wall) *rule {
	var parts []string
	anyDay := false
	for part := range strings.FieldsFuncSeq(strings.ToUpper(value), func(c rune) bool { return c == ';' || c == ' ' }) {
		name, v, _ := strings.Cut(part, "=")
		probe := rule{}
		switch name {
		case "FREQ", "INTERVAL", "COUNT", "UNTIL":
			if probe.readPart(name, strings.Trim(v, ","), until) == nil {
				parts = append(parts, part)
			} else if name == "FREQ" && v != "" {
				anyDay = true
			}
		}
	}
	if anyDay {
		parts = slices.DeleteFunc(parts, func(p string) bool { return !strings.HasPrefix(p, "UNTIL=") })
		parts = append(parts, "FREQ=DAILY")
	}
	r, err := readRule(strings.Join(parts, ";"), start, date, until)
	if err != nil {
		return nil
	}
	return r
}

// readPart reads one NAME=VALUE part of a rule.
func (r *rule) readPart(name, v string, until func(reading) wall) (err error) {
	switch name {
	case "FREQ":
		r.freq = rrule.Frequency(slices.Index(frequencies, v))
		if r.freq < 0 {
			err = fmt.Errorf("FREQ=%.20s is not a frequency", v)
		}
	case "INTERVAL":
		n, _ := strconv.Atoi(v)
		r.interval = max(n, 1)
	case "COUNT":
		if r.count, err = strconv.Atoi(v); err != nil || r.count <= 0 {
			err = fmt.Errorf("COUNT=%.20s is not a count", v)
		}
	case "UNTIL":
		t, ok := readTime(v)
		if !ok {
			return fmt.Errorf("UNTIL=%.20s is not a time", v)
		}
		r.until = until(t)
	case "WKST":
		r.wkst = max(slices.Index(weekdays, v), 0)
	case "BYDAY":
		r.days, err = readDays(v)
	case "BYMONTH":
		r.months, err = readNumbers(name, v, 1, 12)
	case "BYMONTHDAY":
		r.monthDays, err = readNumbers(name, v, -31, 31)
	case "BYYEARDAY":
		r.yearDays, err = readNumbers(name, v, -366, 366)
	case "BYWEEKNO":
		r.weeks, err = readNumbers(name, v, -53, 53)
	case "BYHOUR":
		r.hours, err = readNumbers(name, v, 0, 23)
	case "BYMINUTE":
		r.minutes, err = readNumbers(name, v, 0, 59)
	case "BYSECOND":
		r.seconds, err = readNumbers(name, v, 0, 59)
	case "BYSETPOS":
		r.positions, err = readNumbers(name, v, -366, 366)
	default:
		if !isHarmless(name, v) {
			err = fmt.Errorf("%.20s=%.20s is not understood", name, v)
		}
	}
	return err
}

// isHarmless reports whether a part can be ignored (RFC 7529).
func isHarmless(name, v string) bool {
	return strings.HasPrefix(name, "X-") || name == "RSCALE" && v == "GREGORIAN" || name == "SKIP" && v == "OMIT" || v == ""
}

func readNumbers(name, v string, low, high int) ([]int, error) {
	var numbers []int
	for s := range strings.SplitSeq(v, ",") {
		if s == "" {
			continue
		}
		n, err := strconv.Atoi(s)
		if err != nil || n < low || n > high || n == 0 && low < 0 {
			return nil, fmt.Errorf("%s=%.20s is out of range", name, s)
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}

func readDays(v string) ([]weekday, error) {
	var days []weekday
	for s := range strings.SplitSeq(v, ",") {
		if s == "" {
			continue
		}
		d := weekday{day: slices.Index(weekdays, s[max(len(s)-2, 0):])}
		if n := s[:max(len(s)-2, 0)]; n != "" {
			var err error
			if d.nth, err = strconv.Atoi(n); err != nil || d.nth == 0 || d.nth < -53 || d.nth > 53 {
				d.day = -1
			}
		}
		if d.day < 0 {
			return nil, fmt.Errorf("BYDAY=%.20s is not a weekday", s)
		}
		if !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	return days, nil
}

// fillInFromStart makes explicit what the start implies.
func (r *rule) fillInFromStart(start wall) {
	t := start.time()
	bare := r.monthDays == nil && r.yearDays == nil && r.days == nil
	switch {
	case r.freq == rrule.YEARLY && bare && r.weeks != nil:
		r.days = []weekday{{day: start.weekday()}} // otherwise rrule-go uses the whole week
	case r.freq == rrule.YEARLY && bare:
		if r.months == nil {
			r.months = []int{int(t.Month())}
		}
		r.monthDays = []int{t.Day()}
	case r.freq == rrule.MONTHLY && bare && r.weeks == nil:
		r.monthDays = []int{t.Day()}
	case r.freq == rrule.WEEKLY && bare && r.weeks == nil:
		r.days = []weekday{{day: start.weekday()}}
	}
	if r.freq < rrule.HOURLY && r.hours == nil {
		r.hours = []int{t.Hour()}
	}
	if r.freq < rrule.MINUTELY && r.minutes == nil {
		r.minutes = []int{t.Minute()}
	}
	if r.freq < rrule.SECONDLY && r.seconds == nil {
		r.seconds = []int{t.Second()}
	}
}

// check rejects rules that would cost too much, and removes parts that never match
// and would make rrule-go read beyond its tables.
func (r *rule) check() error {
	if max(len(r.hours), 1)*max(len(r.minutes), 1)*max(len(r.seconds), 1) > maxTimesPerDay {
		return errors.New("the rule has too many times a day")
	}
	if r.freq > rrule.MONTHLY {
		for i := range r.days {
			r.days[i].nth = 0
		}
		return nil
	}
	if r.freq == rrule.MONTHLY || r.months != nil {
		some := r.days != nil
		r.days = slices.DeleteFunc(r.days, func(d weekday) bool { return d.nth < -5 || d.nth > 5 })
		if some && len(r.days) == 0 {
			return errors.New("the rule never matches")
		}
	}
	return nil
}
