package vdir

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "time/tzdata"

	"fika/calendar"
	"fika/calendar/calendartest"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

func TestFolder(t *testing.T) {
	calendartest.Run(t, func(t *testing.T) calendartest.Backend {
		return foreignEditor{path: t.TempDir(), folder: true}.backend(t)
	})
}

func TestSingleFile(t *testing.T) {
	calendartest.Run(t, func(t *testing.T) calendartest.Backend { return singleFile(t).backend(t) })
}

func TestSingleFileBehindLink(t *testing.T) {
	calendartest.Run(t, func(t *testing.T) calendartest.Backend {
		link := filepath.Join(t.TempDir(), "link.ics")
		if err := os.Symlink(singleFile(t).path, link); err != nil {
			t.Fatal(err)
		}
		return foreignEditor{path: link}.backend(t)
	})
}

func stockholm(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// A foreignEditor is another program that edits the same calendar. It works on text,
// so that it shares no mistakes with the code under test.
type foreignEditor struct {
	path   string
	folder bool
}

const (
	head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Another program//EN\r\n"
	tail = "END:VCALENDAR\r\n"
)

func singleFile(t *testing.T) foreignEditor {
	path := filepath.Join(t.TempDir(), "calendar.ics")
	write(t, path, head+tail)
	return foreignEditor{path: path}
}

func (h foreignEditor) backend(t *testing.T) calendartest.Backend {
	zone := stockholm(t)
	return calendartest.Backend{
		Zone: zone,
		Open: func(t *testing.T) calendar.Calendar { return open(t, h.path) },
		Add: func(t *testing.T, f calendartest.ForeignEvent) {
			h.add(t, f.UID, vevent(f))
		},
		Move: func(t *testing.T, id calendar.EventID, to span.Span) {
			h.edit(t, id, func(event []string) []string {
				var moved []string
				for _, line := range event {
					switch name, _, _ := strings.Cut(strings.ReplaceAll(line, ";", ":"), ":"); name {
					case "DTSTART":
						moved = append(moved, "DTSTART:"+utc(to.Start), "DTEND:"+utc(to.End))
					case "DTEND", "DURATION":
					default:
						moved = append(moved, line)
					}
				}
				return moved
			})
		},
		Reply: func(t *testing.T, id calendar.EventID, guest mailbox.Address, reply rsvp.Reply, comment string) {
			h.edit(t, id, func(event []string) []string {
				event = strings.Split(strings.ReplaceAll(strings.Join(event, "\r\n"), "\r\n ", ""), "\r\n")
				for i, line := range event {
					if strings.HasPrefix(line, "ATTENDEE") && strings.HasSuffix(line, string(guest)) {
						line = strings.Replace(line, "NEEDS-ACTION", string(reply), 1)
						said := strings.ReplaceAll(strings.ReplaceAll(comment, `"`, "&quot;"), ";", `\;`) // as Google writes it
						event[i] = strings.Replace(line, "ATTENDEE", `ATTENDEE;X-RESPONSE-COMMENT="`+said+`"`, 1)
					}
				}
				return event
			})
		},
		AddForeignData: func(t *testing.T, id calendar.EventID) {
			h.edit(t, id, func(event []string) []string {
				last := len(event) - 1
				return append(append(event[:last:last], strings.Split(decoration, "\r\n")...), event[last])
			})
		},
		HasForeignData: func(t *testing.T, id calendar.EventID) bool {
			return strings.Contains(load(t, h.item(t, id)), decoration)
		},
		Delete: func(t *testing.T, id calendar.EventID) {
			if h.folder {
				if err := os.Remove(h.item(t, id)); err != nil {
					t.Fatal(err)
				}
				return
			}
			h.edit(t, id, func([]string) []string { return nil })
		},
		AddUnreadable: func(t *testing.T, on time.Time) {
			h.add(t, "spoilt", "BEGIN:VEVENT\r\nUID:spoilt\r\nDTSTART:"+on.Format("20060102")+"T1\r\nSUMMARY:Spoilt\r\nEND:VEVENT\r\n")
		},
	}
}

const decoration = "X-COLOUR;X-SHADE=\"a;b:c\":teal\r\nCOMMENT:bring the \r\n  folded blanket\r\n" +
	"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:Go\r\nEND:VALARM"

func vevent(f calendartest.ForeignEvent) string {
	stamp := func(name string, at time.Time) string {
		switch {
		case f.AllDay:
			return name + ";VALUE=DATE:" + at.In(f.Zone).Format("20060102")
		case f.Zone == nil:
			return name + ":" + utc(at)
		}
		return fmt.Sprintf("%s;TZID=%s:%s", name, f.Zone, at.In(f.Zone).Format("20060102T150405"))
	}
	lines := []string{"BEGIN:VEVENT", "UID:" + f.UID, "DTSTAMP:20260101T000000Z",
		stamp("DTSTART", f.Span.Start), stamp("DTEND", f.Span.End), "SUMMARY:" + f.Title}
	if f.Rule != "" {
		lines = append(lines, "RRULE:"+f.Rule)
	}
	if f.Free {
		lines = append(lines, "TRANSP:TRANSPARENT")
	}
	return strings.Join(append(lines, "END:VEVENT"), "\r\n") + "\r\n"
}

func utc(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// add creates an item by rename, as sync programs do. In a single file, the event is
// appended.
func (h foreignEditor) add(t *testing.T, name, event string) {
	path, text := h.path, strings.TrimSuffix(load(t, h.path), tail)+event+tail
	if h.folder {
		path, text = filepath.Join(h.path, name+"-item.ics"), head+event+tail
	}
	rewrite(t, path, text)
}

// edit applies change to the lines of an event and writes the file in place, as editors
// do: it truncates the old file first.
func (h foreignEditor) edit(t *testing.T, id calendar.EventID, change func(event []string) []string) {
	path := h.item(t, id)
	lines := strings.Split(load(t, path), "\r\n")
	begin, end, own := 0, 0, false
	for i, line := range lines {
		switch line {
		case "BEGIN:VEVENT":
			begin, own = i, false
		case "UID:" + string(id):
			own = true
		case "END:VEVENT":
			if own {
				end = i + 1
			}
		}
		if end > 0 {
			break
		}
	}
	if end == 0 {
		t.Fatalf("no event %s in %s:\n%s", id, path, load(t, path))
	}
	text := append(append(lines[:begin:begin], change(lines[begin:end])...), lines[end:]...)
	write(t, path, strings.Join(text, "\r\n"))
}

// item returns the path of the file with the event.
func (h foreignEditor) item(t *testing.T, id calendar.EventID) string {
	if !h.folder {
		return h.path
	}
	paths, _ := filepath.Glob(filepath.Join(h.path, "*.ics"))
	for _, path := range paths {
		if strings.Contains(load(t, path), "\r\nUID:"+string(id)+"\r\n") {
			return path
		}
	}
	t.Fatalf("no file in %s holds the event %s", h.path, id)
	return ""
}

func open(t testing.TB, path string) *Calendar {
	t.Helper()
	c, err := Open(path, stockholm(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// load returns the text of a file, "" for a folder.
func load(t testing.TB, path string) string {
	t.Helper()
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return ""
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// write writes a file in place.
func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rewrite replaces a file by rename; a link stays one.
func rewrite(t testing.TB, path, text string) {
	t.Helper()
	path = resolve(path)
	write(t, path+".tmp", text)
	if err := os.Rename(path+".tmp", path); err != nil {
		t.Fatal(err)
	}
}
