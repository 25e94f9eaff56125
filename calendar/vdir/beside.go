package vdir

import (
	"cmp"
	"slices"
	"time"

	"fika/calendar/ics"
)

// beside is what the other files of a folder say about the events in one: a series
// and its moved occurrences may be in separate files, and a time with an unknown zone
// may be in any zone that the calendar uses.
type beside struct {
	strays []*content // the files with occurrences of its series
	zones  []*time.Location
}

// key changes whenever b does.
func (b beside) key() string {
	if len(b.strays)+len(b.zones) == 0 {
		return ""
	}
	var parts [][]byte
	for _, c := range b.strays {
		parts = append(parts, []byte(c.sum))
	}
	for _, z := range b.zones {
		parts = append(parts, []byte(z.String()+"\n"))
	}
	return hash(parts...)
}

func (b beside) parsed() ics.Beside {
	p := ics.Beside{Zones: b.zones}
	for _, c := range b.strays {
		p.Overrides = append(p.Overrides, ics.Parse(c.strays))
	}
	return p
}

// maxLinks is how many links between a series and occurrences in other files are
// followed per folder. Beyond that, occurrences count in both places.
const maxLinks = 500_000

// surroundings is what is beside each file, if anything, and the UIDs of the series in
// the calendar, if it has any strays.
type surroundings struct {
	of    map[*file]beside
	whole map[string]bool
}

// surroundings finds what is beside each file. If that changed, it drops what was kept
// of the file. Most calendars have neither strays nor vague times, and cost little.
// c.mu must be held, and every file must have a content.
func (c *Calendar) surroundings() surroundings {
	files := c.sorted()
	s := surroundings{of: map[*file]beside{}, whole: map[string]bool{}}
	strays := map[string][]*content{} // by UID
	vague := false
	for _, f := range files {
		vague = vague || f.content.outline.Vague
		for _, uid := range f.content.outline.Strays {
			strays[uid] = append(strays[uid], f.content)
		}
	}
	var zones []*time.Location
	if vague {
		zones = c.allZones(files)
	}
	links := 0
	for _, f := range files {
		var b beside
		if f.content.outline.Vague {
			b.zones = zones
		}
		if len(strays) > 0 {
			for _, uid := range f.content.uids {
				if slices.Contains(f.content.outline.Strays, uid) {
					continue
				}
				s.whole[uid] = true
				for _, other := range strays[uid] {
					if links++; links < maxLinks && !slices.Contains(b.strays, other) {
						b.strays = append(b.strays, other)
					}
				}
			}
		}
		key := b.key()
		if key != "" {
			s.of[f] = b
		}
		c.surround(f, key)
	}
	return s
}

// surround drops what is kept of f if it was read with other surroundings.
func (c *Calendar) surround(f *file, key string) {
	if f.beside == key {
		return
	}
	f.beside = key
	f.cover.End = f.cover.Start
	if f.content.data == nil {
		c.reread(f)
	}
}

// allZones returns the zones that the files use and those from elsewhere, in a stable
// order.
func (c *Calendar) allZones(files []*file) []*time.Location {
	var all []*time.Location
	for _, f := range files {
		all = append(all, f.content.outline.Zones...)
	}
	if c.zones != nil {
		all = append(all, c.zones()...)
	}
	slices.SortStableFunc(all, func(a, b *time.Location) int { return cmp.Compare(a.String(), b.String()) })
	return slices.CompactFunc(all, func(a, b *time.Location) bool { return a.String() == b.String() })
}
