package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"fika/internal/span"
)

// The calendar of the benchmarks: a year of a busy office.
const (
	events = 10_000
	series = 1_000 // of events, the rest happen once
)

var window = span.Span{
	Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	End:   time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
}

// zones are the zones of the events' times; "" is UTC. Each definition in the file
// agrees with IANA's data.
var zones = []string{"Europe/Berlin", "Europe/Berlin", "America/New_York", "Asia/Tokyo", ""}

// A shape is a way in which events repeat.
type shape struct {
	rule  string
	first func(monday time.Time) time.Time // a day of the rule near that Monday
	every int                              // days after which it surely comes again; 0 if that varies
}

var shapes = []shape{
	{"FREQ=DAILY", later(0), 7},
	{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", later(0), 7},
	{"FREQ=WEEKLY;BYDAY=TU", later(1), 7},
	{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=SU", later(3), 14},
	{"FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261001T000000Z", later(2), 7},
	{"FREQ=WEEKLY;COUNT=120", later(4), 7},
	{"FREQ=MONTHLY;BYDAY=2WE", secondWednesday, 0},
	{"FREQ=MONTHLY;BYMONTHDAY=15", func(t time.Time) time.Time { return t.AddDate(0, 0, 15-t.Day()) }, 0},
}

func later(days int) func(time.Time) time.Time {
	return func(t time.Time) time.Time { return t.AddDate(0, 0, days) }
}

func secondWednesday(t time.Time) time.Time {
	first := t.AddDate(0, 0, 1-t.Day())
	return first.AddDate(0, 0, (int(time.Wednesday-first.Weekday())+7)%7+7)
}

// year writes the calendar. It only uses what all readers support: IANA names, one
// exception per line, no skipped or repeated times.
func year() []byte {
	var b strings.Builder
	random := rand.New(rand.NewPCG(2026, 1))
	b.WriteString("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//fika//a busy year//EN\nCALSCALE:GREGORIAN\n" + definitions)
	for n := range events {
		monday := window.Start.AddDate(0, 0, 4+7*random.IntN(51))
		e := event{n: n, zone: zones[random.IntN(len(zones))], length: time.Duration(1+random.IntN(6)) * 15 * time.Minute}
		e.start = monday.AddDate(0, 0, random.IntN(5))
		if n%(events/series) == 0 {
			e.shape = shapes[random.IntN(len(shapes))]
			e.start = e.shape.first(monday.AddDate(0, 0, -7*random.IntN(90)))
		}
		e.allDay = random.IntN(20) == 0
		e.start = e.start.Add(time.Duration(32+random.IntN(40)) * 15 * time.Minute)
		e.write(&b)
	}
	b.WriteString("END:VCALENDAR\n")
	return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n"))
}

// An event is an event to write. Its start is in local time.
type event struct {
	n      int
	start  time.Time
	length time.Duration
	zone   string
	allDay bool
	shape  shape
}

// write writes e. In most series two occurrences are excluded and one is moved.
func (e event) write(b *strings.Builder) {
	fmt.Fprint(b, "BEGIN:VEVENT\n", e.times(e.start))
	if e.shape.rule != "" {
		fmt.Fprintf(b, "RRULE:%s\n", e.shape.rule)
	}
	if e.shape.every > 0 {
		for _, n := range []int{3, 7} {
			fmt.Fprint(b, e.time("EXDATE", e.start.AddDate(0, 0, n*e.shape.every)))
		}
	}
	e.rest(b, fmt.Sprintf("Meeting %d", e.n), 0)
	if e.shape.every > 0 {
		moved := e.start.AddDate(0, 0, 5*e.shape.every)
		fmt.Fprint(b, "BEGIN:VEVENT\n", e.times(moved.Add(24*time.Hour)), e.time("RECURRENCE-ID", moved))
		e.rest(b, fmt.Sprintf("Meeting %d\\, moved", e.n), 1)
	}
}

func (e event) times(start time.Time) string {
	end := start.Add(e.length)
	if e.allDay {
		end = start.AddDate(0, 0, 1)
	}
	return e.time("DTSTART", start) + e.time("DTEND", end)
}

func (e event) time(name string, t time.Time) string {
	switch {
	case e.allDay:
		return name + ";VALUE=DATE:" + t.Format("20060102") + "\n"
	case e.zone == "":
		return name + ":" + t.Format("20060102T150405Z") + "\n"
	}
	return name + ";TZID=" + e.zone + ":" + t.Format("20060102T150405") + "\n"
}

func (e event) rest(b *strings.Builder, title string, sequence int) {
	fmt.Fprintf(b, `DTSTAMP:20251201T120000Z
UID:meeting-%d@calendar.example
CREATED:20251101T081500Z
LAST-MODIFIED:20251130T171100Z
SEQUENCE:%d
SUMMARY:%s
LOCATION:Room %d\, second floor
DESCRIPTION:What we spoke of last time is in the notes\; please read them befor
 e we meet.\nIf you cannot come\, say so.
STATUS:CONFIRMED
TRANSP:OPAQUE
ORGANIZER;CN=Person %[4]d:mailto:person%[4]d@example.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Person %[5]d
 :mailto:person%[5]d@example.com
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Reminder
TRIGGER:-PT10M
END:VALARM
END:VEVENT
`, e.n, sequence, title, e.n%40, e.n%90)
}

const definitions = `BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE
`
