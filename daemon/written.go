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
func (p *pass) wrote(src Source, e calendar.Event) {
	p.written = append(p.written, written{src.Name, e.Place(), e})
}

// removed records that src no longer has the event at that place.
func (p *pass) removed(src Source, at calendar.Place) {
	p.written = append(p.written, written{source: src.Name, at: at})
}

// withChanges returns o with changes made since, for the view: otherwise a coffee just sent
// would be missing, and a freed slot taken. The pass itself judges by what it read.
func (o *observation) withChanges(changes []written) *observation {
	return o.with(func(o *observation) {
		o.readings = slices.Clone(o.readings)
		for _, w := range changes {
			i := slices.IndexFunc(o.readings, func(r reading) bool { return r.source.Name == w.source && r.err == nil })
			if i < 0 {
				continue
			}
			events := slices.DeleteFunc(slices.Clone(o.readings[i].Events), func(e calendar.Event) bool {
				return e.ID == w.at.ID && (e.Calendar == w.at.Calendar || w.at.Calendar == "")
			})
			if w.event.ID != "" && w.event.OverlapsWithTravel(o.window) {
				events = append(events, w.event)
			}
			o.readings[i].Events = events
		}
		o.marked = o.findMarked()
	})
}
