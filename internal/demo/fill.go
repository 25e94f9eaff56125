package demo

import (
	"fmt"
	"math/rand/v2"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// errand is a kind of single meeting, a row of data/meetings.csv.
type errand struct {
	title      string
	department string // "": anybody's
	with       string // alone, team, cross (other departments) or outside
	minutes    int
}

func readErrands() []errand {
	var errands []errand
	for _, row := range table("meetings.csv") {
		errands = append(errands, errand{
			title:      row["title"],
			department: row["department"],
			with:       row["with"],
			minutes:    number(row["minutes"]),
		})
	}
	return errands
}

// acquaintances creates people whom the user met one to three times, more than four
// months ago. Everybody else outside the user's circle is a stranger.
func (in *inventor) acquaintances() {
	r := in.of("acquaintances")
	known := in.everybody.members("maya;rohan;hassan;maria;mateusz;beatriz;tomas;astrid;priya")
	others := in.everybody.filter(func(p *person) bool {
		return !in.circle[p] && !known.has(p) && p.level != "executive"
	})
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	titles := []string{"Customer story", "Interview for the intranet", "Photo session", "Numbers for the quarterly letter"}
	for _, p := range others[:14] {
		for n := range 1 + r.IntN(3) {
			who := roster{in.me, p}
			if odds(r, 50) {
				who = roster{p, in.me}
			}
			in.meet(r, errand{title: pick(r, titles), minutes: 30}, who, -38+r.IntN(20), fmt.Sprint(n))
		}
	}
}

// routines gives colleagues regular meetings, until only the last part of a week is left
// for single ones: most of a real calendar is routine, and a series is one file where
// single meetings would be dozens.
func (in *inventor) routines() {
	const sample = 2 // a typical week
	errands := readErrands()
	for _, p := range in.everybody {
		r := in.of("routines", p.key())
		mine := errandsOf(p, errands)
		for _, i := range r.Perm(len(mine)) {
			if p == in.me || in.diaries[p].load(sample) >= in.usual(p, sample)-0.08 {
				break
			}
			e, every := mine[i], 1+r.IntN(2)
			in.hold(series{
				title:   e.title,
				members: in.company(r, p, e, sample),
				every:   every,
				minutes: e.minutes,
				from:    firstWeek + r.IntN(every),
				until:   lastWeek,
			})
		}
	}
}

func errandsOf(p *person, errands []errand) []errand {
	var mine []errand
	for _, e := range errands {
		if e.department == p.department || e.department == "" {
			mine = append(mine, e)
		}
	}
	return mine
}

// fillWeeks gives everybody single meetings until their weeks are as full as usual
// for their position. The user's past is filled too, because ties are derived from
// it. The past of colleagues is not shown.
func (in *inventor) fillWeeks() {
	errands := readErrands()
	for week := firstWeek; week <= lastWeek; week++ {
		r := in.of("week", fmt.Sprint(week))
		who := roster{in.me}
		if week >= kept {
			who = in.everybody
		}
		for _, i := range r.Perm(len(who)) {
			in.fillWeek(r, who[i], week, errands)
		}
	}
}

// fillWeek adds meetings until p's usual load is reached or nothing fits any more.
func (in *inventor) fillWeek(r *rand.Rand, p *person, week int, errands []errand) {
	full := in.usual(p, week)
	mine := errandsOf(p, errands)
	for try := range 40 {
		if in.diaries[p].load(week) >= full {
			return
		}
		e := pick(r, mine)
		who := in.company(r, p, e, week)
		if len(who) > 1 && p == in.me && odds(r, 50) {
			who[0], who[1] = who[1], who[0] // half of the user's meetings are called by others
		}
		in.meet(r, e, who, week, fmt.Sprint(p.key(), try))
	}
}

// usual returns how full p's week is, as a fraction of office hours. It varies
// between people of the same level and between weeks.
func (in *inventor) usual(p *person, week int) float64 {
	share := map[string]float64{
		"intern": 0.31, "staff": 0.34, "manager": 0.44, "director": 0.50, "vp": 0.52, "executive": 0.53,
	}[p.level]
	bent, season := in.of("usual", p.key()).Float64(), in.of("usual", p.key(), fmt.Sprint(week)).Float64()
	if p == in.me {
		return 0.46 + 0.10*season
	}
	return share + 0.10*bent + 0.06*season
}

// company returns p and the people whom p invites, p first. The user is never among
// them by chance: whom the user knows is decided elsewhere.
func (in *inventor) company(r *rand.Rand, p *person, e errand, week int) roster {
	who := roster{p}
	if e.with != "team" && e.with != "cross" {
		return who
	}
	others := in.everybody.filter(func(o *person) bool {
		return o != p && o != in.me && (p != in.me || in.circle[o]) &&
			(o.department == p.department) == (e.with == "team") &&
			in.diaries[o].load(week) < in.usual(o, week)
	})
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	return append(who, others[:min(len(others), 1+r.IntN(2))]...)
}

// meet enters a single meeting of who, called by the first of them, if there is a
// possible time in the week. The label makes it unique.
func (in *inventor) meet(r *rand.Rand, kind errand, who roster, week int, label string) {
	organizer := who[0]
	strain := func(at slot) int {
		return in.strain(who, at.span(in.term, organizer.zone, week, kind.minutes))
	}
	at, least := best(halfHours(r, 0, 1, 2, 3, 4), strain)
	if least > 5*len(who) {
		return
	}
	when := at.span(in.term, organizer.zone, week, kind.minutes)
	e := event{
		uid:   in.newUID(kind.title, organizer.key(), when.Start.Format(localForm), label),
		title: kind.title,
		span:  when,
		zone:  organizer.zone,
		stamp: in.stamp(r, when.Start),
	}
	in.invite(r, &e, kind, who)
	in.makeTentative(r, &e)
	in.enter(e, who...)
}

// invite sets the guests. Somebody who works alone invites nobody.
func (in *inventor) invite(r *rand.Rand, e *event, kind errand, who roster) {
	if len(who) == 1 && kind.with != "outside" {
		return
	}
	e.organizer = who[0]
	for i, p := range who {
		reply := rsvp.Accepted
		if i > 0 {
			reply = in.reply(r, e, len(who))
		}
		e.guests = append(e.guests, invited(p, reply))
	}
	if kind.with == "outside" {
		e.guests = append(e.guests, outsider(r))
	}
	locate(r, e, who)
}

// reply returns the answer of a guest to a single meeting. Past meetings of two
// people took place.
func (in *inventor) reply(r *rand.Rand, e *event, people int) rsvp.Reply {
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

// outsider returns somebody from another organisation, whom fika must never invite.
func outsider(r *rand.Rand) guest {
	name := pick(r, []string{"Nora Vance", "Bertil Strand", "Chidi Obi", "Laila Benali", "Peter Wolski", "Naveen Gowda"})
	house := pick(r, []string{"brightline.example", "nordkorg.example", "hartwell.example", "sunrisefresh.example"})
	return guest{name: name, address: mailbox.Spell(slug(name) + "@" + house), reply: rsvp.Accepted}
}
