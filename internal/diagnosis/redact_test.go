package diagnosis

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/config"
	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/rsvp"
)

// TestRedactedConfig checks the keys that the canary's workspace has no use for.
// Everything private is called zugvogel. A person has the same number everywhere in a
// bundle.
func TestRedactedConfig(t *testing.T) {
	text, err := os.ReadFile("testdata/canary.toml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse("fika.toml", []byte(strings.Replace(string(text), "[[person]]", `
[sites]
"Zugvogel Lisbon" = "PT"

[[holidays]]
region = "PT"
path   = "zugvogel.ics"

[[calendar]]
name               = "zugvogel cloud"
kind               = "google"
client_secret_file = "zugvogel.json"
endpoint           = "https://zugvogel.example/"
people_endpoint    = "https://people.zugvogel.example/"
ids                = ["zugvogel@zugvogel.example"]

[[person]]
email    = "dee@zugvogel.example"
level    = "zugvogel one"
timezone = "Europe/Lisbon"
manager  = "bo@zugvogel.example"
hours    = ["mon 09:00-10:00"]
never    = true

[[person]]`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	// No file can contain this yet: the kind is reserved but not supported.
	c.Calendars = append(c.Calendars, config.Calendar{Name: "zugvogel dav", Kind: config.KindCalDAV, Endpoint: "https://dav.zugvogel.example/",
		User: "zugvogel", PasswordFile: "zugvogel.password"})
	r := newRedaction()
	text, err = api.Document(r.config(c))
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"zugvogel", "lisbon", "2024", "2026", "mon 09:00"} {
		if strings.Contains(strings.ToLower(string(text)), private) {
			t.Errorf("%q leaked:\n%s", private, text)
		}
	}
	var hidden struct {
		Person []struct{ Email, Manager string }
		Goal   []struct{ From struct{ Person []string } }
	}
	if err := json.Unmarshal(text, &hidden); err != nil {
		t.Fatal(err)
	}
	bo := r.person("bo@zugvogel.example")
	entry := r.log([]api.Entry{{Kind: api.EntryGuard, By: api.ByUser, Person: "bo@zugvogel.example", Note: "zugvogel"}})[0]
	for _, same := range []string{hidden.Person[0].Manager, hidden.Person[1].Email, hidden.Goal[0].From.Person[1], entry.Person} {
		if same != bo {
			t.Errorf("one person has two numbers: %s and %s", same, bo)
		}
	}
}

// TestRedactionIsAnAllowList checks that keys and types that the allow list lacks are
// left out.
func TestRedactionIsAnAllowList(t *testing.T) {
	r := newRedaction()
	got := r.value("", map[string]any{
		"me":     map[string]any{"email": "a@x", "timezone": "Europe/Oslo", "timezones": "Oslo", "new": "secret", "fresh": []any{"secret", 3, true}},
		"guards": map[string]any{"never": []any{"b@x", "a@x"}},
		"day":    date.Date{}, "moment": time.Time{}, "length": time.Hour, "kind": "secret", "table": map[string]any{"kind": "secret"},
	})
	want := map[string]any{
		"me":     map[string]any{"email": "p2", "timezone": "Europe/Oslo", "timezones": leftOut, "new": leftOut, "fresh": []any{leftOut, 3, true}},
		"guards": map[string]any{"never": []any{"p1", "p2"}},
		"day":    leftOut, "moment": leftOut, "length": leftOut, "kind": leftOut, "table": map[string]any{"kind": leftOut},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := phrases("open /home/maya: permission denied for Maya"); !cmp.Equal(got, []string{"permission denied"}) {
		t.Errorf("phrases %q", got)
	}
	if got := leadingNumbers("6.1.0-mayas-own"); got != "6.1.0" {
		t.Errorf("kernel %q", got)
	}
}

// TestRedactedLog checks that a bundle keeps what fika itself wrote in the fields of an
// entry, and of its text only known phrases. An answer comes from a calendar, so it may
// be anything.
func TestRedactedLog(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	got := newRedaction().log([]api.Entry{
		{ID: 1, At: at, Kind: api.EntryApproved, By: api.ByUser, Booking: "b1", Person: "bo@zugvogel.example", Name: "Bo Zugvogel"},
		{ID: 2, At: at, Kind: api.EntrySeen, By: api.ByGuest, Person: "bo@zugvogel.example", Reply: rsvp.Maybe, Note: "Zugvogel comes instead"},
		{ID: 3, At: at, Kind: api.EntrySeen, By: api.ByGuest, Reply: "X-ZUGVOGEL"},
		{ID: 4, At: at, Kind: api.EntryHold, By: api.ByFika, Code: api.CodeCalendarDisk, Note: "zugvogel: no space left on device"},
		{ID: 5, At: at, Kind: api.EntryBooked, By: api.ByUser, Found: true, Note: "zugvogel"},
	})
	want := []hiddenEntry{
		{ID: 1, At: at, Kind: api.EntryApproved, By: api.ByUser, Booking: "b1", Person: "p1"},
		{ID: 2, At: at, Kind: api.EntrySeen, By: api.ByGuest, Person: "p1", Reply: rsvp.Maybe},
		{ID: 3, At: at, Kind: api.EntrySeen, By: api.ByGuest},
		{ID: 4, At: at, Kind: api.EntryHold, By: api.ByFika, Hold: api.CodeCalendarDisk, Phrases: []string{"no space left"}},
		{ID: 5, At: at, Kind: api.EntryBooked, By: api.ByUser, Found: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
