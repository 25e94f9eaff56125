package vdir

import (
	"cmp"
	"slices"
	"time"

	"fika/calendar/ics"
)

// relatedFiles is the information in other files of a folder that affects the events
// in one file: a series and its overrides may be in separate files, and a time with
// an unknown zone may be in any zone that the calendar uses.
type relatedFiles struct {
	orphanFiles []*content // files with overrides of its series
	zones       []*time.Location
}

// digest returns a string that changes whenever b does.
func (b relatedFiles) digest() string {
	if len(b.orphanFiles)+len(b.zones) == 0 {
		return ""
	}
	var parts [][]byte
	for _, c := range b.orphanFiles {
		parts = append(parts, []byte(c.sum))
	}
	for _, z := range b.zones {
		parts = append(parts, []byte(z.String()+"\n"))
	}
	return hash(parts...)
}

func (b relatedFiles) parse() ics.Related {
	p := ics.Related{Zones: b.zones}
	for _, c := range b.orphanFiles {
		p.Overrides = append(p.Overrides, ics.Parse(c.orphans))
	}
	return p
}

// maxOverrideLinks is how many links between series and overrides in other files are
// followed per folder. Beyond that, overridden occurrences count in both places.
const maxOverrideLinks = 500_000

// relatedIndex has the related files of each file that has any, and the UIDs of all
// series if the calendar has detached overrides.
type relatedIndex struct {
	byFile     map[*file]relatedFiles
	seriesUIDs map[string]bool
}

// findRelated finds the related files of each file. If they changed, it drops the
// cached listing of the file. Most calendars have neither detached overrides nor
// unknown zones, so this is cheap. c.mu must be held, and every file must have
// content.
func (c *Calendar) findRelated() relatedIndex {
	files := c.filesByName()
	s := relatedIndex{byFile: map[*file]relatedFiles{}, seriesUIDs: map[string]bool{}}
	strays := map[string][]*content{} // by UID
	vague := false
	for _, f := range files {
		vague = vague || f.content.outline.HasUnknownZone
		for _, uid := range f.content.outline.DetachedUIDs {
			strays[uid] = append(strays[uid], f.content)
		}
	}
	var zones []*time.Location
	if vague {
		zones = c.allZones(files)
	}
	links := 0
	for _, f := range files {
		var b relatedFiles
		if f.content.outline.HasUnknownZone {
			b.zones = zones
		}
		if len(strays) > 0 {
			for _, uid := range f.content.uids {
				if slices.Contains(f.content.outline.DetachedUIDs, uid) {
					continue
				}
				s.seriesUIDs[uid] = true
				for _, other := range strays[uid] {
					if links++; links < maxOverrideLinks && !slices.Contains(b.orphanFiles, other) {
						b.orphanFiles = append(b.orphanFiles, other)
					}
				}
			}
		}
		key := b.digest()
		if key != "" {
			s.byFile[f] = b
		}
		c.dropIfRelatedChanged(f, key)
	}
	return s
}

// dropIfRelatedChanged drops the cached listing of f if its related files have
// changed.
func (c *Calendar) dropIfRelatedChanged(f *file, key string) {
	if f.relatedDigest == key {
		return
	}
	f.relatedDigest = key
	f.cover.End = f.cover.Start
	if f.content.data == nil {
		c.reread(f)
	}
}

// allZones returns the zones that the files use and the extra zones, in a stable
// order.
func (c *Calendar) allZones(files []*file) []*time.Location {
	var all []*time.Location
	for _, f := range files {
		all = append(all, f.content.outline.Zones...)
	}
	if c.extraZones != nil {
		all = append(all, c.extraZones()...)
	}
	slices.SortStableFunc(all, func(a, b *time.Location) int { return cmp.Compare(a.String(), b.String()) })
	return slices.CompactFunc(all, func(a, b *time.Location) bool { return a.String() == b.String() })
}
