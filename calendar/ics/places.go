package ics

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

// The format of places.txt is described in the file.
//
//go:embed places.txt
var placesText string

// A gazette is the content of places.txt for lookup by folded names.
type gazette struct {
	iana   map[string]string   // IANA names and aliases, to the name that has data
	places map[string][]string // cities, territories and common names of zones: zones
	canada map[string]bool     // names of Canada
}

// gazetteer returns the gazette. It reads places.txt on first use.
var gazetteer = sync.OnceValue(func() gazette {
	g := gazette{map[string]string{}, map[string][]string{}, map[string]bool{}}
	for line := range strings.Lines(placesText) {
		key, rest, ok := strings.Cut(strings.TrimRight(line, "\n"), "|")
		if ok && !strings.HasPrefix(line, "#") {
			g.add(strings.Fields(key), strings.Split(rest, "|"))
		}
	}
	for name, ids := range otherPlaces {
		g.places[fold(name)] = strings.Fields(ids)
	}
	return g
})

func (g gazette) add(key, names []string) {
	ids := key
	if first := key[0][0]; first == '@' || first == '%' {
		ids = key[1:]
	} else {
		g.iana[fold(key[0])] = key[0]
		names = append(names, key[0][strings.LastIndexByte(key[0], '/')+1:]) // its city
	}
	for _, name := range names {
		alias, is := strings.CutPrefix(name, "=")
		f := fold(alias)
		if is {
			g.iana[f] = key[0]
		}
		if f != "" {
			g.places[f] = append(g.places[f], ids...)
		}
		if key[0] == "@CA" {
			g.canada[f] = true
		}
	}
}

// otherPlaces are places in Windows zone names that are not IANA zones, nor
// territories or cities that map to one, if the places next to them and the offset
// are not enough.
var otherPlaces = map[string]string{
	"Brasilia": "America/Sao_Paulo", "Brasília": "America/Sao_Paulo", "Brasília DF": "America/Sao_Paulo",
	"Salvador": "America/Bahia", "Chetumal": "America/Cancun", "Georgetown": "America/Guyana",
	"Hawaii": "Pacific/Honolulu", "Hawai": "Pacific/Honolulu", "Havaí": "Pacific/Honolulu", "Havai": "Pacific/Honolulu",
	"Havaiji": "Pacific/Honolulu", "Hawaje": "Pacific/Honolulu",
	"Alaska": "America/Anchorage", "Alasca": "America/Anchorage", "Arizona": "America/Phoenix", "Saskatchewan": "America/Regina",
	"Indiana": "America/Indianapolis", "Yukon": "America/Whitehorse",
	"Aleuten": "America/Adak", "Aleutianas": "America/Adak", "Aléoutiennes": "America/Adak", "Aleutas": "America/Adak", "Aleutian": "America/Adak",
	"Tasmania": "Australia/Hobart", "Canberra": "Australia/Sydney", "Wellington": "Pacific/Auckland",
	"Edinburgh": "Europe/London", "Bern": "Europe/Zurich", "Berne": "Europe/Zurich", "Berna": "Europe/Zurich",
	"Saint Petersburg": "Europe/Moscow", "Hebron": "Asia/Hebron", "Pretoria": "Africa/Johannesburg",
	"Sri Jayawardenepura": "Asia/Colombo",

	// Windows' "West Central Africa", which names no country.
	"West-Zentralafrika": "Africa/Lagos", "Afrique centrale - Ouest": "Africa/Lagos", "Centro-oeste da África": "Africa/Lagos",
	"Läntinen Keski-Afrikka": "Africa/Lagos", "Kesk-Aafrika lääneosa": "Africa/Lagos", "Orta Batı Afrika": "Africa/Lagos",
}

// zonesOfPlace returns the zones of a place. It tries the whole name, the name
// without its parentheses, and their content. If loosely is set it also tries some of
// several words, as in "Isla Norfolk" and "Chatham-Inseln".
func zonesOfPlace(name string, loosely bool) []string {
	known := gazetteer().places
	outside, inside, _ := strings.Cut(name, "(")
	inside, _, _ = strings.Cut(inside, ")")
	for _, n := range []string{name, outside, inside} {
		if ids := known[fold(n)]; len(ids) > 0 {
			return ids
		}
	}
	const many, most = 12, 4 // words of a name that is searched, and of a place in it
	w := words(outside)
	if !loosely || len(w) > many {
		return nil
	}
	for size := min(len(w)-1, most); size > 0; size-- {
		for from := 0; from+size <= len(w); from++ {
			for _, between := range []string{" ", "-"} {
				if ids := known[strings.Join(w[from:from+size], between)]; len(ids) > 0 {
					return ids
				}
			}
		}
	}
	return nil
}

// words returns the words of s, folded.
func words(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' })
}
