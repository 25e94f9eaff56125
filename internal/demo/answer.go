package demo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/internal/atomicfile"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// copyPrefix is the prefix of the files for the coffees that guests accepted.
const copyPrefix = "coffee-"

// Answer simulates Maya's colleagues at one moment, in the company that was written
// to dir, and returns how many invitations were answered. It only considers events
// with fika's mark and Maya as the organizer. Each guest decides once per invitation,
// by its start: most accept, some decline, a few never answer. Answers come minutes
// to a day after DTSTAMP, in the guest's office hours. In Maya's file only that
// guest's line changes.
//
// An accepted coffee is also in the guest's calendar as long as it is in Maya's, so
// that the next plan sees the guest busy. Answer is idempotent: calling it again for
// the same moment does nothing.
func (c *Company) Answer(dir string, now time.Time) (n int, err error) {
	invitations, err := c.readInvitations(dir, now)
	if err != nil {
		return 0, fmt.Errorf("answer for the colleagues: %w", err)
	}
	agreed := map[string][]byte{}
	for _, f := range invitations {
		replies, err := c.answer(f, now)
		n += replies
		if err != nil {
			return n, fmt.Errorf("answer for the colleagues: %w", err)
		}
		for _, folder := range c.acceptedFolders(f.event) {
			agreed[filepath.Join(dir, filepath.FromSlash(folder), copyPrefix+filepath.Base(f.path))] = f.data
		}
	}
	if err := updateCopies(dir, agreed); err != nil {
		return n, fmt.Errorf("answer for the colleagues: %w", err)
	}
	return n, nil
}

// invitationFile is an invitation of the user, as in its file.
type invitationFile struct {
	path  string
	data  []byte
	event calendar.Event
}

// readInvitations reads fika's invitations. It skips the files that the company wrote
// itself, which leaves only a few.
func (c *Company) readInvitations(dir string, now time.Time) ([]*invitationFile, error) {
	paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(workFolder), "*.ics"))
	if err != nil {
		return nil, err
	}
	around := span.Span{Start: now.AddDate(-1, 0, 0), End: now.AddDate(1, 0, 0)}
	me := c.people.find(userKey)
	var found []*invitationFile
	for _, path := range paths {
		if c.invented[workFolder+"/"+filepath.Base(path)] {
			continue
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed a moment ago
		}
		if err != nil {
			return nil, err
		}
		events, _ := ics.Parse(data).Expand(around, me.zone)
		if len(events) == 1 && events[0].Mark.Booking != "" && events[0].Organizer == me.address {
			found = append(found, &invitationFile{path, data, events[0]})
		}
	}
	return found, nil
}

// answer sets the replies to f that are due, in the file and in f itself.
func (c *Company) answer(f *invitationFile, now time.Time) (n int, err error) {
	for i, a := range f.event.Attendees {
		guest := c.guest(a)
		if guest == nil || a.Reply != rsvp.NoReply || !now.Before(f.event.Span.Start) {
			continue
		}
		reply, due := c.decide(guest, f.event)
		if reply == rsvp.NoReply || now.Before(due) {
			continue
		}
		data := ics.Parse(f.data).Reply(a.Address, reply)
		if err := atomicfile.Write(f.path, data, 0o644); err != nil {
			return n, err
		}
		f.data, f.event.Attendees[i].Reply = data, reply
		n++
	}
	return n, nil
}

// guest returns the colleague behind an attendee, nil for the user and for people
// outside the company.
func (c *Company) guest(a calendar.Attendee) *person {
	i := slices.IndexFunc(c.people, func(p *person) bool { return p.address == a.Address && !p.isUser() })
	if i < 0 {
		return nil
	}
	return c.people[i]
}

// acceptedFolders returns the calendar folders of the guests who accepted e.
func (c *Company) acceptedFolders(e calendar.Event) []string {
	var folders []string
	for _, a := range e.Attendees {
		if p := c.guest(a); p != nil && p.folder != "" && a.Reply == rsvp.Accepted && e.Status != calendar.Cancelled {
			folders = append(folders, p.folder)
		}
	}
	return folders
}

// decide returns p's answer to e, and when it comes. NoReply means never. The random
// draw depends on the person and the start, not on the UID, which differs between
// installations: a demo must give the same answers each time.
func (c *Company) decide(p *person, e calendar.Event) (rsvp.Reply, time.Time) {
	r := c.random.stream("answer", ics.UTC(e.Span.Start), p.key())
	reply := rsvp.Accepted
	switch n := r.IntN(100); {
	case n < 12:
		reply = rsvp.NoReply
	case n < 26:
		reply = rsvp.Declined
	}
	return reply, nextOfficeTime(e.Stamp.Add(replyDelay(r)), p.zone)
}

// replyDelay returns how long an invitation stays unanswered during office hours.
func replyDelay(r *rand.Rand) time.Duration {
	minutes := pick(r, []int{10, 20, 35, 60, 90, 150, 240, 480, 1300})
	return time.Duration(minutes+r.IntN(minutes)) * time.Minute
}

// nextOfficeTime returns t, or the next time after it within office hours in zone.
func nextOfficeTime(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	for {
		y, m, d := t.Date()
		opens, closes := time.Date(y, m, d, 9, 0, 0, 0, zone), time.Date(y, m, d, 17, 0, 0, 0, zone)
		weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
		switch {
		case weekend || !t.Before(closes):
			t = time.Date(y, m, d+1, 9, 0, 0, 0, zone)
		case t.Before(opens):
			return opens
		default:
			return t
		}
	}
}

// updateCopies makes the coffees in the colleagues' folders match agreed, which maps
// paths to contents.
func updateCopies(dir string, agreed map[string][]byte) error {
	kept, err := filepath.Glob(filepath.Join(dir, "colleagues", "*", copyPrefix+"*.ics"))
	if err != nil {
		return err
	}
	for _, path := range kept {
		if _, still := agreed[path]; still {
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	for path, data := range agreed {
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
			continue
		}
		if err := atomicfile.Write(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
