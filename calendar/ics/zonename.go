package ics

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// zoneByName returns the zone with this name, nil if there is none or more than one.
// It tries, in this order: IANA names; Windows names with the variants of Outlook,
// Notes and Exchange; old IANA names, ignoring case; paths that end in one of these;
// offsets; and display names with places in many languages (see
// [zoneFromDisplayName]).
func zoneByName(name string) *time.Location {
	if len(name) > maxZoneName {
		return nil
	}
	for _, n := range spellings(name) {
		if l := zoneFromTables(n); l != nil {
			return l
		}
	}
	for _, rest, ok := strings.Cut(name, "/"); ok; _, rest, ok = strings.Cut(rest, "/") {
		if l := zoneFromTables(rest); l != nil { // "/mozilla.org/20050126_1/America/New_York"
			return l
		}
	}
	if l := zoneFromOffset(name); l != nil {
		return l
	}
	return zoneFromDisplayName(name)
}

// spellings returns name and the names that it may be derived from: Outlook appends a
// number if two definitions share a name, some feeds append a year, and Exchange adds
// its own prefix.
func spellings(name string) []string {
	name = strings.TrimSpace(microsoft.ReplaceAllString(name, ""))
	list := []string{name}
	if short := numbered.ReplaceAllString(name, ""); short != name {
		list = append(list, short)
	}
	if before, after, ok := strings.Cut(name, "-"); ok && !strings.Contains(name, "/") {
		list = append(list, before+"/"+after) // "America-New_York"
	}
	if i := strings.LastIndexByte(name, ' '); strings.Contains(name[i+1:], "/") {
		list = append(list, name[i+1:]) // "US America/New_York"
	}
	return list
}

var (
	microsoft = regexp.MustCompile(`(?i)^tzone://[^/]*/`)
	numbered  = regexp.MustCompile(`( \d{1,3}|(19|20)\d\d)$`)
)

// zoneFromTables returns the zone for name in one of the tables.
func zoneFromTables(name string) *time.Location {
	if l := iana(name); l != nil {
		return l
	}
	key := fold(name)
	joined := strings.ReplaceAll(key, " ", "") // "WEuropeStandardTime"
	for _, k := range []string{joined, joined + "standardtime", strings.Replace(joined, "daylighttime", "standardtime", 1)} {
		if id := windowsNames()[k]; id != "" {
			return iana(id)
		}
	}
	return iana(gazetteer().iana[key])
}

// fold normalises s for comparison: case, dots, and variants of spaces and
// apostrophes do not count. "U.S. Eastern" and "US Eastern" are the same.
func fold(s string) string {
	return strings.Join(strings.Fields(foldCharacters.Replace(strings.ToLower(s))), " ")
}

var foldCharacters = strings.NewReplacer(".", "", "_", " ", "\u00a0", " ", "\u202f", " ", "’", "'", "‘", "'", "`", "'", "–", "-", "−", "-", "‑", "-", "\u0307", "")

// windowsNames returns zones by Windows names, folded and without spaces, and by
// other names that programs have used.
var windowsNames = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for _, names := range []map[string]string{otherNames, windowsZones} {
		for name, id := range names {
			table[strings.ReplaceAll(fold(name), " ", "")] = id
		}
	}
	return table
})

// otherNames are names that are in no table of IANA or CLDR. They come from the
// list of Exchange (MSDN aa563018) unless a comment says otherwise.
var otherNames = map[string]string{
	"Armenian Standard Time":                                  "Asia/Yerevan",   // Windows XP
	"Fiji Islands Standard Time":                              "Pacific/Fiji",   //
	"Kamchatka Standard Time":                                 "Asia/Kamchatka", // Windows 7
	"Malay Peninsula Standard Time":                           "Asia/Singapore", //
	"Mexico Standard Time":                                    "America/Mexico_City",
	"Mexico Standard Time 2":                                  "America/Mazatlan",
	"Mid-Atlantic Standard Time":                              "Atlantic/South_Georgia",
	"Newfoundland and Labrador Standard Time":                 "America/St_Johns",
	"Transitional Islamic State of Afghanistan Standard Time": "Asia/Kabul",

	"Co-ordinated Universal Time":   "Etc/UTC", // Windows in British English
	"Universal Coordinated Time":    "Etc/UTC",
	"Coordinated Universal Time":    "Etc/UTC",
	"Universal Time":                "Etc/UTC",
	"Tempo Universal Coordenado":    "Etc/UTC", // Windows in Portuguese
	"Hora Universal Coordenada":     "Etc/UTC",
	"Temps universel coordonné":     "Etc/UTC", // in French
	"Hora universal coordinada":     "Etc/UTC", // in Spanish
	"Uniwersalny czas koordynowany": "Etc/UTC", // in Polish
	"Maailmaaeg":                    "Etc/UTC", // in Estonian
	"Eşgüdümlü Evrensel Saat":       "Etc/UTC", // in Turkish
	"Z":                             "Etc/UTC",

	// Abbreviations that mean only one zone; IANA has others.
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MDT": "America/Denver", "CDT": "America/Chicago",
	"EDT": "America/New_York", "AKST": "America/Anchorage", "AKDT": "America/Anchorage",
	"CEST": "Europe/Paris", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EEST": "Europe/Helsinki", "WEST": "Europe/Lisbon",
	"JST": "Asia/Tokyo", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
}

// zoneFromOffset reads names that are only an offset, "GMT+0200", and those with one
// for winter and one for summer, "GMT -0500 (Standard) / GMT -0400 (Daylight)", as
// Exchange writes them. An offset in parentheses is the rest of a display name, and
// is that of winter.
func zoneFromOffset(name string) *time.Location {
	if m := offsetAlone.FindStringSubmatch(name); m != nil {
		if seconds, ok := displayedOffset(m[1]); ok {
			return time.FixedZone(name, seconds)
		}
	}
	m := offsetPair.FindStringSubmatch(name)
	if m == nil {
		return nil
	}
	standard, ok := displayedOffset(m[1])
	daylight, ok1 := displayedOffset(m[2])
	switch {
	case !ok || !ok1:
		return nil
	case standard == daylight:
		return time.FixedZone(name, standard)
	}
	// The name does not distinguish the hemispheres. Easter Island, which would
	// compete with Chicago, has 8,000 inhabitants.
	ids := windowsZonesWith(func(c clocks) bool { return c.matches(standard, daylight) })
	return zoneIfClocksAgree(slices.DeleteFunc(ids, func(id string) bool { return id == "Pacific/Easter" }))
}

// candidates returns the zones that name may mean if [zoneByName] cannot tell, one
// for each set of equal clocks: those with the offset in winter, or with the pair of
// offsets, and those of an ambiguous abbreviation.
func candidates(name string) []*time.Location {
	var ids []string
	if m := offsetPair.FindStringSubmatch(name); m != nil {
		standard, ok := displayedOffset(m[1])
		daylight, ok1 := displayedOffset(m[2])
		ids = windowsZonesWith(func(c clocks) bool { return ok && ok1 && c.matches(standard, daylight) })
	} else if _, offset, said := cutOffset(name); said {
		ids = windowsZonesWith(func(c clocks) bool { return c.winterOffset() == offset })
	} else {
		ids = strings.Fields(ambiguous[strings.ToUpper(name)])
	}
	var list []*time.Location
	seen := map[clocks]bool{}
	for _, id := range ids {
		if l := iana(id); l != nil && !seen[clocksOf(l)] {
			seen[clocksOf(l)] = true
			list = append(list, l)
		}
	}
	return list
}

// ambiguous are abbreviations of several zones.
var ambiguous = map[string]string{
	"AEST": "Australia/Sydney Australia/Brisbane", "AST": "America/Halifax America/Puerto_Rico Asia/Riyadh", "BST": "Europe/London Asia/Dhaka",
	"CST": "America/Chicago America/Guatemala Asia/Shanghai America/Havana", "IST": "Asia/Calcutta Asia/Jerusalem Europe/Dublin",
}

var (
	offsetAlone = regexp.MustCompile(`(?i)^(?:UTC|GMT)?\s*([+-]\d{1,2}(?:[:.]?\d\d)?)$`)
	offsetPair  = regexp.MustCompile(`(?i)^\(?(?:UTC|GMT)?\s*([+-]\d{1,2}[:.]?\d\d)\s*(?:\(\w+\))?\s*/\s*(?:UTC|GMT)?\s*([+-]\d{1,2}[:.]?\d\d)\s*(?:\(\w+\))?\)?$`)
)

// displayedOffset reads "+01:00", "-0430" and "+01.00" into seconds.
func displayedOffset(s string) (int, bool) {
	seconds, ok := readOffset(strings.Replace(s, ".", ":", 1))
	return int(seconds), ok
}
