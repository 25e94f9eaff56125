package invitation

import (
	"strings"
	"testing"
	"time"

	"fika/planner"
)

// TestClocksOfTwo checks that an invitation to two tells each guest the time on their own
// clock: a shared one once, different ones by name, and none if all show the same.
func TestClocksOfTwo(t *testing.T) {
	zone := func(name string, hours int) *time.Location { return time.FixedZone(name, hours*3600) }
	lisbon, athens, here, nowhere := zone("Europe/Lisbon", 0), zone("Europe/Athens", 2), zone("Europe/Stockholm", 1), zone("WET", 0)
	for _, c := range []struct {
		language planner.Language
		form     planner.Form
		ana, bo  *time.Location
		want     string
	}{
		{"en", "", lisbon, lisbon, "Thursday 12 March, 10:20 (09:20 in Lisbon)."},
		{"en", "", lisbon, zone("Europe/London", 0), "Thursday 12 March, 10:20 (09:20 in Lisbon)."},
		{"en", "", nowhere, nowhere, "Thursday 12 March, 10:20 (09:20 your time)."},
		{"en", "", lisbon, athens, "Thursday 12 March, 10:20 (09:20 for Ana; 11:20 for Bo)."},
		{"en", "", here, lisbon, "Thursday 12 March, 10:20 (10:20 for Ana; 09:20 for Bo)."},
		{"en", "", nil, lisbon, "Thursday 12 March, 10:20 (09:20 for Bo)."},
		{"en", "", zone("Asia/Tokyo", 9), zone("Pacific/Auckland", 15), "Thursday 12 March, 10:20 (18:20 for Ana; Friday 13 March, 00:20 for Bo)."},
		{"en", "", here, here, ""},
		{"en", "", nil, nil, ""},
		{"de", planner.FormFirst, lisbon, lisbon, "Donnerstag, 12. März, 10:20 Uhr (bei euch 09:20 Uhr)."},
		{"de", planner.FormLast, lisbon, lisbon, "Donnerstag, 12. März, 10:20 Uhr (bei Ihnen 09:20 Uhr)."},
		{"de", planner.FormLast, lisbon, athens, "Donnerstag, 12. März, 10:20 Uhr (bei Ana Ruiz 09:20 Uhr; bei Bo Lind 11:20 Uhr)."},
		{"fr", "", lisbon, athens, "(09h20 pour Ana Ruiz; 11h20 pour Bo Lind)."},
		{"sv", "", lisbon, athens, "(kl. 09.20 hos Ana; kl. 11.20 hos Bo)."},
	} {
		l := letter(planner.Person{ID: "ana@example.com", Name: "Ana Ruiz", Language: c.language, Zone: c.ana, Form: c.form})
		l.Other = Companion{planner.Person{ID: "bo@example.com", Name: "Bo Lind", Language: c.language, Zone: c.bo, Form: c.form}, "Bo"}
		got := l.Clocks(Texts{})
		if c.want == "" && got != "" || !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
		_, text, err := l.Write(Texts{})
		if err != nil || !strings.Contains(text, got) {
			t.Errorf("%v, no %q in\n%s", err, got, text)
		}
	}
}
