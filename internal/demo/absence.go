package demo

import (
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// leaveEnds is the week in which the person on leave returns.
const leaveEnds = 14

// addAbsences gives everybody a week off in the past, some another one in the future,
// and the user two holidays. The second begins after a demo of four weeks.
func (in *inventor) addAbsences() {
	for _, p := range in.everybody {
		r := in.stream("days off", p.key())
		switch p.key() {
		case userKey:
			in.addAbsence(p, in.date(-18, 0), in.date(-17, 5), "")
			in.addAbsence(p, in.date(6, 0), in.date(6, 5), "")
		case onLeaveKey:
			in.addAbsence(p, in.date(-10, 0), in.date(leaveEnds, 0), "Parental leave")
		default:
			week := firstWeek + 2 + r.IntN(-firstWeek-4)
			in.addAbsence(p, in.date(week, 0), in.date(week, 5), "")
			if percentChance(r, 30) {
				week, weekday := r.IntN(lastWeek+1), r.IntN(3)
				in.addAbsence(p, in.date(week, weekday), in.date(week, 5), "")
			}
		}
	}
}

// addAbsence adds an absence from one date to the day before another. An empty title
// stands for the usual word for a holiday at p's site.
func (in *inventor) addAbsence(p *person, from, to time.Time, title string) {
	if title == "" {
		title = map[string]string{
			"Stockholm": "Semester", "London": "Annual leave", "New York": "PTO", "Bangalore": "On leave",
		}[p.site]
	}
	for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
		in.diaries[p].away[day] = true
	}
	in.addEvent(event{
		uid:    in.newUID(title, p.key(), from.Format(dateForm)),
		title:  title,
		span:   span.Span{Start: from, End: to},
		allDay: true,
		showAs: calendar.ShowAway,
		stamp:  in.writtenAt(in.stream("days off", title, p.key()), from),
	}, p)
}

// addHabits adds what people block for themselves: lunch, focus time, a day at home.
func (in *inventor) addHabits() {
	for _, p := range in.everybody {
		r := in.stream("habits", p.key())
		if percentChance(r, 60) {
			in.addEvent(in.ownEvent(p, "Lunch", slot{0, 12 * 60}, 45, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), p)
		}
		if percentChance(r, 33) {
			e := in.ownEvent(p, "Working from home", slot{4, 0}, 0, "FREQ=WEEKLY;BYDAY=FR")
			e.span = span.Span{Start: in.date(firstWeek, 4), End: in.date(firstWeek, 5)}
			e.allDay, e.free, e.showAs = true, true, calendar.ShowElsewhere
			in.addEvent(e, p)
		}
		if p != in.user && !p.senior() && percentChance(r, 60) {
			in.addSeries(series{
				title: "Focus time", members: roster{p}, every: 1, minutes: 120, from: firstWeek, until: lastWeek})
		}
	}
}

// ownEvent returns an event of p without guests, in the first week of the term.
func (in *inventor) ownEvent(p *person, title string, at slot, minutes int, rule string) event {
	when := at.span(in.term, p.zone, firstWeek, minutes)
	return event{
		uid:   in.newUID(title, p.key()),
		title: title,
		span:  when,
		zone:  p.zone,
		rule:  rule,
		stamp: when.Start.AddDate(0, 0, -5),
	}
}

// addTrips sends the user to London twice, and senior managers to another site once.
func (in *inventor) addTrips() {
	for _, week := range []int{-7, 3} {
		in.addTrip(in.user, "London", week)
	}
	for _, p := range in.everybody {
		if p.senior() {
			r := in.stream("journey", p.key())
			to := pick(r, in.everybody.filter(func(host *person) bool { return host.site != p.site }))
			in.addTrip(p, to.site, r.IntN(lastWeek))
		}
	}
}

// addTrip adds a flight on Tuesday, two days at the other site, and a flight back on
// Thursday afternoon. Flights begin in one zone and end in another.
func (in *inventor) addTrip(p *person, site string, week int) {
	there := in.everybody.filter(func(host *person) bool { return host.site == site })[0].zone
	hours := flightTime(p.site, site)
	out := span.New(in.at(p.zone, week, 1, 7*60), hours)
	back := span.New(in.at(there, week, 3, 16*60), hours)
	r := in.stream("journey", p.key(), site, out.Start.Format(dateForm))
	stamp := in.writtenAt(r, out.Start)
	for _, leg := range []event{
		{title: "Flight to " + site, place: airport(p.site) + " to " + airport(site), span: out, zone: p.zone, endZone: there},
		{title: "Flight to " + p.site, place: airport(site) + " to " + airport(p.site), span: back, zone: there, endZone: p.zone},
		{title: "At the " + site + " office", span: span.Span{Start: in.date(week, 1), End: in.date(week, 4)},
			allDay: true, free: true, showAs: calendar.ShowElsewhere},
	} {
		leg.uid = in.newUID(leg.title, p.key(), out.Start.Format(dateForm))
		leg.stamp = stamp
		in.addEvent(leg, p)
	}
}

func airport(site string) string {
	return map[string]string{"Stockholm": "ARN", "London": "LHR", "New York": "JFK", "Bangalore": "BLR"}[site]
}

// flightTime returns the length of a flight between two sites.
func flightTime(from, to string) time.Duration {
	europe := map[string]bool{"Stockholm": true, "London": true}
	switch {
	case europe[from] && europe[to]:
		return 160 * time.Minute
	case europe[from] || europe[to]:
		return 9 * time.Hour
	}
	return 18 * time.Hour
}

// addPrivateEvents fills the user's private calendar, which no colleague sees.
func (in *inventor) addPrivateEvents() {
	for _, e := range []event{
		in.ownEvent(in.user, "School run", slot{0, 8*60 + 15}, 30, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
		in.ownEvent(in.user, "Swimming, Ada", slot{2, 16*60 + 30}, 60, "FREQ=WEEKLY;BYDAY=WE"),
		in.ownEvent(in.user, "Choir", slot{3, 18*60 + 30}, 120, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
		in.singleEvent("Dentist", -21, slot{1, 13 * 60}, 60),
		in.singleEvent("Dentist", 2, slot{3, 14 * 60}, 60),
		in.singleEvent("Parents' evening", -9, slot{2, 18 * 60}, 90),
		in.singleEvent("Plumber", 1, slot{0, 15 * 60}, 60),
		in.singleEvent("Car service", 4, slot{4, 9 * 60}, 45),
	} {
		e.private = true
		in.addPrivateEvent(e)
	}
	in.addPrivateEvent(event{
		uid: in.newUID("Cabin"), title: "Cabin in Dalarna, with the neighbours", allDay: true, private: true, free: true,
		span: span.Span{Start: in.date(4, 5), End: in.date(4, 7)}, stamp: in.now.AddDate(0, 0, -20).Truncate(time.Second),
	})
}

// singleEvent returns an event of the user that does not repeat.
func (in *inventor) singleEvent(title string, week int, at slot, minutes int) event {
	when := at.span(in.term, in.user.zone, week, minutes)
	return event{
		uid:   in.newUID(title, when.Start.Format(dateForm)),
		title: title,
		span:  when,
		zone:  in.user.zone,
		stamp: in.writtenAt(in.stream("once", title, when.Start.Format(dateForm)), when.Start),
	}
}

// addPrivateEvent adds e to the private calendar and keeps its time free of work.
func (in *inventor) addPrivateEvent(e event) {
	in.home = append(in.home, e)
	if e.rule == "" && !e.allDay {
		in.diaries[in.user].markTaken(e.span)
	}
}
