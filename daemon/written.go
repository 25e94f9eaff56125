package daemon

import (
	"slices"

	"fika/calendar"
)

// written is what a pass did to an event: it is another one now, or gone.
type written struct {
	source string
	at     calendar.Place
	event  calendar.Event // zero if it is gone
}

// wrote remembers that src has e now.
func (s *scene) wrote(src Source, e calendar.Event) {
	s.written = append(s.written, written{src.Name, e.Place(), e})
}

// tookAway remembers that src has the event at a place no more.
func (s *scene) tookAway(src Source, at calendar.Place) {
	s.written = append(s.written, written{source: src.Name, at: at})
}

// catchUp puts what the pass wrote into what it had read before, for the view: else
// a coffee would be missing that was sent just now, and a slot taken that is free.
// In the pass itself all is judged by what was read.
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
		if w.event.ID != "" && w.event.Takes(s.window) {
			events = append(events, w.event)
		}
		s.readings[i].Events = events
	}
	s.written = nil
	s.arrange()
	s.mark()
}

// slim lets go of what can be made again of the readings: a view stays in memory
// until the next one is there.
func (s *scene) slim() {
	s.events, s.doubts = nil, nil
	s.readings = slices.Clone(s.readings)
	for i := range s.readings {
		r := &s.readings[i]
		r.Events, r.Strays = slices.Clone(r.Events), slices.Clone(r.Strays)
	}
}

// arrange makes of the readings what the user's calendars hold together.
func (s *scene) arrange() {
	var read []calendar.Listing
	for _, r := range s.readings {
		if r.err == nil {
			read = append(read, r.source.ownView(r.Listing))
		}
	}
	s.events, s.doubts = s.owner().Together(read)
}
