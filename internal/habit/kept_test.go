package habit

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/internal/date"
)

// days returns a record for each letter, from the first day on: d for done, m for missed,
// n for a day with nothing to do, h for a hold, and a blank for no record.
func days(first date.Date, letters string) (records []Record) {
	for i, letter := range letters {
		r := Record{Day: first.AddDays(i), Code: Decide}
		switch letter {
		case 'd':
			r.Done = true
		case 'n':
			r.Code = Nothing
		case 'h':
			r.Code = Hold
		case ' ':
			continue
		}
		records = append(records, r)
	}
	return records
}

func TestCount(t *testing.T) {
	monday := date.New(2026, 3, 2)
	holiday := func(d date.Date) bool { return monToFri(d) && d != monday.AddDays(2) }
	for name, test := range map[string]struct {
		letters string
		working func(date.Date) bool
		want    Kept
	}{
		"a first day that is open":            {"m", monToFri, Kept{}},
		"a first day that is done":            {"d", monToFri, Kept{Days: 1, Of: 1}},
		"one miss costs one day":              {"ddmdd", monToFri, Kept{Days: 4, Of: 5}},
		"a day with nothing to do counts":     {"ddnnd", monToFri, Kept{Days: 5, Of: 5, Reserve: 1}},
		"no record does not count":            {"dd md", monToFri, Kept{Days: 3, Of: 4}},
		"a hold does not count":               {"ddhdd", monToFri, Kept{Days: 4, Of: 4}},
		"a holiday does not count":            {"ddmdd", holiday, Kept{Days: 4, Of: 4}},
		"weekends do not count":               {"dddddmmd", monToFri, Kept{Days: 6, Of: 6, Reserve: 1}},
		"today is open until it is done":      {"ddddm", monToFri, Kept{Days: 4, Of: 4}},
		"only the last twenty":                {"mmmmm  ddddd  ddddd  ddddd  ddddd", monToFri, Kept{Days: 20, Of: 20, Reserve: 4}},
		"the reserve is two days in ten":      {"mmddd  ddddd  ddddd  ddddd", monToFri, Kept{Days: 18, Of: 20, Reserve: 2}},
		"and what is beyond it falls short":   {"mmmmm  ddddd  ddddd  ddddd", monToFri, Kept{Days: 15, Of: 20}},
		"days before the first do not count ": {"     d", monToFri, Kept{}}, // a Saturday
	} {
		records := days(monday, test.letters)
		today := monday.AddDays(len(test.letters) - 1)
		if got := Count(today, test.working, records); got != test.want {
			t.Errorf("%s: %q: %+v, want %+v", name, test.letters, got, test.want)
		}
	}
}

// TestCountIsKind checks that doing an act never lowers what was kept, that doing nothing
// costs one day at most, and that a clock change is a day like others.
func TestCountIsKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := date.New(2026, 3, 16).AddDays(rapid.IntRange(0, 240).Draw(t, "first")) // both clock changes lie in it
		letters := rapid.StringOfN(rapid.SampledFrom([]rune("dmnh ")), 1, 60, -1).Draw(t, "days")
		today := first.AddDays(len(letters) - 1)
		records := days(first, letters)
		k := Count(today, monToFri, records)
		if k.Days > k.Of || k.Of > keptOf || k.Reserve < 0 || k.Reserve > k.Of/5 {
			t.Fatalf("%+v", k)
		}
		done := Count(today, monToFri, append(records, Record{Day: today, Code: Decide, Done: true}))
		if done.Days < k.Days || done.Of < k.Of {
			t.Errorf("doing it: %+v after %+v", done, k)
		}
		missed := Count(today.AddDays(1), monToFri, append(records, Record{Day: today, Code: Decide}))
		if missed.Days < k.Days-1 {
			t.Errorf("not doing it: %+v after %+v", missed, k)
		}
		if len(records) == 0 && k != (Kept{}) {
			t.Errorf("without records: %+v", k)
		}
		if today.Weekday() == time.Sunday && Count(today, monToFri, records) != Count(today.AddDays(-1), monToFri, records) {
			t.Errorf("a Sunday counts")
		}
	})
}
