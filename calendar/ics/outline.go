package ics

import (
	"slices"
	"time"

	"fika/span"
)

// Outline is what other files of the same calendar must know of a file.
type Outline struct {
	// Strays are the UIDs of which the file holds changed occurrences but not the
	// series, each once.
	Strays []string
	// Zones are the zones that its events start in, as far as their names say
	// everywhere what they are, each once.
	Zones []*time.Location
	// Vague files have a time in a zone that is unknown.
	Vague bool
}

// Outline reads f without expanding anything.
func (f *File) Outline() Outline {
	var o Outline
	x := newExpansion(span.Span{}, time.UTC)
	whole, stray := map[string]bool{}, map[string]bool{}
	for c := range f.calendars() {
		s := x.newScope(c)
		if s.floating != x.reader {
			o.add(s.floating)
		}
		for child := range c.only("VEVENT") {
			uid := uidOf(child)
			if _, change := child.first("RECURRENCE-ID"); change {
				stray[uid] = true
			} else {
				whole[uid] = true
			}
			if start, ok := child.first("DTSTART"); ok {
				if m, err := s.moment(start, uid); err == nil && !m.date && !m.floating {
					o.add(m.zone)
				}
			}
		}
	}
	for uid := range stray {
		if uid != "" && !whole[uid] {
			o.Strays = append(o.Strays, uid)
		}
	}
	slices.Sort(o.Strays)
	return o
}

func (o *Outline) add(z *zone) {
	if z.unknown {
		o.Vague = true
		return
	}
	l, ok := z.offsets.(location)
	if ok && !slices.ContainsFunc(o.Zones, func(known *time.Location) bool { return known.String() == l.String() }) {
		o.Zones = append(o.Zones, l.Location)
	}
}
