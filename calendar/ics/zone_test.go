package ics

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zoneDefinition returns a VTIMEZONE with one permanent observance.
func zoneDefinition(tzid, offset string) string {
	return "BEGIN:VTIMEZONE\nTZID:" + tzid + "\nBEGIN:STANDARD\nDTSTART:19700101T000000\n" +
		"TZOFFSETFROM:" + offset + "\nTZOFFSETTO:" + offset + "\nEND:STANDARD\nEND:VTIMEZONE\n"
}

// TestZones checks what the names of zones mean: the time in Greenwich when it is 10:00
// there, on 2 March and on 1 July. The reader is in Tokyo, nine hours ahead.
func TestZones(t *testing.T) {
	const winter, summer, unknown = "09:00 08:00", "15:00 14:00", "01:00 01:00"
	for _, test := range []struct {
		name, definitions, tzid, want string
	}{
		{"IANA's", "", "Europe/Berlin", winter},
		{"IANA's, quoted", "", `"Europe/Berlin"`, winter},
		{"UTC", "", "UTC", "10:00 10:00"},
		{"the machine's", "", "Local", unknown},
		{"the machine's, as a file", "", "/etc/localtime", unknown},
		{"no name", "", "", unknown},
		{"Windows'", "", "W. Europe Standard Time", winter},
		{"Outlook's", "", `"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"`, winter},
		{"Outlook's, with another offset than today", "", `"(UTC-05:00) Eastern Time (US & Canada)"`, summer},
		{"Mozilla's", "", "/mozilla.org/20050126_1/America/New_York", summer},
		{"Evolution's", "", "/freeassociation.sourceforge.net/Europe/Berlin", winter},
		{"Outlook's, in German", "", `"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"`, winter},
		{"Outlook's, numbered", "", "Eastern Standard Time 1", summer},
		{"Outlook's, of nowhere", "", `"(UTC+01:00) Nirgendwo"`, unknown},
		{"Exchange's UTC", "", "(UTC) Coordinated Universal Time", "10:00 10:00"},
		{"Exchange's pair", "", `"GMT -0500 (Standard) / GMT -0400 (Daylight)"`, summer},
		{"an offset", "", "GMT+0200", "08:00 08:00"},
		{"an offset in words", "", `"(UTC+05:30) Somewhere, Nowhere"`, "04:30 04:30"},
		{"a path out of the zones", "", "../../etc/passwd", unknown},

		{"the file's own", zoneDefinition("Own", "+0300"), "Own", "07:00 07:00"},
		{"IANA's before the file's", zoneDefinition("Europe/Berlin", "+0300"), "Europe/Berlin", winter},
		{"the file's before Windows'", zoneDefinition("W. Europe Standard Time", "+0300"), "W. Europe Standard Time", "07:00 07:00"},
		{"the file's own, in other letters", zoneDefinition("OWN  Zone", "+0300"), "Own Zone", "07:00 07:00"},
		{"the file's own, by its letters first", zoneDefinition("OWN", "+0300") + zoneDefinition("Own", "+0400"), "Own", "06:00 06:00"},
		{"the first of two", zoneDefinition("Own", "+0300") + zoneDefinition("Own", "+0400"), "Own", "07:00 07:00"},
		{"a definition of nothing, with a place", "BEGIN:VTIMEZONE\nTZID:Own\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE\n", "Own", winter},
		{"a comma, escaped here and quoted there", zoneDefinition(`Kuala Lumpur\, Singapore`, "+0800"), `"Kuala Lumpur, Singapore"`, "02:00 02:00"},
		{"an offset that was not said before", strings.Replace(zoneDefinition("Own", "+0300"), "TZOFFSETFROM:+0300\n", "", 1), "Own", "07:00 07:00"},
		{"seconds", zoneDefinition("Own", "+003653"), "Own", "09:23 09:23"},
		{"an offset with a colon", zoneDefinition("Own", "+03:00"), "Own", "07:00 07:00"},
		{"an offset of one digit", zoneDefinition("Own", "-3"), "Own", "13:00 13:00"},
		{"daylight saving that was given up", strings.Replace(ownZone, "BYMONTH=3", "BYMONTH=3;UNTIL=20100328T010000Z", 1), "Own", "09:00 09:00"},
		{"a change on a date", strings.Replace(zoneDefinition("Own", "+0100"), "END:VTIMEZONE", "BEGIN:DAYLIGHT\nDTSTART:20260601T000000\nRDATE:20260601T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0400\nEND:DAYLIGHT\nEND:VTIMEZONE", 1), "Own", "09:00 06:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			event := func(date string) string { return eventOf("DTSTART;TZID=" + test.tzid + ":" + date + "T100000") }
			file := Parse([]byte(calendarOf(test.definitions + event("20260302") + event("20260701"))))
			events, problems := file.Expand(the2026, zoneOf(t, "Asia/Tokyo"))
			if len(events) != 2 {
				t.Fatalf("found %v; problems: %v", formatEvents(events), problems)
			}
			got := events[0].Span.Start.Format("15:04") + " " + events[1].Span.Start.Format("15:04")
			if got != test.want {
				t.Errorf("got %s, want %s; problems: %v", got, test.want, problems)
			}
			if reported := len(problems) > 0; reported != (test.want == unknown && test.tzid != "") {
				t.Errorf("reports %v", problems)
			}
		})
	}
}

// TestOwnZone compares a definition in a file with IANA's data for that zone, whatever is
// asked first.
func TestOwnZone(t *testing.T) {
	berlin := newZone(location{zoneOf(t, "Europe/Berlin")})
	file := Parse([]byte(calendarOf(ownZone)))
	var definition *component
	for c := range file.calendars() {
		for d := range c.childrenOf("VTIMEZONE") {
			definition = d
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v, err := newVTimezone(definition, &budget{maxFileSteps}, func() { t.Error("too many changes") })
		if err != nil {
			t.Fatal(err)
		}
		own := newZone(v)
		for range 20 {
			at := time.Date(1997, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 40*365*48).Draw(t, "half hours")) * 30 * time.Minute)
			w := wall(at.Unix())
			if got, want := own.unix(w), berlin.unix(w); got != want {
				t.Fatalf("%v is %d, want %d", w, got, want)
			}
			if got, want := own.wall(int64(w)), berlin.wall(int64(w)); got != want {
				t.Fatalf("%v shows %v, want %v", at, got, want)
			}
		}
	})
}
