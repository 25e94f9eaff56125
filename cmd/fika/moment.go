package main

import (
	"strconv"
	"time"

	"fika/config"
	"fika/internal/date"
	"fika/internal/span"
)

// momentHelp describes what parseMoment accepts.
const momentHelp = `A time T is now, today, tomorrow, a date, "2026-03-10 14:00", RFC 3339, or so many
days or weeks from today: +7d, -2w. A date means its first moment.`

// parseMoment reads a time in zone, unless text has its own offset, which the result keeps.
// Errors are [api.Fault]s with [api.CodeUsage].
func parseMoment(text string, now time.Time, zone *time.Location) (time.Time, error) {
	today := date.Of(now, zone)
	switch text {
	case "now":
		return now.In(zone), nil
	case "today":
		return today.At(0, zone), nil
	case "tomorrow":
		return today.AddDays(1).At(0, zone), nil
	case "yesterday":
		return today.AddDays(-1).At(0, zone), nil
	}
	if days, ok := daysFrom(text); ok {
		return today.AddDays(days).At(0, zone), nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	if t, ok := wallClock(text); ok {
		return date.Of(t, time.UTC).At(date.Clock(t.Hour()*60+t.Minute()), zone), nil
	}
	return time.Time{}, usage("%q is not a time; try tomorrow, 2026-03-10, +7d or 2026-03-10T14:00:00Z", text)
}

// minuteLayout is how a start is written on a command line.
const minuteLayout = "2006-01-02 15:04"

// wallClock reads a date, perhaps with a time of the day, as a time in UTC.
func wallClock(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, minuteLayout, "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// daysFrom parses +7d and -2w into days.
func daysFrom(text string) (days int, ok bool) {
	if len(text) < 3 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	switch unit := text[len(text)-1]; {
	case err != nil || n > 36500 || n < -36500:
		return 0, false
	case unit == 'd':
		return n, true
	case unit == 'w':
		return 7 * n, true
	}
	return 0, false
}

// parseWindow returns the span between the values of --from and --to. Its errors are those of
// parseMoment.
func parseWindow(from, to string, now time.Time, zone *time.Location) (span.Span, error) {
	start, err := parseMoment(from, now, zone)
	if err != nil {
		return span.Span{}, err
	}
	end, err := parseMoment(to, now, zone)
	if err != nil {
		return span.Span{}, err
	}
	if !start.Before(end) {
		return span.Span{}, usage("--from %s is not before --to %s", from, to)
	}
	return span.Span{Start: start, End: end}, nil
}

// parseZone returns the zone with that IANA name. Its errors are faults with
// [api.CodeUsage].
func parseZone(name string) (*time.Location, error) {
	zone, err := config.LoadZone(name)
	if err != nil {
		return nil, usage("%v", err)
	}
	return zone, nil
}
