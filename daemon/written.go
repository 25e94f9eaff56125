package daemon

import (
	"slices"

	"fika/calendar"
)

// written is what a pass did to an event: it changed it or removed it.
type written struct {
	source string
	at     calendar.Place
	event  calendar.Event // zero if it was removed
}

// wrote records that src now has e.
func (s *scene) wrote(src Source, e calendar.Event) {
	s.written = append(s.written, written{src.Name, e.Place(), e})
}

// removed records that src no longer has the event at that place.
func (s *scene) removed(src Source, at calendar.Place) {
	s.written = append(s.written, written{source: src.Name, at: at})
}

// catchUp adds the changes of the pass to what it had read, for the view: otherwise a
// coffee just sent would be missing, and a freed slot taken. The pass itself judges by
// what it read.
func (s *scene) catchUp() {
	if len(s.written) == 0 {
		return
	}
	s.readings = slices.Clone(s.readings)
	for _, w := range s.written {
		i := slices.IndexFunc(s.readings, func(r reading) bool { return r.source.Name == w.source && r.err == nil })
		if i < 0 {
			continue
		}
		events := slices.DeleteFunc(slices.Clone(s.readings[i].Events), func(e calendar.Event) bool {
			return e.ID == w.at.ID && (e.Calendar == w.at.Calendar || w.at.Calendar == "")
		})
		if w.event.ID != "" && w.event.OverlapsWithTravel(s.window) {
			events = append(events, w.event)
		}
		s.readings[i].Events = events
	}
	s.written = nil
	s.arrange()
	s.findMarked()
}

// slim drops data that can be recomputed from the readings, because a view stays in
// memory until the next one.
func (s *scene) slim() {
	s.events, s.doubts = nil, nil
	s.readings = slices.Clone(s.readings)
	for i := range s.readings {
		r := &s.readings[i]
		r.Events, r.DetachedOverrides = slices.Clone(r.Events), slices.Clone(r.DetachedOverrides)
	}
}

// arrange combines the readings into the user's events.
func (s *scene) arrange() {
	var read []calendar.Listing
	for _, r := range s.readings {
		if r.err == nil {
			read = append(read, r.source.ownView(r.Listing))
		}
	}
	s.events, s.doubts = s.owner().Combine(read)
}
