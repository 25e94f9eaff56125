package daemon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"fika/calendar"
	"fika/internal/span"
	"fika/internal/store"
)

// imprint is what an event said when fika wrote it, to detect changes by the user. It
// excludes answers, which belong to the guest, and guests, which are compared one by
// one.
type imprint struct {
	words string // of title, place and text
	hours string // of start and end
	shape string // letters for other changes a user can make; "" for a plain meeting
}

// shapes lists those letters with what the user did, as words after "you".
var shapes = []struct {
	letter string
	did    string
	is     func(e calendar.Event) bool
}{
	{"r", "made it repeat", func(e calendar.Event) bool { return e.Repeats }},
	{"f", "marked it as free", func(e calendar.Event) bool { return e.Transparent }},
	{"t", "made it tentative", func(e calendar.Event) bool { return e.Status == calendar.Tentative }},
	{"d", "made it last whole days", func(e calendar.Event) bool { return e.AllDay }},
	{"p", "changed who can read it", func(e calendar.Event) bool { return e.Private }},
}

func imprintOf(e calendar.Event) imprint {
	i := imprint{
		words: hash(fmt.Sprintf("%s\x00%s\x00%s", tidy(e.Title), tidy(e.Location), tidy(e.Description))),
		hours: hash(fmt.Sprintf("%d\x00%d", e.Span.Start.Unix(), e.Span.End.Unix())),
	}
	for _, s := range shapes {
		if s.is(e) {
			i.shape += s.letter
		}
	}
	return i
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// tidy returns text without trailing white space, which programs add and remove.
func tidy(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r\u00a0")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// imprintMark is the prefix of an imprint in the store. Those of older fikas have none:
// see oldDigest.
const imprintMark = "2:"

func (i imprint) String() string { return imprintMark + i.words + ":" + i.hours + ":" + i.shape }

// drafted returns the imprint of an event that matches d.
func drafted(d calendar.Draft) imprint {
	return imprintOf(calendar.Event{Title: d.Title, Location: d.Location, Description: d.Text, Span: d.Span, Private: d.Private})
}

// says reports whether the stored digest has those words and hours, whatever the shape.
func (i imprint) says(digest string) bool {
	return strings.HasPrefix(digest, imprintMark+i.words+":"+i.hours+":")
}

// oldDigest is what fika stored before there were imprints: one hash of the words as
// they were, and of the hours.
func oldDigest(title, location, text string, e calendar.Event) string {
	return hash(fmt.Sprintf("%s\x00%s\x00%s\x00%d\x00%d", title, location, text, e.Span.Start.Unix(), e.Span.End.Unix()))
}

// impression returns what e said when fika wrote it, as far as digest shows. An older
// fika wrote plain meetings, and private blocked slots.
func impression(digest string, e calendar.Event) imprint {
	now := imprintOf(e)
	if rest, ok := strings.CutPrefix(digest, imprintMark); ok {
		words, rest, _ := strings.Cut(rest, ":")
		hours, shape, _ := strings.Cut(rest, ":")
		return imprint{words, hours, shape}
	}
	was := imprint{shape: strings.Trim(now.shape, "rftd")}
	for _, known := range []string{
		oldDigest(e.Title, e.Location, e.Description, e),
		oldDigest(tidy(e.Title), tidy(e.Location), tidy(e.Description), e),
	} {
		if digest == known {
			was.words, was.hours = now.words, now.hours
		}
	}
	return was
}

// change is what the user did to fika's event.
type change struct {
	hours bool     // the time was changed
	did   []string // everything else, as words after "you"
}

// edited is a change of the words.
const edited = "edited it"

func (c change) any() bool { return c.hours || len(c.did) > 0 }

// String says what the user did, and what follows from it.
func (c change) String() string {
	if len(c.did) == 1 && c.did[0] == edited {
		return "you edited the event; it stays as you wrote it"
	}
	return "you " + strings.Join(c.did, ", ") + "; fika leaves the event as it is"
}

// kept says why the event of an ended booking is not removed.
func kept(c change) string {
	if len(c.did) == 0 {
		return "you moved the event; it stays in your calendar, and is yours to delete"
	}
	return "you " + strings.Join(c.did, ", ") + "; the event stays in your calendar, and is yours to delete"
}

// changes returns what differs in e from what fika wrote for b.
func (o *observation) changes(b store.Booking, e calendar.Event) change {
	was, now := impression(b.Digest, e), imprintOf(e)
	c := change{hours: was.hours != now.hours}
	if was.hours == "" { // by an older fika, and something is different
		c.hours = !sameSpan(b.Span, e.Span)
	}
	switch {
	case e.Mark.Booking != b.ID: // fika does not read other people's events everywhere
		c.did = append(c.did, "took fika's mark off it")
	case was.words != now.words && (was.words != "" || !c.hours):
		c.did = append(c.did, edited)
	}
	for _, shape := range shapes {
		if strings.Contains(was.shape, shape.letter) != strings.Contains(now.shape, shape.letter) {
			c.did = append(c.did, shape.did)
		}
	}
	if e.AttendeesOmitted {
		return c // its guests are unknown
	}
	for _, a := range o.strangers(b, e) {
		c.did = append(c.did, "added "+nameOf(a))
	}
	if b.Sent && !o.invites(e, b.Person) {
		c.did = append(c.did, "took "+b.Name+" off it")
	}
	return c
}

// strangers returns those on e that fika did not invite for b: neither the user nor,
// once invited, the guest.
func (o *observation) strangers(b store.Booking, e calendar.Event) []calendar.Attendee {
	owner := o.owner()
	var list []calendar.Attendee
	for _, a := range e.Attendees {
		switch {
		case a.Self, owner.HasAddress(a.Address), a.Address != "" && a.Address == e.Organizer:
		case b.Sent && o.is(a.Address, b.Person):
		default:
			list = append(list, a)
		}
	}
	return list
}

// nameOf returns the name people use for a.
func nameOf(a calendar.Attendee) string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Address != "":
		return string(a.Address)
	}
	return "somebody"
}

func sameSpan(a, b span.Span) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }

// nameAndAddress returns a for somebody who may not know them.
func nameAndAddress(a calendar.Attendee) string {
	if a.Name == "" || a.Address == "" {
		return nameOf(a)
	}
	return fmt.Sprintf("%s <%s>", a.Name, a.Address)
}
