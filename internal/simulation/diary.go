package simulation

import (
	"slices"

	"fika/internal/network"
	"fika/internal/span"
	"fika/planner"
)

// ahead is how many weeks of a diary a plan looks at: the current one and those that
// a horizon of up to three weeks reaches.
const ahead = 4

// diary is one member's calendar, week by week, filled in lazily.
type diary struct {
	series []int // indices into Organisation.Series
	weeks  map[int]*page
	window []span.Span // of the weeks from first on; nil: to be rebuilt
	first  int
}

// page is one week of a diary. A coffee is on it from its invitation until it is
// declined, because free/busy times include unanswered invitations.
type page struct {
	series []span.Span // merged
	guest  []span.Span // coffees that others asked for
	hosted []span.Span // coffees that the member asked for
}

func newDiaries(org *Organisation) []diary {
	diaries := make([]diary, len(org.Members))
	for i := range org.Series {
		for _, m := range org.Series[i].Members {
			diaries[m].series = append(diaries[m].series, i)
		}
	}
	for i := range diaries {
		diaries[i].weeks = map[int]*page{}
	}
	return diaries
}

func (d *diary) page(org *Organisation, week int) *page {
	p := d.weeks[week]
	if p == nil {
		p = &page{}
		for _, i := range d.series {
			if s, ok := org.Series[i].in(org, week); ok {
				p.series = append(p.series, s)
			}
		}
		p.series = span.Merge(p.series)
		d.weeks[week] = p
	}
	return p
}

// all returns everything on the page.
func (p *page) all() []span.Span { return span.Merge(slices.Concat(p.series, p.guest, p.hosted)) }

// busy returns the free/busy time for the weeks from week on. The slice belongs to the
// diary.
func (d *diary) busy(org *Organisation, week int) []span.Span {
	if d.window == nil || d.first != week {
		d.first, d.window = week, d.window[:0:0]
		for w := week; w < week+ahead; w++ {
			d.window = append(d.window, d.page(org, w).all()...)
		}
		d.window = span.Merge(d.window)
	}
	return d.window
}

// own returns the same for the owner's own plan, in which the owner's coffees are
// bookings.
func (d *diary) own(org *Organisation, week int) (spans []span.Span) {
	for w := week; w < week+ahead; w++ {
		p := d.page(org, w)
		spans = append(append(spans, p.series...), p.guest...)
	}
	return span.Merge(spans)
}

// add enters a coffee; hosted says whether the owner is the host.
func (d *diary) add(org *Organisation, s span.Span, hosted bool) {
	p := d.page(org, weekOf(org, s))
	if hosted {
		p.hosted = append(p.hosted, s)
	} else {
		p.guest = append(p.guest, s)
	}
	d.window = nil
}

// remove removes a coffee.
func (d *diary) remove(org *Organisation, s span.Span) {
	p := d.page(org, weekOf(org, s))
	is := func(other span.Span) bool { return other == s }
	p.hosted, p.guest = slices.DeleteFunc(p.hosted, is), slices.DeleteFunc(p.guest, is)
	d.window = nil
}

// weekOf returns the week in which s begins.
func weekOf(org *Organisation, s span.Span) int {
	days := int(planner.DateOf(s.Start, org.Zone).At(12*60, org.Zone).Sub(org.Start.At(0, org.Zone)).Hours()) / 24
	return days / 7
}

// encounters returns the meetings of a week that the owner has with others.
func (d *diary) encounters(org *Organisation, owner, week int) []network.Encounter {
	var met []network.Encounter
	for _, i := range d.series {
		s := &org.Series[i]
		if len(s.Members) < 2 {
			continue
		}
		when, ok := s.in(org, week)
		if !ok {
			continue
		}
		e := network.Encounter{Span: when, Size: len(s.Members)}
		for _, m := range s.Members {
			if m != owner {
				e.With = append(e.With, org.Members[m].Person.ID)
			}
		}
		met = append(met, e)
	}
	return met
}
