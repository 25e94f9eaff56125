package ics

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"fika/internal/span"
)

// inUTF16 is text in UTF-16, with a byte order mark if mark says so.
func inUTF16(text string, order byteOrder, mark bool) string {
	return string(encoding{order: order, marked: mark}.encode([]byte(text)))
}

// TestWhole checks which files are complete, and that they are read.
func TestWhole(t *testing.T) {
	one := calendarOf(eventOf("UID:a\nSUMMARY:Fika på ån 🍵\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z"))
	whole, end := strings.TrimSuffix(one, "\r\n"), "END:VCALENDAR"
	cr := strings.ReplaceAll(one, "\r\n", "\r")
	le, be := binary.LittleEndian, binary.BigEndian
	for _, test := range []struct {
		name, text, why string // why it is not whole, "" if it is
	}{
		{"as it should be", one, ""},
		{"two", one + one, ""},
		{"an event alone", eventOf("UID:a\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z"), ""},
		{"a comment after the end", one + "<!-- made in 0.2 s -->\n", ""},
		{"zeros after the end", one + "\x00\x00", ""},
		{"a note after the end, folded", one + "Sent from\n my phone", ""},
		{"letters missing", strings.TrimSuffix(whole, "R"), ""},
		{"most letters missing", strings.TrimSuffix(whole, "CALENDAR"), ""},
		{"a header before it", "HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n" + one, ""},
		{"a word before it", "calendar\n" + one, ""},
		{"lines that end in CR", cr, ""},
		{"UTF-16", inUTF16(one, le, true), ""},
		{"UTF-16 of the other order", inUTF16(one, be, true), ""},
		{"UTF-16 without a mark", inUTF16(one, le, false), ""},
		{"UTF-16 of the other order without a mark", inUTF16(one, be, false), ""},
		{"UTF-16 with CR", inUTF16(cr, be, true), ""},
		{"CR with text after it", cr + "<!-- -->", ""},

		{"empty", "", "it is empty"},
		{"a mark", "\ufeff\r\n", "it is empty"},
		{"zeros", "\x00\x00\x00\x00", "it is empty"},
		{"a page", "<html>\n<body></body></html>", "it does not begin with BEGIN:VCALENDAR"},
		{"no letter of the end", strings.TrimSuffix(whole, end), "it does not end with END:VCALENDAR"},
		{"the end of what", strings.TrimSuffix(whole, "VCALENDAR"), "it does not end with END:VCALENDAR"},
		{"cut in the event", whole[:strings.Index(whole, "END:VEVENT")+6], "it does not end with END:VCALENDAR"},
		{"cut in a second", one + whole[:30], "it does not end with END:VCALENDAR"},
		{"cut in the start of a second", one + "BEG", "it ends with BEG"},
		{"its head is gone", whole[strings.Index(whole, "UID"):], "it does not begin with BEGIN:VCALENDAR"},
		{"its head is gone, another is whole", whole[strings.Index(whole, "UID"):] + "\n" + one, "it does not begin with BEGIN:VCALENDAR"},
		{"CR, cut", cr[:60], "it does not end with END:VCALENDAR"},
		{"UTF-16, cut", inUTF16(one[:60], le, true), "it does not end with END:VCALENDAR"},
		{"UTF-16, cut in a character", inUTF16(one[:60], le, true) + "E", "it does not end with END:VCALENDAR"},
		{"one long word", "BEGIN:" + strings.Repeat("x", 100_000), "it does not end with END:" + strings.Repeat("X", 199) + "…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			why := ""
			if err := CheckComplete([]byte(test.text)); err != nil {
				why = err.Error()
			}
			if why != test.why {
				t.Errorf("got %q, want %q", why, test.why)
			}
			file := Parse([]byte(test.text))
			if string(file.Bytes()) != test.text {
				t.Errorf("the bytes are %q", file.Bytes())
			}
			if events, problems := file.Expand(the2026, time.UTC); test.why == "" && (len(events) == 0 || events[0].Span.Start.Hour() != 9) {
				t.Errorf("%d events are read; problems: %v", len(events), problems)
			}
		})
	}
}

// TestEncodings checks that a change keeps an unusual encoding, and can be read back.
func TestEncodings(t *testing.T) {
	d := coffee(t)
	plain := string(Encode(d))
	d.Title = "Coffee: Måns 🍵"
	want, err := Parse([]byte(plain)).Revise(d)
	if err != nil {
		t.Fatal(err)
	}
	cr := func(text string) string { return strings.ReplaceAll(text, "\r\n", "\r") }
	for name, odd := range map[string]func(string) string{
		"CR":              cr,
		"UTF-16":          func(text string) string { return inUTF16(text, binary.LittleEndian, true) },
		"UTF-16 unmarked": func(text string) string { return inUTF16(text, binary.BigEndian, false) },
		"UTF-16 and CR":   func(text string) string { return inUTF16(cr(text), binary.BigEndian, true) },
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse([]byte(odd(plain))).Revise(d)
			if err != nil || string(got) != odd(string(want)) {
				t.Errorf("%v\n%q\nwant\n%q", err, got, odd(string(want)))
			}
			if e := singleEvent(t, got); e.Title != d.Title {
				t.Errorf("the title is %q", e.Title)
			}
		})
	}
}

// TestDecode checks that any bytes come back, and that encoding restores what was decoded.
func TestDecode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		if !bytes.Equal(Parse(data).Bytes(), data) {
			t.Errorf("%q became %q", data, Parse(data).Bytes())
		}
		text := strings.ReplaceAll(rapid.String().Draw(t, "text"), "\r", "")
		if strings.ContainsAny(text, "\ufffd\ufeff") || !utf8.ValidString(text) {
			return
		}
		for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
			got, e := decode([]byte(inUTF16(text, order, true)))
			if got != text || string(e.encode([]byte(got))) != inUTF16(text, order, true) {
				t.Errorf("%q became %q", text, got)
			}
		}
	})
}

// TestProblemsAreShort feeds very long names and values to every message: no problem may
// quote a file at length.
func TestProblemsAreShort(t *testing.T) {
	long := strings.Repeat("Ärende ", 30_000)
	event := func(lines string) string { return calendarOf("BEGIN:VEVENT\nUID:a\n" + lines + "\nEND:VEVENT\n") }
	for name, text := range map[string]string{
		"a kind that has no END":    "BEGIN:VCALENDAR\nBEGIN:" + long + "\nEND:VCALENDAR\n",
		"an end of nothing":         calendarOf("END:" + long + "\n"),
		"too deep":                  strings.Repeat("BEGIN:"+long[:2000]+"\n", 20),
		"lines that end in CR":      strings.ReplaceAll(event("SUMMARY:"+long+"\nDTSTART:soon"), "\r\n", "\r"),
		"lines that end in nothing": strings.ReplaceAll(event("SUMMARY:"+long+"\nDTSTART:soon"), "\r\n", " "),
		"a time":                    event("DTSTART:" + long),
		"a length":                  event("DTSTART:20260302T090000Z\nDURATION:" + long),
		"a rule":                    event("DTSTART:20260302T090000Z\nRRULE:FREQ=" + long),
		"a part of a rule":          event("DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;" + strings.ReplaceAll(long, " ", "") + "=1"),
		"an excluded time":          event("DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY\nEXDATE:" + long),
		"another time":              event("DTSTART:20260302T090000Z\nRDATE:" + long),
		"a zone":                    event("DTSTART;TZID=" + long + ":20260302T090000"),
		"a zone in quotes":          event(`DTSTART;TZID="` + long + `":20260302T090000`),
		"a name":                    event(long + ":1\nDTSTART:soon"),
		"a UID":                     calendarOf("BEGIN:VEVENT\nUID:" + long + "\nDTSTART:soon\nEND:VEVENT\n"),
	} {
		t.Run(name, func(t *testing.T) {
			events, problems := Parse([]byte(text)).Expand(span.Span{Start: the2026.Start, End: the2026.End}, time.UTC)
			if len(problems) == 0 && len(events) == 0 {
				t.Error("nothing is said")
			}
			for _, p := range problems {
				if n := utf8.RuneCountInString(p.Text); n > 320 {
					t.Errorf("a problem of %d characters: %.400s", n, p.Text)
				}
				if n := utf8.RuneCountInString(p.UID); n > 200 {
					t.Errorf("a problem with a UID of %d characters", n)
				}
			}
		})
	}
}
