package holiday

import "time"

// unitedStates has the federal holidays (5 U.S.C. 6103). Many companies work on some of
// them; those who do can say so with a list of their own.
var unitedStates = []rule{
	newYear,
	nth("Martin Luther King Day", 3, time.Monday, time.January),
	nth("Washington's Birthday", 3, time.Monday, time.February),
	last("Memorial Day", time.Monday, time.May),
	fixed("Juneteenth", time.June, 19).since(2021),
	fixed("Independence Day", time.July, 4),
	nth("Labor Day", 1, time.Monday, time.September),
	nth("Columbus Day", 2, time.Monday, time.October),
	fixed("Veterans Day", time.November, 11),
	nth("Thanksgiving Day", 4, time.Thursday, time.November),
	christmas,
}

// india has the three national days. The others differ by state and by employer, and
// some follow the moon, so that published lists differ by a day: a company's own list
// has to say them.
var india = []rule{
	fixed("Republic Day", time.January, 26),
	fixed("Independence Day", time.August, 15),
	fixed("Gandhi Jayanti", time.October, 2),
}
