package ics

import (
	"fmt"
	"time"
)

// wall is a wall clock time, in seconds since the wall clock showed the start of
// 1970. It is an instant only together with a zone. Rules are expanded in wall
// clock time, which has no daylight saving.
type wall int64

const (
	aDay  wall = 24 * 60 * 60
	aYear wall = 365 * aDay // at least

	// The years in which dates can be written, minus one at the end so that
	// arithmetic on the last day still gives a date.
	minWall wall = -62135596800 // 0001-01-01
	maxWall wall = 253370764800 // 9999-01-01
)

// wallDate returns the wall clock time of that date and time, and whether they exist.
func wallDate(year, month, day, hour, minute, second int) (wall, bool) {
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	exists := t.Month() == time.Month(month) && t.Day() == day && hour < 24 && minute < 60 && second < 60
	return wall(t.Unix()), exists && wall(t.Unix()) >= minWall && wall(t.Unix()) < maxWall
}

// time returns w as UTC, to get its parts.
func (w wall) time() time.Time { return time.Unix(int64(w), 0).UTC() }

// midnight returns the start of w's day.
func (w wall) midnight() wall { return w - floorMod(w, aDay) }

// weekday returns the day of the week, from Monday, 0, to Sunday, 6.
func (w wall) weekday() int { return int(floorMod((w-floorMod(w, aDay))/aDay+3, 7)) }

func floorMod(a, b wall) wall {
	m := a % b
	if m < 0 {
		m += b
	}
	return m
}

// date returns w's date in the basic form, 20060102.
func (w wall) date() string { return w.time().Format("20060102") }

// dateTime returns w in the basic form, 20060102T150405. It does not use time.Format,
// because it is called for every occurrence.
func (w wall) dateTime() string {
	b := make([]byte, 0, 16)
	return string(w.appendDateTime(b))
}

func (w wall) appendDateTime(b []byte) []byte {
	year, month, day := w.time().Date()
	s := int(floorMod(w, aDay))
	b = appendDigits(b, year, 4)
	b = appendDigits(b, int(month), 2)
	b = append(appendDigits(b, day, 2), 'T')
	b = appendDigits(b, s/3600, 2)
	b = appendDigits(b, s/60%60, 2)
	return appendDigits(b, s%60, 2)
}

func appendDigits(b []byte, n, width int) []byte {
	for i := width; i > 0; i-- {
		b = append(b, '0')
	}
	for i := len(b) - 1; n > 0 && width > 0; i-- {
		b[i], n, width = byte('0'+n%10), n/10, width-1
	}
	return b
}

func (w wall) String() string { return fmt.Sprintf("%s on the wall", w.dateTime()) }
