package ics

import (
	"fmt"
	"strings"
)

// A moment is a DATE or DATE-TIME value with the zone that makes it an instant.
type moment struct {
	wall     wall // midnight if it is a date
	zone     *zone
	date     bool // a whole day, wherever the reader is
	floating bool // a date-time without a zone of its own
}

// unix returns the instant of m.
func (m moment) unix() int64 { return m.zone.unix(m.wall) }

// in returns the wall clock of m in z. Dates stay the same.
func (m moment) in(z *zone) wall {
	if m.date || m.zone == z {
		return m.wall
	}
	return z.wall(m.unix())
}

// reading is a DATE or DATE-TIME value as written.
type reading struct {
	wall      wall
	date, utc bool
}

// readTime reads "20250601", "20250601T100000" and "20250601T100000Z". Seconds may
// be missing, a leap second counts as the second before it, and hour 24 is the
// following midnight, as ISO 8601 once had it.
func readTime(s string) (reading, bool) {
	var r reading
	if n := len(s) - 1; n >= 0 && (s[n] == 'Z' || s[n] == 'z') {
		r.utc, s = true, s[:n]
	}
	if len(s) != 8 && len(s) != 13 && len(s) != 15 || len(s) > 8 && s[8] != 'T' && s[8] != 't' {
		return r, false
	}
	var hour, minute, second int
	year, ok := digits(s[:4])
	month, ok1 := digits(s[4:6])
	day, ok2 := digits(s[6:8])
	ok = ok && ok1 && ok2
	if r.date = len(s) == 8; !r.date {
		hour, ok1 = digits(s[9:11])
		minute, ok2 = digits(s[11:13])
		ok = ok && ok1 && ok2
	}
	if len(s) == 15 {
		second, ok1 = digits(s[13:15])
		ok, second = ok && ok1, min(second, 59)
	}
	if !ok {
		return r, false
	}
	midnight := hour == 24 && minute == 0 && second == 0
	if midnight {
		hour = 0
	}
	r.wall, ok = wallDate(year, month, day, hour, minute, second)
	if midnight {
		r.wall += aDay
	}
	return r, ok
}

// readDay reads only the day of a time, with or without dashes, and returns the
// midnight at its start.
func readDay(value string) (wall, bool) {
	s := strings.ReplaceAll(strings.TrimSpace(value), "-", "")
	if len(s) < 8 {
		return 0, false
	}
	r, ok := readTime(s[:8])
	return r.wall, ok
}

func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// length is how long an event lasts. Days are nominal, 23 to 25 hours over a
// change of daylight saving; seconds are exact (RFC 5545, 3.3.6 and 3.8.5.3).
type length struct {
	days    wall
	seconds int64
}

// after returns the end of what starts at m.
func (l length) after(m moment) int64 {
	if l.days == 0 {
		return m.unix() + l.seconds
	}
	return m.zone.unix(m.wall+l.days*aDay) + l.seconds
}

// upperBound returns an upper bound on l in any zone.
func (l length) upperBound() wall { return max(0, l.days*aDay+wall(l.seconds)) }

// readDuration reads a DURATION value (RFC 5545, 3.3.6), "P1DT2H" or "-PT15M".
func readDuration(s string) (length, error) {
	bad := fmt.Errorf("%.40q is not a duration", s)
	rest := strings.ToUpper(s)
	rest, negative := strings.CutPrefix(rest, "-")
	rest = strings.TrimPrefix(rest, "+")
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok || rest == "" {
		return length{}, bad
	}
	var l length
	inTime := false
	for rest != "" {
		if !inTime && rest[0] == 'T' {
			inTime, rest = true, rest[1:]
			continue
		}
		unit := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if unit <= 0 || unit > 9 {
			return length{}, bad
		}
		n, _ := digits(rest[:unit])
		switch rest[unit] {
		case 'W':
			l.days += 7 * wall(n)
		case 'D':
			l.days += wall(n)
		case 'H':
			l.seconds += int64(n) * 3600
		case 'M':
			l.seconds += int64(n) * 60
		case 'S':
			l.seconds += int64(n)
		default:
			return length{}, bad
		}
		rest = rest[unit+1:]
	}
	if l.upperBound() > maxWall-minWall {
		return length{}, bad
	}
	if negative {
		l.days, l.seconds = -l.days, -l.seconds
	}
	return l, nil
}
