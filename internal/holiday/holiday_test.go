package holiday

import (
	"testing"
	"time"

	"fika/internal/date"
)

func day(t *testing.T, text string) date.Date {
	t.Helper()
	var d date.Date
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestIn checks days for which the law of the region is certain, above all those that
// lists of holidays often get wrong: young laws, substitutes, and parts of a country.
func TestIn(t *testing.T) {
	for _, c := range []struct {
		region Region
		day    string
		want   string // "" is a working day
	}{
		{"SE", "2026-06-19", "Midsummer Eve"},
		{"SE", "2027-01-06", "Epiphany"},
		{"SE", "2026-06-08", ""},
		{"SE", "2026-12-24", "Christmas Eve"},
		{"DE-BE", "2027-03-08", "Women's Day"},
		{"DE-BY", "2027-03-08", ""},
		{"DE-MV", "2027-03-08", "Women's Day"},
		{"DE-SN", "2026-11-18", "Repentance Day"},
		{"DE-BY", "2026-11-18", ""},
		{"DE-TH", "2027-09-20", "Children's Day"},
		{"DE-BE", "2026-12-24", ""},
		{"FR", "2026-05-14", "Ascension Day"},
		{"FR", "2026-04-03", ""},
		{"FR-67", "2026-04-03", "Good Friday"},
		{"FR-75", "2026-07-14", "Bastille Day"},
		{"US", "2026-07-03", "Independence Day (substitute day)"},
		{"US", "2027-12-31", "New Year's Day (substitute day)"},
		{"US-CA", "2026-06-19", "Juneteenth"},
		{"GB-ENG", "2026-12-28", "Boxing Day (substitute day)"},
		{"GB-ENG", "2027-12-27", "Christmas Day (substitute day)"},
		{"GB-ENG", "2027-12-28", "Boxing Day (substitute day)"},
		{"GB-SCT", "2026-04-06", ""},
		{"GB-SCT", "2026-06-15", "World Cup bank holiday"},
		{"GB-SCT", "2026-11-30", "Saint Andrew's Day"},
		{"GB-SCT", "2027-01-04", "2 January (substitute day)"},
		{"GB-NIR", "2026-07-13", "Battle of the Boyne (substitute day)"},
		{"IN-KA", "2026-01-26", "Republic Day"},
		{"NL", "2031-04-26", "King's Day"}, // the 27th is a Sunday
		{"IE", "2030-02-01", "Saint Brigid's Day"},
		{"IE", "2027-02-01", "Saint Brigid's Day"}, // a Monday
		{"DK", "2026-05-01", ""},                   // no Great Prayer Day since 2024, and no Labour Day
	} {
		got := ""
		for _, h := range In(c.region, day(t, c.day).Year) {
			if h.Date == day(t, c.day) {
				got = h.Name
			}
		}
		if got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.day, c.region, got, c.want)
		}
	}
}

// TestKnown checks that the holidays of a country stand for its parts only where the
// parts do not differ.
func TestKnown(t *testing.T) {
	for r, want := range map[Region]bool{
		"SE": true, "SE-AB": true, "US-TX": true, "FR-2A": true, "DE": true, "GB": true,
		"DE-XX": false, "GB-LND": false, "BR": false, "": false, "se": false,
	} {
		if Known(r) != want || (In(r, 2027) != nil) != want {
			t.Errorf("Known(%q) = %t, In has %d days", r, Known(r), len(In(r, 2027)))
		}
	}
}

// TestEaster checks Easter Sundays against dates that are printed everywhere, the
// earliest and the latest possible among them.
func TestEaster(t *testing.T) {
	for _, s := range []string{"1818-03-22", "1943-04-25", "2000-04-23", "2024-03-31", "2026-04-05", "2027-03-28", "2038-04-25", "2285-03-22"} {
		if got := easterSunday(day(t, s).Year); got != day(t, s) {
			t.Errorf("Easter is %s, want %s", got, s)
		}
	}
}

// TestEveryRegion checks what is true of each region: the days are sorted and distinct,
// New Year's Day or a day off in its place is known everywhere but in India, and a
// substitute is always a working day otherwise.
func TestEveryRegion(t *testing.T) {
	for _, r := range Regions() {
		for year := 2026; year < 2060; year++ {
			days := In(r, year)
			if len(days) < 3 || len(days) > 20 {
				t.Errorf("%s has %d holidays in %d", r, len(days), year)
			}
			for i, h := range days {
				if h.Date.Year != year || h.Name == "" {
					t.Errorf("%s: %+v in %d", r, h, year)
				}
				if i > 0 && !days[i-1].Date.Before(h.Date) {
					t.Errorf("%s: %s after %s", r, h.Date, days[i-1].Date)
				}
			}
		}
		if Name(r) == string(r) {
			t.Errorf("%s has no name", r)
		}
	}
	if Name("XX") != "XX" {
		t.Errorf("Name of an unknown region is %q", Name("XX"))
	}
}

// TestOnOrAfter checks the weekday rules at the ends of a month.
func TestOnOrAfter(t *testing.T) {
	for _, c := range []struct {
		r    rule
		want string
	}{
		{nth("", 1, time.Monday, time.June), "2026-06-01"},
		{nth("", 4, time.Thursday, time.November), "2026-11-26"},
		{last("", time.Monday, time.May), "2026-05-25"},
		{last("", time.Monday, time.August), "2026-08-31"},
	} {
		if got := c.r.day(2026); got != day(t, c.want) {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
