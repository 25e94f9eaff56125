package calendar

import (
	"errors"
	"strings"
	"time"
	"unicode"

	"fika/internal/prose"
)

// Part is what a refusal is about: what has to change before trying again.
type Part string

// The parts. Everything is the default.
const (
	Everything  Part = "everything" // no change is accepted, whatever is in it
	ThisRequest Part = "request"    // something in it; the calendar does not say what
	ThisGuest   Part = "guest"      // nobody can be invited at that address
	TheLink     Part = "link"       // the video link: Draft.Video
	TheZone     Part = "zone"       // the name of Draft.Zone; UTC is known everywhere
)

// Refusal says why a calendar rejected a change, which did not take place. It wraps
// [ErrRefused]. Kinds that can only fail, like a disk, do not need it.
type Refusal struct {
	Part  Part
	Words string // the calendar's own message, from [Words]; "" if it gave none
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

// Words makes text safe to show to the user: on one line, without unprintable
// characters, and cut after [prose.MaxQuoted] characters.
func Words(text string) string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return prose.Truncate(strings.Join(strings.Fields(clean), " "), prose.MaxQuoted)
}

// NotBefore is when the calendar that failed with err allows another request, zero
// if it did not say.
func NotBefore(err error) time.Time {
	var said interface{ NotBefore() time.Time }
	if errors.As(err, &said) {
		return said.NotBefore()
	}
	return time.Time{}
}
