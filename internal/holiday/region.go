package holiday

import (
	"slices"
	"time"
)

// partsDiffer names the countries in which the holidays of the parts differ so much that
// a part without rules of its own is not known.
var partsDiffer = map[Region]bool{"DE": true, "GB": true}

// regions has the built-in rules. The country's own code stands for the days that all of
// its parts have.
var regions = map[Region]ruleSet{
	"AT": {name: "Austria", rules: austria},
	"BE": {name: "Belgium", rules: belgium},
	"CZ": {name: "Czechia", rules: czechia},
	"DK": {name: "Denmark", rules: denmark},
	"FI": {name: "Finland", rules: finland},
	"FR": {name: "France", rules: france},
	"IE": {name: "Ireland", rules: ireland},
	"IN": {name: "India", rules: india},
	"IT": {name: "Italy", rules: italy},
	"NL": {name: "the Netherlands", rules: netherlands},
	"NO": {name: "Norway", rules: norway},
	"PL": {name: "Poland", rules: poland},
	"PT": {name: "Portugal", rules: portugal},
	"SE": {name: "Sweden", rules: sweden},
	"US": {name: "the United States", rules: unitedStates, substitute: nearestWorkingDay},

	"FR-57": {name: "Moselle", rules: alsaceMoselle},
	"FR-67": {name: "Bas-Rhin", rules: alsaceMoselle},
	"FR-68": {name: "Haut-Rhin", rules: alsaceMoselle},

	"GB":     {name: "the United Kingdom", rules: britain, substitute: nextWorkingDay},
	"GB-ENG": {name: "England", rules: englandWales, substitute: nextWorkingDay},
	"GB-WLS": {name: "Wales", rules: englandWales, substitute: nextWorkingDay},
	"GB-SCT": {name: "Scotland", rules: scotland, substitute: nextWorkingDay},
	"GB-NIR": {name: "Northern Ireland", rules: northernIreland, substitute: nextWorkingDay},

	"DE":    {name: "Germany", rules: germany},
	"DE-BB": {name: "Brandenburg", rules: with(germany, reformation)},
	"DE-BE": {name: "Berlin", rules: with(germany, womensDay.since(2019))},
	"DE-BW": {name: "Baden-Württemberg", rules: with(germany, epiphany, corpusChristi, allSaints)},
	"DE-BY": {name: "Bavaria", rules: with(germany, epiphany, corpusChristi, assumption, allSaints)},
	"DE-HB": {name: "Bremen", rules: with(germany, reformation.since(2018))},
	"DE-HE": {name: "Hesse", rules: with(germany, corpusChristi)},
	"DE-HH": {name: "Hamburg", rules: with(germany, reformation.since(2018))},
	"DE-MV": {name: "Mecklenburg-Vorpommern", rules: with(germany, womensDay.since(2023), reformation)},
	"DE-NI": {name: "Lower Saxony", rules: with(germany, reformation.since(2018))},
	"DE-NW": {name: "North Rhine-Westphalia", rules: with(germany, corpusChristi, allSaints)},
	"DE-RP": {name: "Rhineland-Palatinate", rules: with(germany, corpusChristi, allSaints)},
	"DE-SH": {name: "Schleswig-Holstein", rules: with(germany, reformation.since(2018))},
	"DE-SL": {name: "Saarland", rules: with(germany, corpusChristi, assumption, allSaints)},
	"DE-SN": {name: "Saxony", rules: with(germany, reformation, onOrAfter("Repentance Day", time.Wednesday, time.November, 16))},
	"DE-ST": {name: "Saxony-Anhalt", rules: with(germany, epiphany, reformation)},
	"DE-TH": {name: "Thuringia", rules: with(germany, fixed("Children's Day", time.September, 20).since(2019), reformation)},
}

func with(common []rule, more ...rule) []rule { return slices.Concat(common, more) }

// Holidays that several regions share.
var (
	newYear       = fixed("New Year's Day", time.January, 1)
	epiphany      = fixed("Epiphany", time.January, 6)
	womensDay     = fixed("Women's Day", time.March, 8)
	goodFriday    = easter("Good Friday", -2)
	easterMonday  = easter("Easter Monday", 1)
	mayDay        = fixed("Labour Day", time.May, 1)
	ascension     = easter("Ascension Day", 39)
	whitMonday    = easter("Whit Monday", 50)
	corpusChristi = easter("Corpus Christi", 60)
	assumption    = fixed("Assumption Day", time.August, 15)
	reformation   = fixed("Reformation Day", time.October, 31)
	allSaints     = fixed("All Saints' Day", time.November, 1)
	immaculate    = fixed("Immaculate Conception", time.December, 8)
	christmasEve  = fixed("Christmas Eve", time.December, 24)
	christmas     = fixed("Christmas Day", time.December, 25)
	secondDay     = fixed("the second day of Christmas", time.December, 26)
	boxingDay     = fixed("Boxing Day", time.December, 26)
	newYearsEve   = fixed("New Year's Eve", time.December, 31)
)
