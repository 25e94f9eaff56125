package daemon_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/calendar/vdir"
	"fika/internal/span"
	"fika/internal/store"
)

// folders implements [others] for calendars that are folders of dir.
type folders struct {
	dir  string
	zone *time.Location
}

// path returns the path of the booking's event, in either of Maya's calendars.
func (f folders) path(b store.Booking) string {
	path := filepath.Join(f.dir, "work", b.Event+".ics")
	if moved := filepath.Join(f.dir, "private", b.Event+".ics"); exists(moved) {
		return moved
	}
	return path
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (f folders) moveElsewhere(b store.Booking) error {
	from, to := f.path(b), filepath.Join(f.dir, "private", b.Event+".ics")
	if from == to {
		to = filepath.Join(f.dir, "work", b.Event+".ics")
	}
	return os.Rename(from, to)
}

// alterations are what users do to events besides, as lines of them.
var alterations = map[string]func(line string) string{
	"repeats":   insertBefore("END:VEVENT", "RRULE:FREQ=WEEKLY;COUNT=10"),
	"free":      replaceLine("TRANSP", "TRANSP:TRANSPARENT"),
	"tentative": replaceLine("STATUS", "STATUS:TENTATIVE"),
	"private":   insertBefore("END:VEVENT", "CLASS:PRIVATE"),
	"blank":     insertAfter("DESCRIPTION", ` \n \n`),
	"text":      insertAfter("DESCRIPTION", `\nBring the plans.`),
	"place":     replaceLine("LOCATION", "LOCATION:The bench by the lake"),
}

func insertBefore(name, more string) func(string) string {
	return func(line string) string {
		if line == name {
			return more + "\r\n" + line
		}
		return line
	}
}

func replaceLine(name, other string) func(string) string {
	return func(line string) string {
		if strings.HasPrefix(line, name+":") {
			return other
		}
		return line
	}
}

func insertAfter(name, more string) func(string) string {
	return func(line string) string {
		if strings.HasPrefix(line, name+":") {
			return line + more
		}
		return line
	}
}

func (f folders) alter(b store.Booking, words []string) error {
	if edit := alterations[words[0]]; edit != nil {
		return f.rewrite(b, edit)
	}
	guest := func(line string) bool {
		return strings.HasPrefix(line, "ATTENDEE") && strings.Contains(strings.ToLower(line), string(b.Person))
	}
	switch words[0] {
	case "uninvite":
		return f.rewrite(b, func(line string) string {
			if guest(line) {
				return "X-WAS:here"
			}
			return line
		})
	case "shared":
		return f.rewrite(b, insertBefore("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:"+b.Event+"\r\nDTSTAMP:20260101T000000Z\r\n"+
			"DTSTART:20260320T090000Z\r\nDTEND:20260320T100000Z\r\nSUMMARY:Mine\r\nEND:VEVENT"))
	case "add":
		more := fmt.Sprintf("ATTENDEE;CN=%s;PARTSTAT=%s:mailto:%s@example.org", words[1], words[2], strings.ToLower(words[1]))
		return f.rewrite(b, insertBefore("END:VEVENT", more))
	case "undelivered":
		return f.rewrite(b, func(line string) string {
			if guest(line) {
				line = strings.Replace(line, "PARTSTAT=", "SCHEDULE-STATUS=3.8;PARTSTAT=", 1)
			}
			return line
		})
	case "instead":
		return f.rewrite(b, func(line string) string {
			if !guest(line) {
				return line
			}
			line = strings.Replace(line, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=DELEGATED", 1)
			return line + fmt.Sprintf("\r\nATTENDEE;CN=%s;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"mailto:%s\":mailto:%s@example.org", words[1], b.Person, strings.ToLower(words[1]))
		})
	}
	return fmt.Errorf("no such change")
}

// hide removes an event for a while, as a program does that writes it again.
func (f folders) hide(b store.Booking) error {
	return os.Rename(f.path(b), filepath.Join(f.dir, "hidden"))
}
func (f folders) show(b store.Booking) error {
	return os.Rename(filepath.Join(f.dir, "hidden"), f.path(b))
}

// rewrite edits the event of a booking as another program does: it unfolds the lines
// and replaces some.
func (f folders) rewrite(b store.Booking, edit func(line string) string) error {
	data, err := os.ReadFile(f.path(b))
	if err != nil {
		return err
	}
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n")
	for i := range lines {
		lines[i] = edit(lines[i])
	}
	return os.WriteFile(f.path(b), []byte(strings.Join(lines, "\r\n")), 0o600)
}

// commented finds an earlier comment of a guest.
var commented = regexp.MustCompile(`X-RESPONSE-COMMENT="[^"]*";`)

// answer sets the PARTSTAT of the guest and their comment, as their program would report
// it to Maya's calendar.
func (f folders) answer(b store.Booking, reply, comment string) error {
	return f.reply(b, string(b.Person), reply, comment)
}

func (f folders) ownReply(b store.Booking, reply string) error { return f.reply(b, me, reply, "") }

func (f folders) reply(b store.Booking, who, reply, comment string) error {
	return f.rewrite(b, func(line string) string {
		if !strings.HasPrefix(line, "ATTENDEE") || !strings.Contains(strings.ToLower(line), who) {
			return line
		}
		for _, old := range []string{"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"} {
			line = strings.Replace(line, "PARTSTAT="+old, "PARTSTAT="+reply, 1)
		}
		if line = commented.ReplaceAllString(line, ""); comment != "" {
			line = strings.Replace(line, "PARTSTAT=", `X-RESPONSE-COMMENT="`+comment+`";PARTSTAT=`, 1)
		}
		return line
	})
}

func (f folders) move(b store.Booking, by time.Duration) error {
	return f.rewrite(b, func(line string) string {
		line = moved(line, "DTSTART", b.Span.Start.Add(by).In(f.zone))
		return moved(line, "DTEND", b.Span.End.Add(by).In(f.zone))
	})
}

func moved(line, name string, to time.Time) string {
	head, value, ok := strings.Cut(line, ":")
	if !ok || !strings.HasPrefix(head, name) || !strings.Contains(head, "TZID") || len(value) != 15 {
		return line
	}
	return head + ":" + to.Format("20060102T150405")
}

func (f folders) retitle(b store.Booking) error {
	return f.rewrite(b, func(line string) string {
		if strings.HasPrefix(line, "SUMMARY:") {
			return "SUMMARY:Walk in the park"
		}
		return line
	})
}

func (f folders) remove(b store.Booking) error { return os.Remove(f.path(b)) }

func (f folders) occupy(whose string, at span.Span) error {
	uid := fmt.Sprintf("other-%s-%d", whose, at.Start.Unix())
	text := ics.Encode(calendar.Draft{ID: calendar.EventID(uid), Span: at, Zone: f.zone, Title: "Something else", Stamp: at.Start.AddDate(0, -1, 0)})
	return os.WriteFile(filepath.Join(f.dir, whose, uid+".ics"), text, 0o600)
}

func (f folders) unmount() error {
	return os.Rename(filepath.Join(f.dir, "work"), filepath.Join(f.dir, "elsewhere"))
}
func (f folders) mount() error {
	return os.Rename(filepath.Join(f.dir, "elsewhere"), filepath.Join(f.dir, "work"))
}

func (f folders) coffees() (map[string][]calendar.Event, error) {
	by := map[string][]calendar.Event{}
	for _, folder := range []string{"work", "private"} {
		if err := f.count(by, folder); err != nil {
			return nil, err
		}
	}
	return by, nil
}

func (f folders) count(by map[string][]calendar.Event, folder string) error {
	work, err := vdir.Open(filepath.Join(f.dir, folder), f.zone)
	if err != nil {
		return err
	}
	years := span.Span{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	listing, err := work.List(context.Background(), years)
	if err != nil {
		return err
	}
	for _, e := range listing.Events {
		if e.Mark.Booking != "" {
			by[e.Mark.Booking] = append(by[e.Mark.Booking], e)
		}
	}
	return nil
}
