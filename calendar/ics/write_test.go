package ics

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/calendar"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// coffee returns an invitation in Stockholm on 4 March 2026, 10:00.
func coffee(t testing.TB) calendar.Draft {
	zone := zoneOf(t, "Europe/Stockholm")
	return calendar.Draft{
		ID: "fk1", Span: span.New(time.Date(2026, 3, 4, 10, 0, 0, 0, zone), 25*time.Minute), Zone: zone,
		Title: "Coffee: Maya and Ana", Location: "Kitchen, 2nd floor", Text: "Hi Ana,\n\ncoffee?",
		Organizer: calendar.Person{Address: "maya@example.com", Name: "Maya Lind"},
		Guests:    []calendar.Person{{Address: "ana@example.com", Name: "Ana Ruiz"}},
		Mark:      calendar.Mark{Booking: "k7q2", Generation: 1},
		Stamp:     time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC),
	}
}

// singleEvent returns the single event in data.
func singleEvent(t testing.TB, data []byte) calendar.Event {
	t.Helper()
	events, problems := Parse(data).Expand(span.Span{Start: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)}, time.UTC)
	if len(events) != 1 || len(problems) > 0 {
		t.Fatalf("%d events, problems %v in\n%s", len(events), problems, data)
	}
	return events[0]
}

// asDrafted returns the event expected from reading d.
func asDrafted(d calendar.Draft) calendar.Event {
	e := calendar.Event{
		UID: string(d.ID), ID: d.ID, Span: span.Span{Start: d.Span.Start.UTC(), End: d.Span.End.UTC()},
		Title: d.Title, Location: d.Location, Description: d.Text, Status: calendar.Confirmed,
		Private: d.Private, Sequence: d.Sequence, Stamp: d.Stamp.UTC(), Mark: d.Mark,
	}
	if len(d.Guests) > 0 {
		e.Organizer = d.Organizer.Address
		e.Attendees = []calendar.Attendee{{Address: d.Organizer.Address, Name: d.Organizer.Name, Reply: rsvp.Accepted}}
	}
	for _, g := range d.Guests {
		name := strings.NewReplacer(`"`, "'", "\n", " ").Replace(g.Name)
		e.Attendees = append(e.Attendees, calendar.Attendee{Address: g.Address, Name: name, Reply: rsvp.NoReply})
	}
	return e
}

func TestEncode(t *testing.T) {
	for name, change := range map[string]func(*calendar.Draft){
		"an invitation": func(*calendar.Draft) {},
		"a hold":        func(d *calendar.Draft) { d.Private, d.Guests = true, nil },
		"in UTC":        func(d *calendar.Draft) { d.Zone = nil },
		"in the summer": func(d *calendar.Draft) { d.Span = span.New(d.Span.Start.AddDate(0, 5, 0), time.Hour) },
		"over the change of clocks": func(d *calendar.Draft) {
			d.Span = span.Span{Start: time.Date(2026, 3, 28, 12, 0, 0, 0, d.Zone), End: time.Date(2026, 3, 29, 12, 0, 0, 0, d.Zone)}
		},
		"in the hour that comes twice": func(d *calendar.Draft) {
			d.Span = span.New(time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC), 20*time.Minute) // the second 02:30
		},
		"in a zone without a name": func(d *calendar.Draft) { d.Zone = time.FixedZone("here", 3600) },
		"in a zone without summer": func(d *calendar.Draft) { d.Zone = zoneOf(t, "Asia/Kolkata") },
		"with a strange name": func(d *calendar.Draft) {
			d.Guests[0].Name = "Ana \"Annie\" Öberg; R,D:\n^n ^ ^^ ^\""
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := coffee(t)
			change(&d)
			data := Encode(d)
			if diff := cmp.Diff(asDrafted(d), singleEvent(t, data)); diff != "" {
				t.Errorf("read back (-want +got):\n%s\n%s", diff, data)
			}
			if why := malformed(data); why != "" {
				t.Errorf("%s:\n%s", why, data)
			}
		})
	}
}

// TestEncodeDescribesItsZone reads an event using only the zone in its file, like a program
// without zone data.
func TestEncodeDescribesItsZone(t *testing.T) {
	for _, name := range []string{"Europe/Stockholm", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Casablanca", "America/Sao_Paulo", "Europe/Dublin"} {
		for month := range 12 * 20 { // beyond 2037 the zone data holds a rule instead of changes
			d := coffee(t)
			d.Zone = zoneOf(t, name)
			d.Span = span.New(time.Date(2026, time.Month(1+month), 15, 10, 0, 0, 0, d.Zone), 25*time.Minute)
			own := strings.NewReplacer("TZID:"+name, "TZID:its own", "TZID="+name, "TZID=its own").Replace(string(Encode(d)))
			if got := singleEvent(t, []byte(own)).Span; !got.Start.Equal(d.Span.Start) || !got.End.Equal(d.Span.End) {
				t.Errorf("%s: %v became %v in\n%s", name, d.Span, got, own)
			}
		}
	}
}

// TestEncodeDescribesItsZoneForYears turns an event into an endless series, as a user may,
// and reads it using only the zone in its file.
func TestEncodeDescribesItsZoneForYears(t *testing.T) {
	for name, rules := range map[string]int{
		"Europe/Stockholm": 2, "Europe/Dublin": 2, "America/New_York": 2, "Australia/Lord_Howe": 2, "Pacific/Chatham": 2,
		"Africa/Casablanca": 0, "America/Santiago": 0, "Asia/Jerusalem": 0, "Asia/Kolkata": 0, "Africa/Lagos": 0,
	} {
		for _, month := range []time.Month{time.January, time.July} {
			t.Run(fmt.Sprint(name, month), func(t *testing.T) {
				d := coffee(t)
				d.Zone = zoneOf(t, name)
				d.Span = span.New(time.Date(2026, month, 15, 10, 0, 0, 0, d.Zone), 25*time.Minute)
				data := string(Encode(d))
				if n := strings.Count(data, "RRULE:FREQ=YEARLY;BYMONTH="); n != rules {
					t.Errorf("%d rules, want %d, in\n%s", n, rules, data)
				}
				own := strings.NewReplacer("TZID:"+name, "TZID:its own", "TZID="+name, "TZID=its own", "SUMMARY", "RRULE:FREQ=WEEKLY\r\nSUMMARY").Replace(data)
				events, problems := Parse([]byte(own)).Expand(span.Span{Start: d.Span.Start, End: d.Span.Start.AddDate(10, 0, 0)}, time.UTC)
				if len(events) < 520 || len(problems) > 0 {
					t.Fatalf("%d events, problems %v", len(events), problems)
				}
				for i, e := range events {
					if want := d.Span.Start.AddDate(0, 0, 7*i); !e.Span.Start.Equal(want) {
						t.Fatalf("%v became %v in\n%s", want, e.Span.Start.In(d.Zone), data)
					}
				}
			})
		}
	}
}

// TestEncodeInUTC checks the times that would be misread in the user's zone.
func TestEncodeInUTC(t *testing.T) {
	const zoned, utc = true, false
	for _, test := range []struct {
		zone, start, end string
		want             bool
	}{
		{"Europe/Stockholm", "2026-10-25T08:00:00Z", "2026-10-25T08:25:00Z", zoned},
		{"Europe/Stockholm", "2026-10-25T00:30:00Z", "2026-10-25T00:45:00Z", utc}, // 02:30, the first time
		{"Europe/Stockholm", "2026-10-25T01:30:00Z", "2026-10-25T01:45:00Z", utc}, // and the second
		{"Europe/Stockholm", "2026-10-24T23:45:00Z", "2026-10-25T00:10:00Z", utc}, // ends in the first
		{"Europe/Stockholm", "2026-10-25T01:50:00Z", "2026-10-25T02:15:00Z", utc}, // began in the second
		{"Europe/Stockholm", "2026-10-24T23:35:00Z", "2026-10-24T23:59:00Z", zoned},
		{"Europe/Stockholm", "2026-10-25T02:00:00Z", "2026-10-25T02:25:00Z", zoned},
		{"Europe/Stockholm", "2026-03-29T00:45:00Z", "2026-03-29T01:10:00Z", zoned}, // nothing comes twice in spring
		{"America/New_York", "2039-11-06T05:30:00Z", "2039-11-06T05:45:00Z", utc},
		{"Asia/Kolkata", "2026-10-25T00:30:00Z", "2026-10-25T00:45:00Z", zoned},
		{"EST5EDT", "2026-07-01T12:00:00Z", "2026-07-01T12:25:00Z", zoned},
		{"Etc/GMT-3", "2026-07-01T12:00:00Z", "2026-07-01T12:25:00Z", utc},
		{"Etc/UTC", "2026-07-01T12:00:00Z", "2026-07-01T12:25:00Z", utc},
		{"GMT", "2026-07-01T12:00:00Z", "2026-07-01T12:25:00Z", utc},
		{"EST", "2026-07-01T12:00:00Z", "2026-07-01T12:25:00Z", utc},
		{"HST", "2026-07-01T12:00:00Z", "2026-07-01T12:25:00Z", utc},
		{"UTC", "2026-07-01T12:00:00Z", "2026-07-01T12:25:00Z", utc},
	} {
		t.Run(test.zone+test.start, func(t *testing.T) {
			d := coffee(t)
			d.Zone = zoneOf(t, test.zone)
			start, err := time.Parse(time.RFC3339, test.start)
			end, err1 := time.Parse(time.RFC3339, test.end)
			if err != nil || err1 != nil {
				t.Fatal(err, err1)
			}
			d.Span = span.Span{Start: start, End: end}
			revised, err := Parse(Encode(coffee(t))).Revise(d)
			if err != nil {
				t.Fatal(err)
			}
			for way, data := range map[string]string{"encoded": string(Encode(d)), "revised": string(revised)} {
				for _, name := range []string{"DTSTART", "DTEND"} {
					if got := strings.Contains(data, name+";TZID="+test.zone+":"); got != test.want {
						t.Errorf("%s: %s by the clocks of %s is %v, want %v, in\n%s", way, name, test.zone, got, test.want, data)
					}
				}
				if got := singleEvent(t, []byte(data)).Span; !got.Start.Equal(start) || !got.End.Equal(end) {
					t.Errorf("%s: %v became %v", way, d.Span, got)
				}
			}
		})
	}
}

// TestReviseChecksZoneDefinitions moves an event beyond the zone definition of its calendar:
// otherwise other programs would be an hour late.
func TestReviseChecksZoneDefinitions(t *testing.T) {
	d := coffee(t)
	stale := strings.Replace(string(Encode(d)), "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20270401T000000Z", 1)
	for _, month := range []time.Month{time.July, time.December} {
		d.Span = span.New(time.Date(2028, month, 5, 10, 0, 0, 0, d.Zone), 25*time.Minute)
		data, err := Parse([]byte(stale)).Revise(d)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Contains(string(data), "DTSTART;TZID="), month == time.December; got != want {
			t.Errorf("%v: by its own clock %v, want %v, in\n%s", month, got, want, data)
		}
		if got := singleEvent(t, data).Span; !got.Start.Equal(d.Span.Start) {
			t.Errorf("%v became %v", d.Span, got)
		}
	}
}

// TestLinks checks what happens to a place that is a link.
func TestLinks(t *testing.T) {
	conference := func(data []byte) []string {
		var list []string
		for l := range lines(string(data)) {
			if l.name == "CONFERENCE" {
				list = append(list, unfold(l.raw))
			}
		}
		return list
	}
	for place, want := range map[string][]string{
		"Kitchen":                               nil,
		"Video call":                            nil,
		"https://":                              nil,
		"ftp://meet.example.com/a":              nil,
		"https://meet.example.com/maya?a=1,2;b": {"CONFERENCE;VALUE=URI:https://meet.example.com/maya?a=1,2;b"},
		"Video: <https://meet.example.com/m>.":  {"CONFERENCE;VALUE=URI:https://meet.example.com/m"},
	} {
		d := coffee(t)
		d.Location = place
		if diff := cmp.Diff(want, conference(Encode(d))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", place, diff)
		}
	}

	d := coffee(t)
	d.Location = "https://meet.example.com/one"
	first := Encode(d)
	d.Span, d.Location = span.New(d.Span.Start.Add(time.Hour), 25*time.Minute), "https://meet.example.com/two"
	moved := func(data []byte) []string {
		revised, err := Parse(data).Revise(d)
		if err != nil {
			t.Fatal(err)
		}
		return conference(revised)
	}
	if diff := cmp.Diff([]string{"CONFERENCE;VALUE=URI:https://meet.example.com/two"}, moved(first)); diff != "" {
		t.Errorf("another link (-want +got):\n%s", diff)
	}
	own := strings.Replace(string(first), "CONFERENCE;VALUE=URI:https://meet.example.com/one", "CONFERENCE;VALUE=URI:tel:+4612345", 1)
	if diff := cmp.Diff([]string{"CONFERENCE;VALUE=URI:tel:+4612345"}, moved([]byte(own))); diff != "" {
		t.Errorf("the user's own (-want +got):\n%s", diff)
	}
	d.Location = "Kitchen"
	if got := moved(first); got != nil {
		t.Errorf("in the kitchen: %q", got)
	}
}

// malformed says why data is not folded lines of UTF-8 that end in CRLF, "" if it is.
func malformed(data []byte) string {
	if !utf8.Valid(data) || !strings.HasSuffix(string(data), "END:VCALENDAR\r\n") {
		return "no whole UTF-8 text"
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00\x1b\x7f") {
			return fmt.Sprintf("a line of %d octets: %q", len(line), line)
		}
	}
	return ""
}

// TestReviseChangesNothing: for every file of the corpus, a draft that says the same as the
// event leaves the file unchanged, byte for byte.
func TestReviseChangesNothing(t *testing.T) {
	eachEvent(t, func(t *testing.T, f *File, d calendar.Draft) {
		same, err := f.Revise(d)
		if err != nil {
			t.Skip(err)
		}
		once, _ := Parse(same).Revise(d)
		if diff := cmp.Diff(string(same), string(once)); diff != "" {
			t.Errorf("the second revision of %s (-first +second):\n%s", d.ID, diff)
		}
	})
}

// TestReviseChangesLines moves an event of every file of the corpus: only lines
// of that change may differ.
func TestReviseChangesLines(t *testing.T) {
	may := []string{"CONFERENCE", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION", "CLASS", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", markBooking, markGeneration}
	eachEvent(t, func(t *testing.T, f *File, d calendar.Draft) {
		d.Span = span.New(d.Span.Start.Add(95*time.Minute), 25*time.Minute)
		data, err := f.Revise(d)
		if err != nil {
			t.Skip(err)
		}
		kept := func(text string) (list []string) {
			inZone := false
			for l := range lines(text) {
				own := l.name == "BEGIN" || l.name == "END"
				if own && strings.Contains(l.raw, d.Zone.String()) || strings.EqualFold(strings.TrimSpace(l.raw), "BEGIN:VTIMEZONE") {
					inZone = true
				}
				if !inZone && !slices.Contains(may, l.name) {
					list = append(list, l.raw)
				}
				if strings.EqualFold(strings.TrimSpace(l.raw), "END:VTIMEZONE") {
					inZone = false
				}
			}
			return list
		}
		if diff := cmp.Diff(kept(f.text), kept(string(data))); diff != "" {
			t.Errorf("%s (-before +after):\n%s", d.ID, diff)
		}
		e, in := Parse(data).find(string(d.ID))
		x := newExpansion(d.Span, time.UTC)
		x.problems = nil
		read, err := x.newScope(in).readEvent(e)
		if err != nil || read.start.unix() != d.Span.Start.Unix() || read.length.after(read.start) != d.Span.End.Unix() {
			t.Errorf("%s was not moved to %v: %v", d.ID, d.Span, err)
		}
	})
}

// eachEvent calls try with the first event of each available calendar, as a draft.
func eachEvent(t *testing.T, try func(t *testing.T, f *File, d calendar.Draft)) {
	own := func(t *testing.T, dir string, atLeast int) {
		if tried := eachEventBelow(t, dir, try); tried < atLeast {
			t.Errorf("%d calendars were tried, want %d and more", tried, atLeast)
		}
	}
	t.Run("handmade", func(t *testing.T) { own(t, "testdata/corpus", 40) })
	eachUpstream(t, func(t *testing.T, dir string) { own(t, filepath.Join(dir, "corpus"), 200) })
}

// eachEventBelow returns how many calendars below dir were tried: those whose
// first event can be read.
func eachEventBelow(t *testing.T, dir string, try func(t *testing.T, f *File, d calendar.Draft)) (tried int) {
	for _, path := range calendarFiles(t, dir) {
		f := Parse(read(t, path))
		ids := f.UIDs()
		if len(ids) == 0 {
			continue
		}
		c, in := f.find(ids[0])
		e, err := newExpansion(span.Span{}, time.UTC).newScope(in).readEvent(c)
		if err != nil {
			continue
		}
		told := e.details()
		tried++
		t.Run(filepath.Base(path), func(t *testing.T) {
			try(t, f, calendar.Draft{
				ID: calendar.EventID(ids[0]), Zone: zoneOf(t, "Europe/Stockholm"),
				Span:  span.Span{Start: time.Unix(e.start.unix(), 0), End: time.Unix(e.length.after(e.start), 0)},
				Title: told.Title, Location: told.Location, Text: told.Description,
				Mark: calendar.Mark{Booking: "k7q2", Generation: 1}, Stamp: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC),
			})
		})
	}
	return tried
}

// TestRevise checks what a revision keeps, by its lines.
func TestRevise(t *testing.T) {
	const before = "BEGIN:VCALENDAR\nX-WR-CALNAME:Mine\nBEGIN:VEVENT\nUID:fk1\nDTSTART:20260304T090000Z\nDURATION:PT25M\n" +
		"SUMMARY;LANGUAGE=en:Coffee: Maya and Ana\nX-MOOD:good\nATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Ana@Example.com\n" +
		"BEGIN:VALARM\nTRIGGER:-PT5M\nSUMMARY:Go\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
	d := coffee(t)
	d.Location, d.Text = "", ""
	got, err := Parse([]byte(before)).Revise(d)
	if err != nil {
		t.Fatal(err)
	}
	want := "BEGIN:VCALENDAR\nX-WR-CALNAME:Mine\nBEGIN:VEVENT\nUID:fk1\nDTSTART:20260304T090000Z\nDURATION:PT25M\n" +
		"SUMMARY;LANGUAGE=en:Coffee: Maya and Ana\nX-MOOD:good\nATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Ana@Example.com\n" +
		"X-FIKA-BOOKING:k7q2\nX-FIKA-GENERATION:1\nORGANIZER;CN=Maya Lind:mailto:maya@example.com\n" +
		"ATTENDEE;CN=Maya Lind;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:maya@example.com\n" +
		"SEQUENCE:1\nDTSTAMP:20260302T080000Z\nLAST-MODIFIED:20260302T080000Z\n" +
		"BEGIN:VALARM\nTRIGGER:-PT5M\nSUMMARY:Go\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	d.ID = "nobody"
	if _, err := Parse([]byte(before)).Revise(d); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("an event that is not there: %v, want ErrNotFound", err)
	}
}

// TestReschedule checks that other times change the times, the answers and the version, and
// leave every other line.
func TestReschedule(t *testing.T) {
	const before = "BEGIN:VCALENDAR\nX-WR-CALNAME:Mine\nBEGIN:VEVENT\nUID:fk1\nSEQUENCE:3\nDTSTART:20260304T090000Z\nDURATION:PT25M\n" +
		"SUMMARY;LANGUAGE=en:Mine now\nDESCRIPTION:Thursday\\, 10:00\nX-MOOD:good\nORGANIZER:mailto:maya@example.com\n" +
		"ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:Maya@example.com\n" +
		"ATTENDEE;CN=\"Ruiz, Ana\";PARTSTAT=DECLINED;X-RESPONSE-COMMENT=Friday:MAILTO:Ana@Example.com\n" +
		"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bo@example.com\nATTENDEE:mailto:cy@example.com\n" +
		"BEGIN:VALARM\nTRIGGER:-PT5M\nSUMMARY:Go\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
	start := time.Date(2026, 3, 6, 13, 0, 0, 0, time.UTC)
	n := calendar.NewTimes{Place: calendar.Place{ID: "fk1"}, Span: span.New(start, 25*time.Minute), Stamp: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	got, err := Parse([]byte(before)).Reschedule(n)
	if err != nil {
		t.Fatal(err)
	}
	want := "BEGIN:VCALENDAR\nX-WR-CALNAME:Mine\nBEGIN:VEVENT\nUID:fk1\nSEQUENCE:4\nDTSTART:20260306T130000Z\n" +
		"SUMMARY;LANGUAGE=en:Mine now\nDESCRIPTION:Thursday\\, 10:00\nX-MOOD:good\nORGANIZER:mailto:maya@example.com\n" +
		"ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:Maya@example.com\n" +
		"ATTENDEE;CN=\"Ruiz, Ana\";PARTSTAT=NEEDS-ACTION;X-RESPONSE-COMMENT=Friday;RSVP=TRUE:MAILTO:Ana@Example.com\n" +
		"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bo@example.com\nATTENDEE:mailto:cy@example.com\n" +
		"DTEND:20260306T132500Z\nDTSTAMP:20260302T080000Z\nLAST-MODIFIED:20260302T080000Z\n" +
		"BEGIN:VALARM\nTRIGGER:-PT5M\nSUMMARY:Go\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
	if diff := cmp.Diff(want, strings.ReplaceAll(string(got), "\n ", "")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, err := Parse(got).Reschedule(n)
	if err != nil || string(again) != string(got) {
		t.Errorf("the same times again changed the event (%v):\n%s", err, again)
	}
	n.ID = "nobody"
	if _, err := Parse(got).Reschedule(n); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("an event that is not there: %v, want ErrNotFound", err)
	}
}

func TestReviseWholeDay(t *testing.T) {
	const before = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:fk1\r\nDTSTART;VALUE=DATE:20260304\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	d := coffee(t)
	d.Guests = nil
	got, err := Parse([]byte(before)).Revise(d)
	if err != nil {
		t.Fatal(err)
	}
	want := asDrafted(d)
	want.Status, want.Sequence = calendar.Unstated, 1
	if diff := cmp.Diff(want, singleEvent(t, got)); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, got)
	}
	if n := strings.Count(string(got), "BEGIN:VTIMEZONE"); n != 1 {
		t.Errorf("%d zones are defined, want 1:\n%s", n, got)
	}
}

func TestAddAndRemove(t *testing.T) {
	const empty = "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"
	d := coffee(t)
	one, err := Parse([]byte(empty)).Add(Encode(d))
	if err != nil {
		t.Fatal(err)
	}
	d.ID = "fk2"
	two, err := Parse(one).Add(Encode(d))
	if err != nil {
		t.Fatal(err)
	}
	f := Parse(two)
	if diff := cmp.Diff([]string{"fk1", "fk2"}, f.UIDs()); diff != "" {
		t.Errorf("UIDs (-want +got):\n%s", diff)
	}
	if strings.Contains(string(two), "\r") || strings.Count(string(two), "BEGIN:VTIMEZONE") != 1 {
		t.Errorf("the file got line ends of another kind, or a zone twice:\n%s", two)
	}
	if back, more := f.Remove("fk2"); string(back) != string(one) || !more {
		t.Errorf("removal left (more %v)\n%s", more, back)
	}
	if diff := cmp.Diff(string(one), string(f.KeepOnly("fk1"))); diff != "" {
		t.Errorf("Only (-want +got):\n%s", diff)
	}
	if _, more := Parse(one).Remove("fk1"); more {
		t.Error("a file with a zone alone holds more")
	}
	for _, text := range []string{"", "BEGIN:VEVENT\nUID:a\nEND:VEVENT\n", "BEGIN:VCALENDAR\nVERSION:2.0\n"} {
		if data, err := Parse([]byte(text)).Add(one); err == nil {
			t.Errorf("added to %q:\n%s", text, data)
		}
	}
}

func TestReply(t *testing.T) {
	before := Encode(coffee(t))
	after := Parse(before).Reply("ana@example.com", rsvp.Declined)
	want := strings.Replace(unfolded(before), "PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED", 1)
	if diff := cmp.Diff(want, unfolded(after)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Parse(before).Reply("bo@example.com", rsvp.Declined); string(got) != string(before) {
		t.Errorf("a stranger's answer changed the file:\n%s", got)
	}
}

func unfolded(data []byte) string { return strings.ReplaceAll(string(data), "\r\n ", "") }

// TestWriteAndRead draws texts of all kinds.
func TestWriteAndRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\n\t,;:\"\\^nN=. ")))).Draw(rt, "text")
		d := coffee(t)
		d.Title, d.Location, d.Text, d.Guests[0].Name = text, text, text, text
		data := Encode(d)
		if why := malformed(data); why != "" {
			rt.Errorf("%q: %s", text, why)
		}
		e := singleEvent(t, data)
		if want := printable(text); e.Title != want || e.Location != want || e.Description != want {
			rt.Errorf("%q came back as %q, %q, %q", want, e.Title, e.Location, e.Description)
		}
		if len(e.Attendees) != 2 || e.Mark != d.Mark || !e.Span.Start.Equal(d.Span.Start) {
			rt.Errorf("%q changed the event to %+v", text, e)
		}
	})
}

// FuzzRevise checks for any file that everything outside the event stays, and that a second
// revision changes nothing.
func FuzzRevise(f *testing.F) {
	for _, path := range calendarFiles(f, "testdata/corpus") {
		f.Add(read(f, path), "A title")
	}
	f.Add(Encode(coffee(f)), "x\r\nEND:VEVENT")
	f.Fuzz(func(t *testing.T, data []byte, title string) {
		file := Parse(data)
		for _, uid := range file.UIDs() {
			d := coffee(t)
			d.ID, d.Title = calendar.EventID(uid), title
			once, err := file.Revise(d)
			if err != nil {
				continue
			}
			again := Parse(once)
			twice, err := again.Revise(d)
			if err != nil || string(twice) != string(once) {
				t.Errorf("the second revision (%v) of\n%q\n%q\n%q", err, data, once, twice)
			}
			if diff := cmp.Diff(others(file, uid), others(again, uid)); diff != "" {
				t.Errorf("other events of %q (-before +after):\n%s", data, diff)
			}
			if rest, _ := again.Remove(uid); slices.Contains(Parse(rest).UIDs(), uid) {
				t.Errorf("%q is still there in\n%q", uid, rest)
			}
		}
	})
}

// others returns the texts of all events but one.
func others(f *File, uid string) map[string]string {
	texts := f.EventTexts()
	delete(texts, uid)
	return texts
}
