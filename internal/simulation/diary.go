package simulation

import (
	"slices"

	"fika/internal/date"
	"fika/internal/network"
	"fika/internal/span"
)

// weeksAhead is how many weeks of a diary a plan uses: the current one and those that
// a horizon of up to three weeks reaches.
const weeksAhead = 4

// diary is one member's calendar, week by week, filled in lazily.
type diary struct {
	series    []int       // indices into Organisation.Series
	leave     []span.Span // shown in the calendar
	weeks     map[int]*weekPage
	busyCache []span.Span // of the weeks from busyFrom on; nil: to be recomputed
	busyFrom  int
}

// weekPage is one week of a diary. It has a coffee from its invitation until it is
// declined, because free/busy times include unanswered invitations.
type weekPage struct {
	series  []span.Span // merged
	invited []span.Span // coffees to which others invited the member
	hosted  []span.Span // coffees to which the member invited others
}

func newDiaries(org *Organisation) []diary {
	diaries := make([]diary, len(org.Members))
	for i := range org.Series {
		for _, m := range org.Series[i].Members {
			diaries[m].series = append(diaries[m].series, i)
		}
	}
	for i := range diaries {
		diaries[i].weeks = map[int]*weekPage{}
		diaries[i].leave = org.shownLeave(i)
	}
	return diaries
}

func (d *diary) page(org *Organisation, week int) *weekPage {
	p := d.weeks[week]
	if p == nil {
		p = &weekPage{}
		for _, i := range d.series {
			if s, ok := org.Series[i].inWeek(org, week); ok {
				p.series = append(p.series, s)
			}
		}
		first := org.Start.AddDays(7 * week)
		for _, s := range d.leave {
			p.series = append(p.series, s.Clip(span.Span{Start: first.At(0, org.Zone), End: first.AddDays(7).At(0, org.Zone)}))
		}
		p.series = span.Merge(p.series)
		d.weeks[week] = p
	}
	return p
}

// all returns all busy times of the week.
func (p *weekPage) all() []span.Span { return span.Merge(slices.Concat(p.series, p.invited, p.hosted)) }

// busy returns the free/busy time for the weeks from week on. The slice belongs to the
// diary.
func (d *diary) busy(org *Organisation, week int) []span.Span {
	if d.busyCache == nil || d.busyFrom != week {
		d.busyFrom, d.busyCache = week, d.busyCache[:0:0]
		for w := week; w < week+weeksAhead; w++ {
			d.busyCache = append(d.busyCache, d.page(org, w).all()...)
		}
		d.busyCache = span.Merge(d.busyCache)
	}
	return d.busyCache
}

// busyWithoutHosted returns the owner's busy times without the coffees they host,
// which the planner gets as bookings.
func (d *diary) busyWithoutHosted(org *Organisation, week int) (spans []span.Span) {
	for w := week; w < week+weeksAhead; w++ {
		p := d.page(org, w)
		spans = append(append(spans, p.series...), p.invited...)
	}
	return span.Merge(spans)
}

// add adds a coffee. hosted means that the owner is the host.
func (d *diary) add(org *Organisation, s span.Span, hosted bool) {
	p := d.page(org, weekOf(org, s))
	if hosted {
		p.hosted = append(p.hosted, s)
	} else {
		p.invited = append(p.invited, s)
	}
	d.busyCache = nil
}

// remove removes a coffee.
func (d *diary) remove(org *Organisation, s span.Span) {
	p := d.page(org, weekOf(org, s))
	is := func(other span.Span) bool { return other == s }
	p.hosted, p.invited = slices.DeleteFunc(p.hosted, is), slices.DeleteFunc(p.invited, is)
	d.busyCache = nil
}

// weekOf returns the week in which s begins.
func weekOf(org *Organisation, s span.Span) int {
	days := int(date.Of(s.Start, org.Zone).At(12*60, org.Zone).Sub(org.Start.At(0, org.Zone)).Hours()) / 24
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
		when, ok := s.inWeek(org, week)
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
