package ics

import (
	"strings"

	"fika/calendar"
)

// freeBusy finds the periods of a VFREEBUSY that overlap the window. Each becomes a
// separate event, identified by its period.
func (s *scope) freeBusy(c *component) {
	uid := strings.TrimSpace(text(c.value("UID")))
	for l := range c.ownLines() {
		if l.name != "FREEBUSY" {
			continue
		}
		params, value := l.split()
		e := &event{scope: s, component: c, uid: uid, shared: &calendar.Event{UID: uid, FreeBusy: true, Method: s.method}}
		switch strings.ToUpper(param(params, "FBTYPE")) {
		case "FREE":
			e.shared.Transparent = true
		case "BUSY-TENTATIVE":
			e.shared.Status = calendar.Tentative
		}
		for v := range strings.SplitSeq(value, ",") {
			s.period(e, l, params, strings.TrimSpace(v))
		}
	}
}

func (s *scope) period(e *event, l line, params, value string) {
	from, to, _ := strings.Cut(value, "/")
	start, err := s.readMoment(l, e.uid, params, from)
	if err != nil {
		s.report(l, e.uid, "a period is skipped: %v", err)
		s.addDayDoubt(e, from)
		return
	}
	end, err := s.periodEnd(l, params, start, to)
	if err != nil {
		s.report(l, e.uid, "a period is skipped: %v", err)
		s.addDayDoubt(e, from)
		return
	}
	name := wall(start.unix()).dateTime() + "Z/" + wall(end).dateTime() + "Z"
	s.addFound(e, start, length{seconds: end - start.unix()}, name, "")
}
