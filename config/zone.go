package config

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"fika/internal/prose"
)

// zoneNames are the names in the IANA time zone database, one per line, for
// suggestions. A zone that is newer than the list still loads.
//
//go:embed zones.txt
var zoneNames string

// LoadZone returns the zone with that IANA name. It rejects "Local", which differs
// between machines.
func LoadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not a time zone; use a name such as Europe/Stockholm", name)
	}
	return zone, nil
}

// zone returns the codec of a time zone by its IANA name. The machine's local zone is
// not allowed: the file must mean the same on every machine.
func zone() codec[*time.Location] {
	return textCodec(`a time zone such as "Europe/Stockholm"`, func(text string) (*time.Location, *valueError) {
		names := strings.Fields(zoneNames)
		// Some file systems ignore case: a name in the wrong case would load on one
		// machine and not on another.
		inCase := slices.ContainsFunc(names, func(name string) bool { return name != text && strings.EqualFold(name, text) })
		if loc, err := LoadZone(text); err == nil && !inCase {
			return loc, nil
		}
		return nil, &valueError{text: prose.Sprintf("%q is not a time zone in the IANA database", text), suggestion: quoteAny(closestZone(text, names))}
	}, (*time.Location).String)
}

// closestZone returns the zone whose name or city is closest to text.
func closestZone(text string, names []string) string {
	text = strings.ReplaceAll(text, " ", "_")
	if name := closest(text, names); name != "" {
		return name
	}
	cities := make([]string, len(names))
	for i, name := range names {
		cities[i] = path.Base(name)
	}
	if city := closest(path.Base(text), cities); city != "" {
		return names[slices.Index(cities, city)]
	}
	return ""
}
