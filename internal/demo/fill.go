package demo

import (
	"fmt"
	"math/rand/v2"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// meetingKind is a kind of single meeting, a row of data/meetings.csv.
type meetingKind struct {
	title      string
	department string // "": any department
	with       string // alone, team, cross (other departments) or outside
	minutes    int
}

func readMeetingKinds() []meetingKind {
	var kinds []meetingKind
	for _, row := range readTable("meetings.csv") {
		kinds = append(kinds, meetingKind{
			title:      row["title"],
			department: row["department"],
			with:       row["with"],
			minutes:    number(row["minutes"]),
		})
	}
	return kinds
}

// addAcquaintances creates people whom the user met one to three times, more than
// four months ago. The user has not met the others outside their regular contacts.
func (in *inventor) addAcquaintances() {
	r := in.stream("acquaintances")
	known := in.everybody.parse("maya;rohan;hassan;maria;mateusz;beatriz;tomas;astrid;priya")
	others := in.everybody.filter(func(p *person) bool {
		return !in.regularContacts[p] && !known.has(p) && p.level != "executive"
	})
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	titles := []string{"Customer story", "Interview for the intranet", "Photo session", "Numbers for the quarterly letter"}
	for _, p := range others[:14] {
		for n := range 1 + r.IntN(3) {
			who := roster{in.user, p}
			if percentChance(r, 50) {
				who = roster{p, in.user}
			}
			in.addMeeting(r, meetingKind{title: pick(r, titles), minutes: 30}, who, -38+r.IntN(20), fmt.Sprint(n))
		}
	}
}

// addRoutines gives colleagues regular meetings until only a small part of a week is
// left for single ones. Most meetings of a real calendar repeat, and a series is one
// file instead of dozens.
func (in *inventor) addRoutines() {
	const sample = 2 // a typical week
	kinds := readMeetingKinds()
	for _, p := range in.everybody {
		r := in.stream("routines", p.key())
		mine := meetingKindsOf(p, kinds)
		for _, i := range r.Perm(len(mine)) {
			if p == in.user || in.diaries[p].load(sample) >= in.usualLoad(p, sample)-0.08 {
				break
			}
			e, every := mine[i], 1+r.IntN(2)
			in.addSeries(series{
				title:   e.title,
				members: in.participants(r, p, e, sample),
				every:   every,
				minutes: e.minutes,
				from:    firstWeek + r.IntN(every),
				until:   lastWeek,
			})
		}
	}
}

func meetingKindsOf(p *person, kinds []meetingKind) []meetingKind {
	var mine []meetingKind
	for _, e := range kinds {
		if e.department == p.department || e.department == "" {
			mine = append(mine, e)
		}
	}
	return mine
}

// fillWeeks gives everybody single meetings until their weeks have the usual load of
// their level. The user's past is filled too, because ties are derived from it. The
// past of colleagues is not shown.
func (in *inventor) fillWeeks() {
	kinds := readMeetingKinds()
	for week := firstWeek; week <= lastWeek; week++ {
		r := in.stream("week", fmt.Sprint(week))
		who := roster{in.user}
		if week >= firstShownWeek {
			who = in.everybody
		}
		for _, i := range r.Perm(len(who)) {
			in.fillWeek(r, who[i], week, kinds)
		}
	}
}

// fillWeek adds meetings until p has the usual load or nothing fits any more.
func (in *inventor) fillWeek(r *rand.Rand, p *person, week int, kinds []meetingKind) {
	full := in.usualLoad(p, week)
	mine := meetingKindsOf(p, kinds)
	for try := range 40 {
		if in.diaries[p].load(week) >= full {
			return
		}
		e := pick(r, mine)
		who := in.participants(r, p, e, week)
		if len(who) > 1 && p == in.user && percentChance(r, 50) {
			who[0], who[1] = who[1], who[0] // half of the user's meetings are called by others
		}
		in.addMeeting(r, e, who, week, fmt.Sprint(p.key(), try))
	}
}

// usualLoad returns the fraction of p's office hours that is usually taken. It varies
// between people of the same level and between weeks.
func (in *inventor) usualLoad(p *person, week int) float64 {
	share := map[string]float64{
		"intern": 0.31, "staff": 0.34, "manager": 0.44, "director": 0.50, "vp": 0.52, "executive": 0.53,
	}[p.level]
	personal, season := in.stream("usual", p.key()).Float64(), in.stream("usual", p.key(), fmt.Sprint(week)).Float64()
	if p == in.user {
		return 0.46 + 0.10*season
	}
	return share + 0.10*personal + 0.06*season
}

// participants returns p and the people whom p invites, p first. It never chooses the
// user at random, because other functions decide whom the user knows.
func (in *inventor) participants(r *rand.Rand, p *person, e meetingKind, week int) roster {
	who := roster{p}
	if e.with != "team" && e.with != "cross" {
		return who
	}
	others := in.everybody.filter(func(o *person) bool {
		return o != p && o != in.user && (p != in.user || in.regularContacts[o]) &&
			(o.department == p.department) == (e.with == "team") &&
			in.diaries[o].load(week) < in.usualLoad(o, week)
	})
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	return append(who, others[:min(len(others), 1+r.IntN(2))]...)
}

// addMeeting adds a single meeting of who, organised by the first of them, if there
// is a possible time in the week. The label makes it unique.
func (in *inventor) addMeeting(r *rand.Rand, kind meetingKind, who roster, week int, label string) {
	organizer := who[0]
	cost := func(at slot) int {
		return in.inconvenience(who, at.span(in.term, organizer.zone, week, kind.minutes))
	}
	at, lowest := bestSlot(halfHours(r, 0, 1, 2, 3, 4), cost)
	if lowest > 5*len(who) {
		return
	}
	when := at.span(in.term, organizer.zone, week, kind.minutes)
	e := event{
		uid:   in.newUID(kind.title, organizer.key(), when.Start.Format(localForm), label),
		title: kind.title,
		span:  when,
		zone:  organizer.zone,
		stamp: in.writtenAt(r, when.Start),
	}
	in.setGuests(r, &e, kind, who)
	in.makeTentative(r, &e)
	in.addEvent(e, who...)
}

// setGuests sets the guests. Somebody who works alone invites nobody.
func (in *inventor) setGuests(r *rand.Rand, e *event, kind meetingKind, who roster) {
	if len(who) == 1 && kind.with != "outside" {
		return
	}
	e.organizer = who[0]
	for i, p := range who {
		reply := rsvp.Accepted
		if i > 0 {
			reply = in.randomReply(r, e, len(who))
		}
		e.guests = append(e.guests, newGuest(p, reply))
	}
	if kind.with == "outside" {
		e.guests = append(e.guests, externalGuest(r))
	}
	setLocation(r, e, who)
}

// randomReply returns a guest's reply to a single meeting. Past meetings of two
// people are always accepted.
func (in *inventor) randomReply(r *rand.Rand, e *event, people int) rsvp.Reply {
	if people == 2 && e.span.Start.Before(in.now) {
		return rsvp.Accepted
	}
	switch n := r.IntN(100); {
	case n < 6:
		return rsvp.Declined
	case n < 13:
		return rsvp.Maybe
	case n < 18:
		return rsvp.NoReply
	}
	return rsvp.Accepted
}

// makeTentative makes a few events tentative or cancelled.
func (in *inventor) makeTentative(r *rand.Rand, e *event) {
	switch n := r.IntN(100); {
	case n < 3 && e.span.Start.After(in.now):
		e.status = calendar.Tentative
		e.title = "Hold: " + e.title
	case n >= 3 && n < 5 && e.organizer != nil && len(e.guests) > 2:
		e.status = calendar.Cancelled
	}
}

// externalGuest returns somebody from another organisation, whom fika must never
// invite.
func externalGuest(r *rand.Rand) guest {
	name := pick(r, []string{"Nora Vance", "Bertil Strand", "Chidi Obi", "Laila Benali", "Peter Wolski", "Naveen Gowda"})
	domain := pick(r, []string{"brightline.example", "nordkorg.example", "hartwell.example", "sunrisefresh.example"})
	return guest{name: name, address: mailbox.Spell(slug(name) + "@" + domain), reply: rsvp.Accepted}
}
