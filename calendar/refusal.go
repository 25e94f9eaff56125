package calendar

import (
	"errors"
	"strings"
	"time"
	"unicode"
)

// Part is what a refusal is about: what must be different before it is of any
// use to ask again.
type Part string

// The parts. Everything is the answer where nothing better is known.
const (
	Everything  Part = "everything" // no change is taken, whatever is in it
	ThisRequest Part = "request"    // something in it; which part the calendar does not say
	ThisGuest   Part = "guest"      // nobody can be invited under that address
	TheLink     Part = "link"       // the link to meet by video: Draft.Video
	TheZone     Part = "zone"       // the name of Draft.Zone; UTC is known everywhere
)

// Refusal is the no of a calendar to a change, which did not take place. It wraps
// [ErrRefused]. Kinds that only fail, as a disk does, have no need of it.
type Refusal struct {
	Part  Part
	Words string // the calendar's own, as [Words] makes them; "" if it gave none
}

func (r *Refusal) Error() string {
	text := "the calendar refuses " + map[Part]string{
		Everything: "all changes", ThisRequest: "something in the event", ThisGuest: "the guest",
		TheLink: "a link to meet by video", TheZone: "the name of the time zone",
	}[r.Part]
	if r.Words != "" {
		text += ": " + r.Words
	}
	return text
}

// Unwrap returns ErrRefused.
func (r *Refusal) Unwrap() error { return ErrRefused }

// mostWords is how much of what another program says is passed on.
const mostWords = 200

// Words are text as it may be shown to the user: on one line, without what is
// not to be printed, and cut after 200 characters.
func Words(text string) string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	said := []rune(strings.Join(strings.Fields(clean), " "))
	if len(said) > mostWords {
		return string(said[:mostWords-1]) + "…"
	}
	return string(said)
}

// NotBefore is when the calendar that failed with err wants to be asked again,
// zero if it did not say.
func NotBefore(err error) time.Time {
	var said interface{ NotBefore() time.Time }
	if errors.As(err, &said) {
		return said.NotBefore()
	}
	return time.Time{}
}
