package holiday

import "time"

var austria = []rule{
	newYear, epiphany, easterMonday, mayDay, ascension, whitMonday, corpusChristi, assumption,
	fixed("National Day", time.October, 26),
	allSaints, immaculate, christmas, secondDay,
}

var belgium = []rule{
	newYear, easterMonday, mayDay, ascension, whitMonday,
	fixed("National Day", time.July, 21),
	assumption, allSaints,
	fixed("Armistice Day", time.November, 11),
	christmas,
}

var czechia = []rule{
	newYear, goodFriday, easterMonday, mayDay,
	fixed("Victory Day", time.May, 8),
	fixed("Saints Cyril and Methodius Day", time.July, 5),
	fixed("Jan Hus Day", time.July, 6),
	fixed("Statehood Day", time.September, 28),
	fixed("Independence Day", time.October, 28),
	fixed("Freedom and Democracy Day", time.November, 17),
	christmasEve, christmas, secondDay,
}

// Great Prayer Day is no holiday since 2024. Nobody works on Constitution Day or on the
// two eves, though the law closes only shops.
var denmark = []rule{
	newYear,
	easter("Maundy Thursday", -3),
	goodFriday, easterMonday, ascension, whitMonday,
	fixed("Constitution Day", time.June, 5),
	christmasEve, christmas, secondDay, newYearsEve,
}

// The two eves are no holidays by law, but days off by nearly every collective agreement.
var finland = []rule{
	newYear, epiphany, goodFriday, easterMonday, mayDay, ascension,
	onOrAfter("Midsummer Eve", time.Friday, time.June, 19),
	fixed("Independence Day", time.December, 6),
	christmasEve, christmas, secondDay,
}

var france = []rule{
	newYear, easterMonday, mayDay,
	fixed("Victory Day", time.May, 8),
	ascension, whitMonday,
	fixed("Bastille Day", time.July, 14),
	assumption, allSaints,
	fixed("Armistice Day", time.November, 11),
	christmas,
}

// Alsace and Moselle kept two days of the time before 1918.
var alsaceMoselle = with(france, goodFriday, secondDay)

var germany = []rule{
	newYear, goodFriday, easterMonday, mayDay, ascension, whitMonday,
	fixed("German Unity Day", time.October, 3),
	christmas, secondDay,
}

var italy = []rule{
	newYear, epiphany, easterMonday,
	fixed("Liberation Day", time.April, 25),
	mayDay,
	fixed("Republic Day", time.June, 2),
	assumption,
	fixed("Saint Francis Day", time.October, 4).since(2026),
	allSaints, immaculate, christmas, secondDay,
}

// Liberation Day is a day off only every fifth year.
var netherlands = []rule{
	newYear, easterMonday,
	{name: "King's Day", day: kingsDay},
	ascension, whitMonday, christmas, secondDay,
}

var norway = []rule{
	newYear,
	easter("Maundy Thursday", -3),
	goodFriday, easterMonday, mayDay,
	fixed("Constitution Day", time.May, 17),
	ascension, whitMonday, christmas, secondDay,
}

var poland = []rule{
	newYear, epiphany, easterMonday, mayDay,
	fixed("Constitution Day", time.May, 3),
	corpusChristi, assumption, allSaints,
	fixed("Independence Day", time.November, 11),
	christmasEve.since(2025),
	christmas, secondDay,
}

var portugal = []rule{
	newYear, goodFriday,
	fixed("Freedom Day", time.April, 25),
	mayDay, corpusChristi,
	fixed("Portugal Day", time.June, 10),
	assumption,
	fixed("Republic Day", time.October, 5),
	allSaints,
	fixed("Restoration of Independence", time.December, 1),
	immaculate, christmas,
}

// The three eves are no holidays by law, but nobody works on them.
var sweden = []rule{
	newYear, epiphany, goodFriday, easterMonday, mayDay, ascension,
	fixed("National Day", time.June, 6),
	onOrAfter("Midsummer Eve", time.Friday, time.June, 19),
	christmasEve, christmas, secondDay, newYearsEve,
}
