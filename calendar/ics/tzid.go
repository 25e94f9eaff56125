package ics

import (
	"cmp"
	"regexp"
	"strings"
	"sync"
	"time"
)

// A scope is a calendar with the meaning of zone names, and of times without a zone,
// in its components.
type scope struct {
	*expansion
	component   *component
	method      string
	definitions map[string]*component // VTIMEZONE by TZID, and by the folded TZID
	zones       map[string]*zone      // by TZID, those already looked up
	floating    *zone
}

// newScope returns the scope of the calendar c, or of the root for components outside
// of any calendar.
func (x *expansion) newScope(c *component) *scope {
	s := &scope{
		expansion:   x,
		component:   c,
		method:      strings.ToUpper(c.value("METHOD")),
		definitions: map[string]*component{},
		zones:       map[string]*zone{},
		floating:    x.reader,
	}
	for definition := range c.childrenOf("VTIMEZONE") {
		id := zoneName(definition.value("TZID"))
		for _, key := range []string{id, fold(id)} {
			if s.definitions[key] == nil {
				s.definitions[key] = definition
			}
		}
	}
	if name := zoneName(c.value("X-WR-TIMEZONE")); name != "" {
		z := s.resolve(name)
		if z == nil {
			l, _ := c.first("X-WR-TIMEZONE")
			s.report(l, "", "the time zone %.80q of the calendar is unknown, times without a zone are read in your own", name)
			z = s.unknownZone(name)
		}
		s.floating = z
	}
	return s
}

// zoneName normalises a TZID: the property escapes its commas, the parameter is
// quoted.
func zoneName(tzid string) string {
	return strings.TrimSpace(strings.Trim(text(tzid), `"`))
}

// zone returns the zone called tzid in the line l. An unknown name means the reader's
// zone: an event at an uncertain hour is better than none.
func (s *scope) zone(tzid string, l line, uid string) *zone {
	if z := s.zones[tzid]; z != nil {
		return z
	}
	name := zoneName(tzid)
	if name == "" {
		return s.floating
	}
	z := s.resolve(name)
	if z == nil {
		s.report(l, uid, "the time zone %.80q is unknown, the time is read in your own", name)
		z = s.unknownZone(name)
	}
	s.zones[tzid] = z
	return z
}

// unknownZone returns the zone for times with an unknown zone, which are shown in the
// reader's.
func (s *scope) unknownZone(name string) *zone {
	z := &zone{offsets: s.floating.offsets, unknown: true}
	for _, l := range candidates(name) {
		z.hints = append(z.hints, newZone(location{l}))
	}
	return z
}

// resolve returns the zone with this name. IANA data takes precedence over the file's
// definitions, because many files have truncated definitions under IANA names. For
// all other names the file takes precedence, because it is right more often.
func (s *scope) resolve(name string) *zone {
	if len(name) > maxZoneName {
		return nil
	}
	if l := iana(name); l != nil {
		return newZone(location{l})
	}
	if c := cmp.Or(s.definitions[name], s.definitions[fold(name)]); c != nil {
		excess := sync.OnceFunc(func() {
			s.report(c.lines[0], "", "the time zone %q changes too often, later changes are missing", name)
		})
		if v, err := newVTimezone(c, &s.budget, excess); err == nil {
			return newZone(v)
		}
		if l := iana(zoneName(c.value("X-LIC-LOCATION"))); l != nil {
			return newZone(location{l})
		}
	}
	if l := zoneByName(name); l != nil {
		return newZone(location{l})
	}
	return nil
}

// ianaName matches what may be an IANA name, so that other names are not looked up
// as files. "Local" is the machine's zone, and so is the file "localtime" that some
// systems keep among the zones.
var ianaName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$`)

func iana(name string) *time.Location {
	if known, ok := ianaZones.Load(name); ok {
		return known.(*time.Location)
	}
	if name == "Local" || name == "localtime" || !ianaName.MatchString(name) {
		return nil
	}
	l, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	ianaZones.Store(name, l)
	return l
}

// ianaZones caches zones by name. Looking one up reads a file, and calendars of many
// small files name the same zone in each. Names that are not zones are not cached:
// anybody could fill the memory with them.
var ianaZones sync.Map
