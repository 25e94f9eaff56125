package ics

import (
	"strings"
	"time"
)

//go:generate go run ./testdata/windowszones package .

// outlookZone returns the zone of an English Windows display name without its
// offset, "Eastern Time (US & Canada)", or nil. Outlook on the web writes such names
// as TZID without a VTIMEZONE, after the winter offset; Exchange separates places
// with "/", and Rails writes them without the offset.
func outlookZone(places string) *time.Location {
	key := strings.ToLower(strings.Join(strings.Fields(places), " "))
	key = outlookForms.Replace(key)
	key = strings.TrimSuffix(strings.TrimSuffix(key, " - old"), ", tijuana")
	for _, before := range []string{"greenwich mean time : ", "greenwich mean time: ", "greenwich mean time - "} {
		key = strings.TrimPrefix(key, before)
	}
	windows, ok := outlookZones[key]
	if !ok {
		return nil
	}
	if id := windowsZones[windows]; id != "" {
		return iana(id)
	}
	return iana(windowsZones[windows+" Standard Time"])
}

var outlookForms = strings.NewReplacer(" / ", ", ", "; ", ", ", " and canada)", " & canada)")

// outlookZones maps the places in Windows display names, in lower case, to the
// Windows name without the final "Standard Time". Places that Microsoft renamed are
// under both names; zones that are fully described by their offset ("Coordinated
// Universal Time-11") are absent.
var outlookZones = map[string]string{
	"international date line west":         "Dateline",
	"aleutian islands":                     "Aleutian",
	"hawaii":                               "Hawaiian",
	"marquesas islands":                    "Marquesas",
	"alaska":                               "Alaskan",
	"pacific time (us & canada)":           "Pacific",
	"arizona":                              "US Mountain",
	"mountain time (us & canada)":          "Mountain",
	"baja california":                      "Pacific Standard Time (Mexico)",
	"chihuahua, la paz, mazatlan":          "Mountain Standard Time (Mexico)",
	"la paz, mazatlan":                     "Mountain Standard Time (Mexico)",
	"guadalajara, mexico city, monterrey":  "Central Standard Time (Mexico)",
	"chetumal":                             "Eastern Standard Time (Mexico)",
	"izhevsk, samara":                      "Russia Time Zone 3",
	"chokurdakh":                           "Russia Time Zone 10",
	"anadyr, petropavlovsk-kamchatsky":     "Russia Time Zone 11",
	"yukon":                                "Yukon",
	"central america":                      "Central America",
	"central time (us & canada)":           "Central",
	"easter island":                        "Easter Island",
	"saskatchewan":                         "Canada Central",
	"bogota, lima, quito":                  "SA Pacific",
	"bogota, lima, quito, rio branco":      "SA Pacific",
	"eastern time (us & canada)":           "Eastern",
	"haiti":                                "Haiti",
	"havana":                               "Cuba",
	"indiana (east)":                       "US Eastern",
	"turks and caicos":                     "Turks And Caicos",
	"asuncion":                             "Paraguay",
	"atlantic time (canada)":               "Atlantic",
	"caracas":                              "Venezuela",
	"cuiaba":                               "Central Brazilian",
	"georgetown, la paz, manaus, san juan": "SA Western",
	"santiago":                             "Pacific SA",
	"newfoundland":                         "Newfoundland",
	"araguaina":                            "Tocantins",
	"brasilia":                             "E. South America",
	"cayenne, fortaleza":                   "SA Eastern",
	"buenos aires":                         "Argentina",
	"city of buenos aires":                 "Argentina",
	"greenland":                            "Greenland",
	"montevideo":                           "Montevideo",
	"punta arenas":                         "Magallanes",
	"saint pierre and miquelon":            "Saint Pierre",
	"salvador":                             "Bahia",
	"azores":                               "Azores",
	"cabo verde is.":                       "Cape Verde",
	"cape verde is.":                       "Cape Verde",
	"dublin, edinburgh, lisbon, london":    "GMT",
	"monrovia, reykjavik":                  "Greenwich",
	"sao tome":                             "Sao Tome",
	"casablanca":                           "Morocco",
	"amsterdam, berlin, bern, rome, stockholm, vienna":  "W. Europe",
	"belgrade, bratislava, budapest, ljubljana, prague": "Central Europe",
	"brussels, copenhagen, madrid, paris":               "Romance",
	"sarajevo, skopje, warsaw, zagreb":                  "Central European",
	"west central africa":                               "W. Central Africa",
	"amman":                                             "Jordan",
	"athens, bucharest":                                 "GTB",
	"athens, bucharest, istanbul":                       "GTB",
	"beirut":                                            "Middle East",
	"cairo":                                             "Egypt",
	"chisinau":                                          "E. Europe",
	"e. europe":                                         "E. Europe",
	"damascus":                                          "Syria",
	"gaza, hebron":                                      "West Bank",
	"harare, pretoria":                                  "South Africa",
	"helsinki, kyiv, riga, sofia, tallinn, vilnius": "FLE",
	"jerusalem":                             "Israel",
	"juba":                                  "South Sudan",
	"kaliningrad":                           "Kaliningrad",
	"khartoum":                              "Sudan",
	"tripoli":                               "Libya",
	"windhoek":                              "Namibia",
	"baghdad":                               "Arabic",
	"istanbul":                              "Turkey",
	"kuwait, riyadh":                        "Arab",
	"minsk":                                 "Belarus",
	"moscow, st. petersburg":                "Russian",
	"moscow, st. petersburg, volgograd":     "Russian",
	"nairobi":                               "E. Africa",
	"volgograd":                             "Volgograd",
	"tehran":                                "Iran",
	"abu dhabi, muscat":                     "Arabian",
	"astrakhan, ulyanovsk":                  "Astrakhan",
	"baku":                                  "Azerbaijan",
	"port louis":                            "Mauritius",
	"saratov":                               "Saratov",
	"tbilisi":                               "Georgian",
	"yerevan":                               "Caucasus",
	"kabul":                                 "Afghanistan",
	"ashgabat, tashkent":                    "West Asia",
	"ekaterinburg":                          "Ekaterinburg",
	"islamabad, karachi":                    "Pakistan",
	"qyzylorda":                             "Qyzylorda",
	"chennai, kolkata, mumbai, new delhi":   "India",
	"sri jayawardenepura":                   "Sri Lanka",
	"kathmandu":                             "Nepal",
	"astana":                                "Central Asia",
	"dhaka":                                 "Bangladesh",
	"omsk":                                  "Omsk",
	"yangon (rangoon)":                      "Myanmar",
	"bangkok, hanoi, jakarta":               "SE Asia",
	"barnaul, gorno-altaysk":                "Altai",
	"hovd":                                  "W. Mongolia",
	"krasnoyarsk":                           "North Asia",
	"novosibirsk":                           "N. Central Asia",
	"tomsk":                                 "Tomsk",
	"beijing, chongqing, hong kong, urumqi": "China",
	"irkutsk":                               "North Asia East",
	"kuala lumpur, singapore":               "Singapore",
	"perth":                                 "W. Australia",
	"taipei":                                "Taipei",
	"ulaanbaatar":                           "Ulaanbaatar",
	"eucla":                                 "Aus Central W.",
	"chita":                                 "Transbaikal",
	"osaka, sapporo, tokyo":                 "Tokyo",
	"pyongyang":                             "North Korea",
	"seoul":                                 "Korea",
	"yakutsk":                               "Yakutsk",
	"adelaide":                              "Cen. Australia",
	"darwin":                                "AUS Central",
	"brisbane":                              "E. Australia",
	"canberra, melbourne, sydney":           "AUS Eastern",
	"guam, port moresby":                    "West Pacific",
	"hobart":                                "Tasmania",
	"vladivostok":                           "Vladivostok",
	"lord howe island":                      "Lord Howe",
	"bougainville island":                   "Bougainville",
	"magadan":                               "Magadan",
	"norfolk island":                        "Norfolk",
	"sakhalin":                              "Sakhalin",
	"solomon is., new caledonia":            "Central Pacific",
	"auckland, wellington":                  "New Zealand",
	"fiji":                                  "Fiji",
	"chatham islands":                       "Chatham Islands",
	"nuku'alofa":                            "Tonga",
	"samoa":                                 "Samoa",
	"kiritimati island":                     "Line Islands",
}
