package holiday

import (
	"time"

	"fika/internal/date"
)

// britain has what all parts of the United Kingdom share.
var britain = []rule{
	newYear, goodFriday,
	nth("Early May bank holiday", 1, time.Monday, time.May),
	last("Spring bank holiday", time.Monday, time.May),
	christmas, boxingDay,
}

var englandWales = with(britain, easterMonday, last("Summer bank holiday", time.Monday, time.August))

var scotland = with(britain,
	fixed("2 January", time.January, 2),
	once("World Cup bank holiday", 2026, time.June, 15),
	nth("Summer bank holiday", 1, time.Monday, time.August),
	fixed("Saint Andrew's Day", time.November, 30),
)

var northernIreland = with(britain,
	fixed("Saint Patrick's Day", time.March, 17),
	easterMonday,
	fixed("Battle of the Boyne", time.July, 12),
	last("Summer bank holiday", time.Monday, time.August),
)

// ireland has no substitute days by law: whoever has a holiday on a weekend gets another
// day off, which need not be the next one.
var ireland = []rule{
	newYear,
	{name: "Saint Brigid's Day", day: saintBrigid, from: 2023},
	fixed("Saint Patrick's Day", time.March, 17),
	easterMonday,
	nth("May holiday", 1, time.Monday, time.May),
	nth("June holiday", 1, time.Monday, time.June),
	nth("August holiday", 1, time.Monday, time.August),
	last("October holiday", time.Monday, time.October),
	christmas,
	fixed("Saint Stephen's Day", time.December, 26),
}

// saintBrigid is 1 February if that is a Friday, else the first Monday of the month.
func saintBrigid(year int) date.Date {
	first := date.Date{Year: year, Month: time.February, Day: 1}
	if first.Weekday() == time.Friday {
		return first
	}
	return nth("", 1, time.Monday, time.February).day(year)
}

// kingsDay is 27 April, or the day before if that is a Sunday.
func kingsDay(year int) date.Date {
	d := date.Date{Year: year, Month: time.April, Day: 27}
	if d.Weekday() == time.Sunday {
		return d.AddDays(-1)
	}
	return d
}
