package daemon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"fika/calendar"
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

// matches reports whether the stored digest has those words and hours, whatever the shape.
func (i imprint) matches(digest string) bool {
	return strings.HasPrefix(digest, imprintMark+i.words+":"+i.hours+":")
}

// oldDigest is what fika stored before there were imprints: one hash of the words as
// they were, and of the hours.
func oldDigest(title, location, text string, e calendar.Event) string {
	return hash(fmt.Sprintf("%s\x00%s\x00%s\x00%d\x00%d", title, location, text, e.Span.Start.Unix(), e.Span.End.Unix()))
}

// storedImprint restores the imprint stored in digest: what e said when fika wrote it.
// An older fika wrote plain meetings, and private blocked slots.
func storedImprint(digest string, e calendar.Event) imprint {
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
