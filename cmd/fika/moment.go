package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fika/internal/span"
	"fika/planner"
)

// momentHelp says what [moment] understands.
const momentHelp = `A time T is now, today, tomorrow, a date, "2026-03-10 14:00", RFC 3339, or so many
days or weeks from today: +7d, -2w. A date means its first moment.`

// moment reads a time as people type it, in zone unless it names an offset of
// its own, which it keeps.
func moment(text string, now time.Time, zone *time.Location) (time.Time, error) {
	today := planner.DateOf(now, zone)
	switch text {
	case "now":
		return now.In(zone), nil
	case "today":
		return today.At(0, zone), nil
	case "tomorrow":
		return today.Add(1).At(0, zone), nil
	case "yesterday":
		return today.Add(-1).At(0, zone), nil
	}
	if days, ok := distance(text); ok {
		return today.Add(days).At(0, zone), nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			wall := planner.Clock(t.Hour()*60 + t.Minute())
			return planner.DateOf(t, time.UTC).At(wall, zone), nil
		}
	}
	return time.Time{}, usage("%q is no time; try tomorrow, 2026-03-10, +7d or 2026-03-10T14:00:00Z", text)
}

// distance reads +7d and -2w as days.
func distance(text string) (days int, ok bool) {
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

// stretch reads two times as a window.
func stretch(from, to string, now time.Time, zone *time.Location) (span.Span, error) {
	start, err := moment(from, now, zone)
	if err != nil {
		return span.Span{}, err
	}
	end, err := moment(to, now, zone)
	if err != nil {
		return span.Span{}, err
	}
	if !start.Before(end) {
		return span.Span{}, usage("--from %s is not before --to %s", from, to)
	}
	return span.Span{Start: start, End: end}, nil
}

// zoneNamed is the zone of that IANA name.
func zoneNamed(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, usage("%q is no time zone; they look like Europe/Stockholm", name)
	}
	return zone, nil
}

// machineZone is the zone that this machine is set to, by name; UTC if it does
// not say. Only commands that must work without a configuration use it.
func (a *cli) machineZone() string {
	candidates := []string{strings.TrimPrefix(a.getenv("TZ"), ":")}
	if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		_, name, _ := strings.Cut(target, "zoneinfo/")
		candidates = append(candidates, name)
	}
	if text, err := os.ReadFile("/etc/timezone"); err == nil {
		candidates = append(candidates, strings.TrimSpace(string(text)))
	}
	for _, name := range candidates {
		if _, err := zoneNamed(name); err == nil {
			return name
		}
	}
	return "UTC"
}

// anyZone is the zone of the configuration if it can be read, else the
// machine's.
func (a *cli) anyZone() *time.Location {
	if p, err := a.paths(); err == nil {
		if c, err := load(p.Config); err == nil {
			return c.Me.Zone
		}
	}
	zone, err := zoneNamed(a.machineZone())
	if err != nil {
		return time.UTC
	}
	return zone
}

// sayZone is t with its zone, for times that were meant in one and may be read
// in another.
func sayZone(t time.Time) string {
	return fmt.Sprintf("%s (%s)", t.Format("Mon 2 Jan 2006 15:04"), t.Location())
}
