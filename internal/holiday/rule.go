package holiday

import (
	"time"

	"fika/internal/date"
)

// rule says on which day of a year a holiday falls. It holds from the year from to the
// year to, both included; 0 is no limit.
type rule struct {
	name     string
	day      func(year int) date.Date
	from, to int
}

// since limits r to the year from and those after it.
func (r rule) since(from int) rule { r.from = from; return r }

// fixed is a holiday on the same date each year.
func fixed(name string, month time.Month, day int) rule {
	return rule{name: name, day: func(year int) date.Date {
		return date.Date{Year: year, Month: month, Day: day}
	}}
}

// once is a holiday of a single year.
func once(name string, year int, month time.Month, day int) rule {
	r := fixed(name, month, day)
	r.from, r.to = year, year
	return r
}

// easter is a holiday that many days after Easter Sunday of the western churches.
func easter(name string, days int) rule {
	return rule{name: name, day: func(year int) date.Date { return easterSunday(year).AddDays(days) }}
}

// onOrAfter is a holiday on the first such weekday that is not before the given date.
func onOrAfter(name string, weekday time.Weekday, month time.Month, day int) rule {
	return rule{name: name, day: func(year int) date.Date {
		d := date.Date{Year: year, Month: month, Day: day}
		return d.AddDays((int(weekday-d.Weekday()) + 7) % 7)
	}}
}

// nth is a holiday on the n-th such weekday of a month, counted from 1.
func nth(name string, n int, weekday time.Weekday, month time.Month) rule {
	return onOrAfter(name, weekday, month, 7*n-6)
}

// last is a holiday on the last such weekday of a month of 31 days.
func last(name string, weekday time.Weekday, month time.Month) rule {
	return onOrAfter(name, weekday, month, 25)
}

// easterSunday follows the algorithm "Meeus/Jones/Butcher" for the Gregorian calendar
// (Meeus, Astronomical Algorithms, 1991, chapter 8).
func easterSunday(year int) date.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return date.Date{Year: year, Month: time.Month(month), Day: day}
}
