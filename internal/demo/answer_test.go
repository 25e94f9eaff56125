package demo

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// answerSetup is the part of a company on disk that answers need: everybody's folder,
// and in the user's folder one coffee invitation to each colleague.
type answerSetup struct {
	*Company
	dir string
}

func open(t *testing.T) answerSetup {
	t.Helper()
	o := answerSetup{companies()[0], t.TempDir()}
	for _, p := range o.people {
		if err := os.MkdirAll(filepath.Join(o.dir, p.folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range o.people {
		if !p.isUser() {
			o.send(t, p, now.AddDate(0, 0, 3+i%10))
		}
	}
	return o
}

// send puts an invitation into the user's calendar, as fika would.
func (o answerSetup) send(t *testing.T, p *person, start time.Time) {
	t.Helper()
	me := o.people.find(userKey)
	d := calendar.Draft{
		ID:        calendar.EventID("coffee-with-" + p.key() + "@example.com"),
		Span:      span.New(start, 25*time.Minute),
		Zone:      me.zone,
		Title:     "Coffee: Maya and " + p.firstName(),
		Text:      "Hi " + p.firstName() + ",\n\nwould you tell me what customers ask for this quarter?",
		Organizer: calendar.Person{Address: me.address, Name: me.name},
		Guests:    []calendar.Person{{Address: p.address, Name: p.name}},
		Mark:      calendar.Mark{Booking: "k" + p.key(), Generation: 1},
		Stamp:     now,
	}
	if err := os.WriteFile(o.coffee(p), ics.Encode(d), 0o644); err != nil {
		t.Fatal(err)
	}
}

// coffee returns the path of p's invitation.
func (o answerSetup) coffee(p *person) string {
	return filepath.Join(o.dir, workFolder, "coffee-with-"+p.key()+".ics")
}

// copies returns the paths of the accepted coffees in the colleagues' calendars.
func (o answerSetup) copies(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(o.dir, "colleagues", "*", copyPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (o answerSetup) answer(t *testing.T, at time.Time) int {
	t.Helper()
	n, err := o.Answer(o.dir, at)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// replies counts the guests' answers in the user's calendar.
func (o answerSetup) replies(t *testing.T) map[rsvp.Reply]int {
	t.Helper()
	count := map[rsvp.Reply]int{}
	for _, p := range o.people {
		if p.isUser() {
			continue
		}
		data, err := os.ReadFile(o.coffee(p))
		if err != nil {
			t.Fatal(err)
		}
		events, problems := ics.Parse(data).Expand(span.Span{Start: now, End: now.AddDate(0, 1, 0)}, p.zone)
		if len(events) != 1 || len(problems) > 0 {
			t.Fatalf("%s: %d events, problems %v", o.coffee(p), len(events), problems)
		}
		count[replyOf(events[0], p.address)]++
	}
	return count
}

func TestAnswerRates(t *testing.T) {
	o := open(t)
	if n := o.answer(t, now.Add(time.Minute)); n != 0 {
		t.Errorf("%d answers after a minute", n)
	}
	sum, days := 0, []int{}
	for day := 1; day <= 14; day++ {
		n := o.answer(t, now.AddDate(0, 0, day))
		sum, days = sum+n, append(days, n)
	}
	got := o.replies(t)
	invited := len(o.people) - 1
	if sum != got[rsvp.Accepted]+got[rsvp.Declined] {
		t.Errorf("%d answers counted, %v in the calendar", sum, got)
	}
	if days[0] < invited/3 || days[0] == sum {
		t.Errorf("answers by day %v: want most on the first and some later", days)
	}
	if a, d, none := got[rsvp.Accepted], got[rsvp.Declined], got[rsvp.NoReply]; a < invited/2 || d < 3 || none < 3 || a+d+none != invited {
		t.Errorf("replies %v of %d: want mostly accepted, some declined, a few never answered", got, invited)
	}
	if n, a := len(o.copies(t)), got[rsvp.Accepted]; n < a-2 || n > a {
		t.Errorf("%d coffees in the guests' calendars, %d accepted, 2 people who show none", n, a)
	}
}

func TestAnswersRepeat(t *testing.T) {
	one, two := open(t), open(t)
	moment := now.AddDate(0, 0, 2)
	one.answer(t, moment)
	for hour := range 49 { // the same two days in small steps
		two.answer(t, now.Add(time.Duration(hour)*time.Hour))
	}
	if diff := cmp.Diff(one.files(t, false), two.files(t, false)); diff != "" {
		t.Errorf("in small steps it ends otherwise (-one step +many):\n%s", diff)
	}
	before := one.files(t, true)
	if n := one.answer(t, moment); n != 0 {
		t.Errorf("%d more answers for the same moment", n)
	}
	if diff := cmp.Diff(before, one.files(t, true)); diff != "" {
		t.Errorf("the second call wrote files (-before +after):\n%s", diff)
	}
}

// TestAnswersDoNotDependOnTheUID sends the same invitations with other UIDs, as another
// installation of fika would.
func TestAnswersDoNotDependOnTheUID(t *testing.T) {
	o := open(t)
	for _, p := range o.people {
		start := now.AddDate(0, 0, 4)
		here := calendar.Event{UID: "fkhere", Span: span.New(start, 25*time.Minute), Stamp: now}
		there := here
		there.UID = "fkthere"
		reply, due := o.decide(p, here)
		if again, at := o.decide(p, there); again != reply || !at.Equal(due) {
			t.Errorf("%s: %q at %v under one UID, %q at %v under another", p.key(), reply, due, again, at)
		}
	}
}

// files lists every file of the office, optionally with the time of its last change.
func (o answerSetup) files(t *testing.T, times bool) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(o.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && times {
			data = fmt.Append(data, info.ModTime().UnixNano())
		}
		files[strings.TrimPrefix(path, o.dir)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestOnlyTheAnswerChanges(t *testing.T) {
	o := open(t)
	before := map[string][]byte{}
	for _, p := range o.people {
		if !p.isUser() {
			before[o.coffee(p)], _ = os.ReadFile(o.coffee(p))
		}
	}
	if n := o.answer(t, now.AddDate(0, 0, 2)); n == 0 {
		t.Fatal("nobody answered")
	}
	for path, old := range before {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		was, is := logical(old), logical(data)
		if len(was) != len(is) {
			t.Fatalf("%s: %d lines became %d", path, len(was), len(is))
		}
		for i := range was {
			plain := partstat.ReplaceAllString(was[i], "")
			if was[i] != is[i] && (!strings.HasPrefix(was[i], "ATTENDEE") || partstat.ReplaceAllString(is[i], "") != plain) {
				t.Errorf("%s: %q became %q", path, was[i], is[i])
			}
		}
	}
}

// partstat is the answer in an attendee line.
var partstat = regexp.MustCompile(`;PARTSTAT=[^;:]*`)

// logical returns the unfolded lines of a file.
func logical(data []byte) []string {
	return strings.Split(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n")
}

func TestOthersAreNotAnswered(t *testing.T) {
	o := open(t)
	p := o.people.find("fatima")
	coffee, err := os.ReadFile(o.coffee(p))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func([]byte) []byte{
		"nobody's mark":     func(b []byte) []byte { return drop(b, "X-FIKA-") },
		"another organizer": func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("mailto:maya"), []byte("mailto:jonas")) },
		"a stranger":        func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("mailto:fatima"), []byte("mailto:ghost")) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(o.dir, workFolder, "x.ics")
			want := change(coffee)
			if bytes.Equal(want, coffee) {
				t.Fatal("nothing to tell it apart by")
			}
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
			o.answer(t, now.AddDate(0, 0, 2))
			if got, _ := os.ReadFile(path); !bytes.Equal(got, want) {
				t.Errorf("answered:\n%s", got)
			}
		})
	}
}

// drop returns data without the lines that begin with prefix.
func drop(data []byte, prefix string) []byte {
	lines := slices.DeleteFunc(logical(data), func(line string) bool { return strings.HasPrefix(line, prefix) })
	return []byte(strings.Join(lines, "\r\n"))
}

func TestNoAnswersAfterTheStart(t *testing.T) {
	o := open(t)
	if n := o.answer(t, now.AddDate(0, 1, 0)); n != 0 {
		t.Errorf("%d answers to coffees that are over", n)
	}
}

func TestGuestsFollowTheUsersCalendar(t *testing.T) {
	o := open(t)
	o.answer(t, now.AddDate(0, 0, 2))
	kept := o.copies(t)
	if len(kept) < 2 {
		t.Fatalf("%d coffees accepted, want some", len(kept))
	}
	gone, moved := kept[0], kept[1]
	original := func(copy string) string {
		return filepath.Join(o.dir, workFolder, strings.TrimPrefix(filepath.Base(copy), copyPrefix))
	}
	if err := os.Remove(original(gone)); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(original(moved))
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.ReplaceAll(data, []byte("SUMMARY:Coffee"), []byte("SUMMARY:Long coffee"))
	if err := os.WriteFile(original(moved), data, 0o644); err != nil {
		t.Fatal(err)
	}
	o.answer(t, now.AddDate(0, 0, 2))
	if _, err := os.Stat(gone); err == nil {
		t.Errorf("%s: the guest still waits for a coffee that was taken back", gone)
	}
	if got, _ := os.ReadFile(moved); !bytes.Equal(got, data) {
		t.Errorf("%s: the guest keeps the old coffee", moved)
	}
}

func TestAnswersComeInOfficeHours(t *testing.T) {
	for _, p := range loadRoster() {
		for hour := range 7 * 24 {
			at := nextOfficeTime(now.Add(time.Duration(hour)*time.Hour), p.zone)
			if at.Before(now) || at.Hour() < 9 || at.Hour() >= 17 || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
				t.Fatalf("%s answers at %v", p.key(), at)
			}
		}
	}
}
