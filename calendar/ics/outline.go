package ics

import (
	"maps"
	"slices"
	"time"
)

// Outline is the information about a file that other files of the same calendar need.
type Outline struct {
	// DetachedUIDs are the UIDs, without duplicates, of overrides in the file whose
	// series is not in it.
	DetachedUIDs []string
	// Zones are the zones that its events start in, without duplicates, if their
	// names mean the same everywhere.
	Zones []*time.Location
	// HasUnknownZone says that the file has a time in an unknown zone.
	HasUnknownZone bool
}

// Outline returns the outline of f without expanding anything.
func (f *File) Outline() Outline {
	var o Outline
	x := expansion{reader: newZone(location{time.UTC}), utc: newZone(location{time.UTC}), budget: budget{maxFileSteps}}
	changes := false
	for c := range f.calendars() {
		if !c.takesTime() {
			continue
		}
		s := x.newScope(c)
		if s.floating != x.reader {
			o.add(s.floating)
		}
		for child := range c.childrenOf("VEVENT") {
			if _, change := child.first("RECURRENCE-ID"); change {
				changes = true
			}
			start, ok := child.first("DTSTART")
			if !ok {
				continue
			}
			if m, err := s.moment(start, ""); err == nil && !m.date && !m.floating {
				o.add(m.zone)
			}
		}
	}
	if changes {
		o.DetachedUIDs = f.detachedUIDs()
	}
	return o
}

// detachedUIDs returns [Outline.DetachedUIDs].
func (f *File) detachedUIDs() []string {
	whole, stray := map[string]bool{"": true}, map[string]bool{}
	for c := range f.events() {
		if _, change := c.first("RECURRENCE-ID"); change {
			stray[uidOf(c)] = true
		} else {
			whole[uidOf(c)] = true
		}
	}
	maps.DeleteFunc(stray, func(uid string, _ bool) bool { return whole[uid] })
	return slices.Sorted(maps.Keys(stray))
}

func (o *Outline) add(z *zone) {
	if z.unknown {
		o.HasUnknownZone = true
		return
	}
	l, ok := z.offsets.(location)
	if ok && !slices.ContainsFunc(o.Zones, func(known *time.Location) bool { return known.String() == l.String() }) {
		o.Zones = append(o.Zones, l.Location)
	}
}
