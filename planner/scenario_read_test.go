package planner

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// scenario is a world that a text file describes; see testdata/README.md.
type scenario struct {
	now   time.Time
	rules Rules
	world World
}

func newScenario() *scenario {
	return &scenario{rules: Rules{
		Me: "maya@example.com", Domains: []string{"example.com"}, Zone: zone("Europe/Stockholm"),
		Hours:   week("mon-fri 09:00-12:00; mon-fri 13:00-17:00"),
		Windows: week("tue-thu 10:00-11:45; tue,thu 14:00-16:00"),
		Length:  25 * time.Minute, Notice: 2, Horizon: 21,
		Buffer:   Buffer{5 * time.Minute, 10 * time.Minute},
		BusyWeek: 20 * time.Hour,
		PerDay:   1, PerWeek: 2, Open: 3, Mode: ModePropose, ApproveFirst: ApproveFirst,
		Guards: Guards{Gap: 84, AfterDecline: 120, PerTeam: 3, Lunch: Hours{12 * 60, 13 * 60}},
		Levels: []string{"intern", "staff", "manager", "director", "vp", "executive"}, Level: 2,
	}, world: World{Sent: ApproveFirst}}
}

func readScenario(text string) (s *scenario, err error) {
	line := 0
	defer func() { // the readers below panic on a bad word, as a test may
		if r := recover(); r != nil {
			err = fmt.Errorf("line %d: %v", line, r)
		}
	}()
	s = newScenario()
	for _, l := range strings.Split(text, "\n") {
		line++
		if words := split(l); len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			s.read(words[0], words[1:])
		}
	}
	return s, nil
}

func (s *scenario) read(word string, args []string) {
	rest := strings.Join(args, " ")
	switch word {
	case "now":
		s.now = s.at(args[0], args[1])
	case "person":
		s.world.People = append(s.world.People, readPerson(s, args))
	case "busy":
		s.readBusy(args)
	case "out":
		from, to, _ := strings.Cut(rest, "..")
		s.world.Absent = append(s.world.Absent, span.Span{Start: day(from).At(0, s.rules.Zone), End: day(to).At(0, s.rules.Zone)})
	case "booking":
		s.world.Bookings = append(s.world.Bookings, s.readBooking(args))
	case "goal":
		s.world.Goals = append(s.world.Goals, readGoal(args))
	case "zone":
		s.rules.Zone = zone(rest)
	case "hours":
		s.rules.Hours = week(rest)
	case "windows":
		s.rules.Windows = week(rest)
	case "manager":
		s.rules.Manager = mailbox.Spell(rest)
	case "region":
		s.rules.Region = holiday.Region(rest)
	case "day_off":
		off := holiday.Holiday{Date: day(args[1]), Name: strings.Join(args[2:], " ")}
		s.rules.Holidays.Lists = append(s.rules.Holidays.Lists, holiday.List{Region: holiday.Region(args[0]), Days: []holiday.Holiday{off}})
	case "site":
		s.rules.Site = rest
	case "where":
		s.rules.Where = readPlaces(rest)
	case "stay":
		s.readStay(args)
	case "lunch":
		s.rules.Guards.Lunch = Hours{}
		if from, to, ok := strings.Cut(rest, "-"); ok {
			s.rules.Guards.Lunch = Hours{readClock(from), readClock(to)}
		}
	case "blackout":
		s.rules.Blackouts = append(s.rules.Blackouts, Blackout{day(args[0]), day(args[1]), strings.Join(args[2:], " ")})
	default:
		s.readNumber(word, args)
	}
}

func (s *scenario) readNumber(word string, args []string) {
	r := &s.rules
	switch word {
	case "length":
		r.Length = duration(args[0])
	case "buffer":
		r.Buffer = Buffer{duration(args[0]), duration(args[1])}
	case "busy_week":
		r.BusyWeek = duration(args[0])
	case "mode":
		r.Mode = Mode(args[0])
	case "never":
		r.Guards.Never = append(r.Guards.Never, mailbox.Spell(args[0]))
	case "ask_first":
		r.Guards.AskFirst = AskFirst{Level(number(args[0])), number(args[1])}
	case "level":
		r.Level = Level(number(args[0]))
	default:
		numbers := map[string]*int{
			"sent": &s.world.Sent, "notice": &r.Notice, "horizon": &r.Horizon, "per_day": &r.PerDay, "per_week": &r.PerWeek, "open": &r.Open,
			"gap": &r.Guards.Gap, "after_decline": &r.Guards.AfterDecline, "per_team": &r.Guards.PerTeam,
		}
		*numbers[word] = number(args[0])
	}
}

func readPerson(s *scenario, args []string) Person {
	p := Person{ID: mailbox.Spell(args[0]), BusyKnown: true}
	for _, arg := range args[1:] {
		key, value, _ := strings.Cut(arg, "=")
		switch key {
		case "name":
			p.Name = value
		case "doubt":
			p.ZoneDoubt = value
		case "aka":
			p.Aliases = append(p.Aliases, mailbox.Spell(value))
		case "dept":
			p.Department = value
		case "title":
			p.Title = value
		case "site":
			p.Site = value
		case "manager":
			p.Manager = mailbox.Spell(value)
		case "region":
			p.Region = holiday.Region(value)
		case "level":
			p.Level = Level(number(value))
		case "zone":
			p.Zone = zone(value)
		case "hours":
			p.Hours = week(value)
		case "tags":
			p.Tags = strings.Split(value, ",")
		case "tie":
			p.Tie.Class = TieClass(value)
		case "common":
			p.Tie.Common = number(value)
		case "last":
			p.Tie.Last = s.at(value, "12:00")
		case "away":
			p.AwayUntil = day(value)
		case "rest":
			p.RestUntil = s.at(value, "00:00")
		case "lifted":
			p.LiftedAt = s.at(value, "00:00")
		case "never":
			p.Never = true
		case "wish":
			p.Wish = p.Wish.And(wish(value))
		case "ok":
			p.OK = true
		case "unread":
			p.BusyKnown = false
		case "unseen":
			p.BusyKnown, p.CalendarUnread = false, true
		default:
			panic("unknown word " + arg)
		}
	}
	return p
}

// wish reads a wish as the cells of a wishes file, or "unclear".
func wish(word string) Wish {
	const source = "wishes.csv"
	if most, per, ok := strings.Cut(word, "/"); ok {
		return Wish{Most: number(most), Per: Period(per), Source: source}
	}
	wishes := map[string]Wish{"no": {No: true}, "unclear": {Unclear: true}, "walk": {Walk: true}, "mornings": {Part: Mornings}, "afternoons": {Part: Afternoons}}
	w, known := wishes[word]
	if !known {
		panic("unknown wish " + word)
	}
	w.Source = source
	return w
}

func readGoal(args []string) Goal {
	g := Goal{ID: GoalID(args[0]), Weight: 1, Why: privateWhy}
	for _, arg := range args[1:] {
		key, value, _ := strings.Cut(arg, "=")
		switch key {
		case "want":
			g.Want = readWant(strings.Fields(value))
		case "from":
			g.From = readFilter(value)
		case "tie":
			for _, class := range strings.Split(value, ",") {
				g.Ties = append(g.Ties, TieClass(class))
			}
		case "weight":
			g.Weight = number(value)
		case "length":
			g.Length = duration(value)
		case "theme":
			g.Theme = value
		case "ladder":
			for _, level := range strings.Split(value, ",") {
				g.Ladder = append(g.Ladder, Level(number(level)))
			}
		case "timely":
			g.Timely = day(value)
		case "mode":
			g.Mode = Mode(value)
		case "until":
			g.Until = day(value)
		case "where":
			g.Where = readPlaces(value)
		default:
			panic("unknown word " + arg)
		}
	}
	return g
}

func readWant(words []string) (w Want) {
	switch words[0] {
	case "each":
		w.Each = number(words[1])
		if len(words) > 2 {
			w.Latest = number(words[3])
		}
	case "cover":
		w.Cover, w.Per = CoverField(words[1]), Period(words[3])
	default:
		w.Meetings, w.Per = number(words[0]), Period(words[2])
	}
	return w
}

func readFilter(text string) (f Filter) {
	for _, part := range strings.Split(text, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		list := strings.Split(value, ",")
		switch key {
		case "department":
			f.Department = list
		case "title":
			f.Title = list
		case "site":
			f.Site = list
		case "tag":
			f.Tag = list
		case "person":
			f.Person = []mailbox.Address{mailbox.Spell(value)}
		case "level_min":
			f.LevelMin = Level(number(value))
		case "level_max":
			f.LevelMax = Level(number(value))
		default:
			panic("unknown filter " + part)
		}
	}
	return f
}

func (s *scenario) readBusy(args []string) {
	var busy span.Span
	if from, to, ok := strings.Cut(args[1], ".."); ok {
		busy = span.Span{Start: s.at(from, "00:00"), End: day(to).AddDays(1).At(0, s.rules.Zone)}
	} else {
		busy = s.span(args[1], args[2])
	}
	if args[0] == "me" {
		s.world.Busy = span.Merge(append(s.world.Busy, busy))
		return
	}
	i := slices.IndexFunc(s.world.People, func(p Person) bool { return p.ID == mailbox.Spell(args[0]) })
	s.world.People[i].Busy = span.Merge(append(s.world.People[i].Busy, busy))
}

// readPlaces reads "walk, in person, video".
func readPlaces(text string) (places []Place) {
	for _, p := range strings.Split(text, ",") {
		places = append(places, Place(strings.TrimSpace(p)))
	}
	return places
}

func (s *scenario) readStay(args []string) {
	stay := Stay{Kind: StayKind(args[2]), Name: strings.Join(args[3:], " ")}
	stay.Span = span.Span{Start: s.at(args[1], "00:00"), End: day(args[1]).AddDays(1).At(0, s.rules.Zone)}
	if args[0] == "me" {
		s.world.Stays = append(s.world.Stays, stay)
		return
	}
	i := slices.IndexFunc(s.world.People, func(p Person) bool { return p.ID == mailbox.Spell(args[0]) })
	s.world.People[i].Stays = append(s.world.People[i].Stays, stay)
}

func (s *scenario) readBooking(args []string) Booking {
	b := Booking{ID: args[0], Person: mailbox.Spell(args[1]), Goal: GoalID(args[2]), State: BookingState(args[3]), Span: s.span(args[4], args[5])}
	b.Accepted = b.State == StateMet
	for _, arg := range args[6:] {
		switch key, value, _ := strings.Cut(arg, "="); key {
		case "open":
			b.Open = true
		case "unsent":
			b.NeverSent = true
		case "yes":
			b.Accepted = true
		case "maybe":
			b.Accepted, b.Tentative = false, true
		case "sent":
			b.SentAt = s.at(value, "12:00")
		case "first-up":
			b.FirstContactUp = true
		case "ended":
			b.EndedAt = s.at(value, "12:00")
		default:
			panic("unknown word " + arg)
		}
	}
	return b
}
