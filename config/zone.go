package config

import (
	_ "embed"
	"path"
	"slices"
	"strings"
	"time"

	"fika/internal/excerpt"
)

// zoneNames are the names of the IANA time zone database, one a line, to guess
// what was meant. A zone that is newer than the list is loaded all the same.
//
//go:embed zones.txt
var zoneNames string

// zone is a time zone by its IANA name. The machine's own zone has no name: the
// file means the same wherever it is read.
func zone() kind[*time.Location] {
	return word(`a time zone such as "Europe/Stockholm"`, func(text string) (*time.Location, *wrong) {
		names := strings.Fields(zoneNames)
		if text != "" && text != "Local" {
			// Some file systems know no case: a name in the wrong case would load
			// on one machine and not on the next.
			inCase := slices.ContainsFunc(names, func(name string) bool { return name != text && strings.EqualFold(name, text) })
			if loc, err := time.LoadLocation(text); err == nil && !inCase {
				return loc, nil
			}
		}
		return nil, &wrong{text: excerpt.Sprintf("%q is no time zone of the IANA database", text), meant: quoteAny(zoneMeant(text, names))}
	}, (*time.Location).String)
}

// zoneMeant is the zone whose name, or whose city, text comes near.
func zoneMeant(text string, names []string) string {
	text = strings.ReplaceAll(text, " ", "_")
	if name := nearest(text, names); name != "" {
		return name
	}
	cities := make([]string, len(names))
	for i, name := range names {
		cities[i] = path.Base(name)
	}
	if city := nearest(path.Base(text), cities); city != "" {
		return names[slices.Index(cities, city)]
	}
	return ""
}
