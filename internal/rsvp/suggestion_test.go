package rsvp

import (
	"strings"
	"testing"
	"time"
)

// TestSuggestedStart lists what guests write instead of an answer, about a coffee on
// Tuesday 9 March 2027 at 10:20, and the start that it names; "" for none that is
// certain.
func TestSuggestedStart(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 3, 3, 9, 0, 0, 0, time.UTC)
	coffee := time.Date(2027, 3, 9, 10, 20, 0, 0, zone)
	for comment, want := range map[string]string{
		"Thursday 14:00 would be better":                  "Thu 11 14:00",
		"Would Thursday at 2pm work?":                     "Thu 11 14:00",
		"Thu 2:30 p.m. please":                            "Thu 11 14:30",
		"how about wed at 11":                             "Wed 10 11:00",
		"Tuesday is full. Thursday 14:00 would be better": "Thu 11 14:00",
		"Thursday 14:00?\n> Tuesday 9 March, 10:20":       "Thu 11 14:00",
		"Friday at 12pm\n--\nAna, +46 8 123 45":           "Fri 12 12:00",
		"kan vi ta kl. 14 i stället?":                     "Tue 9 14:00",
		"Kan vi ta torsdag kl 14.30?":                     "Thu 11 14:30",
		"Hellre på fredagen klockan 9":                    "Fri 12 09:00",
		"lieber Freitag 10 Uhr":                           "Fri 12 10:00",
		"Passt dir Donnerstag um 14:15?":                  "Thu 11 14:15",
		"Geht es Mittwoch, 15 Uhr?":                       "Wed 10 15:00",
		"Mittwoch 15.30 Uhr":                              "Wed 10 15:30",
		"plutôt jeudi à 14h30":                            "Thu 11 14:30",
		"vendredi 11 h ?":                                 "Fri 12 11:00",
		"Monday 9:00":                                     "Mon 8 09:00",
		"11:00 would suit me":                             "Tue 9 11:00",

		"":                                     "",
		"See you at 10:20":                     "",
		"Gladly":                               "",
		"Thursday would be better":             "",
		"Thursday or Friday at 14:00":          "",
		"Thursday 14:00 or 15:00":              "",
		"not Thursday 14:00":                   "",
		"I can't do 10:20, Thursday 14:00 ok?": "",
		"Tuesday is full. 14:00 is better":     "",
		"after 14:00":                          "",
		"ab 14 Uhr":                            "",
		"next Thursday 14:00":                  "",
		"nächsten Donnerstag 14 Uhr":           "",
		"Thursday 11 March, 14:00":             "",
		"Thursday at 3":                        "",
		"halb 3 passt":                         "",
		"halb 11 Uhr am Mittwoch":              "",
		"um 25 Uhr":                            "",
		"14:75 on Wed":                         "",
		"Wed 13pm":                             "",
		"room 12 is free":                      "",
		"pas jeudi 14h":                        "",
		"inte torsdag kl 14":                   "",
		"14.30":                                "",
		"between 14:00 and 15:00":              "",
		"Thursday 14:00 for 30 minutes":        "",
		strings.Repeat("9", 400) + ":00 Wed":   "",
	} {
		got, ok := SuggestedStart(comment, coffee, now)
		text := ""
		if ok {
			text = got.Format("Mon 2 15:04")
		}
		if text != want {
			t.Errorf("%q is %q, want %q", comment, text, want)
		}
	}
}

// TestSuggestedStartIsAhead checks that a start that is over, or that no clock shows, is
// not offered.
func TestSuggestedStartIsAhead(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2027, 3, 12, 10, 20, 0, 0, zone)
	if got, ok := SuggestedStart("Monday 14:00", friday, friday.Add(-24*time.Hour)); ok {
		t.Errorf("a day that is over: %v", got)
	}
	if got, ok := SuggestedStart("Wednesday 14:00", friday, friday.AddDate(0, 0, -7)); !ok || got.Weekday() != time.Wednesday || !got.Equal(time.Date(2027, 3, 10, 14, 0, 0, 0, zone)) {
		t.Errorf("a day of that week: %v, %t", got, ok)
	}
}

func TestSuggestsTime(t *testing.T) {
	for comment, want := range map[string]bool{
		"Thursday or Friday?": true, "10:20 is too early": true, "could we do another day": true, "Kan vi ta det senare?": true,
		"nächste Woche gern": true, "un autre jour ?": true,
		"": false, "Gladly!": false, "No, sorry": false, "Gerne\n> Dienstag 10:20": false,
	} {
		if got := SuggestsTime(comment); got != want {
			t.Errorf("%q: %t", comment, got)
		}
	}
}

func FuzzSuggestedStart(f *testing.F) {
	f.Add("Thursday 14:00 would be better")
	f.Add("kl. 14 i stället\x00\u202e")
	now := time.Date(2027, 3, 3, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, comment string) {
		coffee := now.AddDate(0, 0, 6)
		if got, ok := SuggestedStart(comment, coffee, now); ok && (!got.After(now) || got.Sub(coffee).Abs() > 7*24*time.Hour || !SuggestsTime(comment)) {
			t.Errorf("%q: %v", comment, got)
		}
	})
}
