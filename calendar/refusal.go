package calendar

import (
	"errors"
	"strings"
	"time"
	"unicode"

	"fika/internal/prose"
)

// Part is the part of a change that was refused, which has to be different before
// trying again.
type Part string

// The parts. Everything is the default.
const (
	PartAll       Part = "everything" // no change is accepted, whatever it contains
	PartRequest   Part = "request"    // something in the change; the calendar does not say what
	PartGuest     Part = "guest"      // nobody can be invited at that address
	PartVideoLink Part = "link"       // the video link: Draft.Video
	PartZone      Part = "zone"       // the name of Draft.Zone; UTC is known everywhere
)

// Refusal says why a calendar rejected a change, which did not take place. It wraps
// [ErrRefused]. Kinds that can only fail, like a disk, do not need it.
type Refusal struct {
	Part    Part
	Message string // the calendar's own message, from [CleanMessage]; "" if it gave none
}

func (r *Refusal) Error() string {
	text := "the calendar refuses " + map[Part]string{
		PartAll: "all changes", PartRequest: "something in the event", PartGuest: "the guest",
		PartVideoLink: "a link to meet by video", PartZone: "the name of the time zone",
	}[r.Part]
	if r.Message != "" {
		text += ": " + r.Message
	}
	return text
}

// Unwrap returns ErrRefused.
func (r *Refusal) Unwrap() error { return ErrRefused }

// CleanMessage makes text safe to show to the user: on one line, without unprintable
// characters, and cut after [prose.MaxQuoted] characters.
func CleanMessage(text string) string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return prose.Truncate(strings.Join(strings.Fields(clean), " "), prose.MaxQuoted)
}

// NotBefore returns when the calendar that failed with err allows another request;
// zero if it did not say.
func NotBefore(err error) time.Time {
	var said interface{ NotBefore() time.Time }
	if errors.As(err, &said) {
		return said.NotBefore()
	}
	return time.Time{}
}
