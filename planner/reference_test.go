package planner_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// reference is a second implementation of the rules. It recomputes from the input
// what the planner's sentences claim, and shares no code with the planner. Days are
// counted from 1970.
type reference struct {
	now      time.Time
	rules    planner.Rules
	world    planner.World
	today    int
	horizon  int // last day of the horizon
	earliest time.Time

	memo      map[memoKey]map[int64]bool // results of startAllowed, by start or day
	histories map[mailbox.Address]*bookingHistory
	absences  map[personDay]string
	awayOn    map[personDay]bool
	outOn     map[int]bool // days on which the user is out of office
	sendDays  map[mailbox.Address]int
	holidays  map[regionDay]string
	starts    map[time.Duration][]time.Time
}

// memoKey identifies the question of a cached result.
type memoKey struct {
	code   planner.Code
	person mailbox.Address
	goal   planner.GoalID
	length time.Duration
}

// personDay and regionDay identify the answers about a day.
type (
	personDay struct {
		id  mailbox.Address
		day int
	}
	regionDay struct {
		region holiday.Region
		day    int
	}
)

// once returns the answer about key, and finds it if it is not among those known.
func once[K comparable, V any](known map[K]V, key K, find func() V) V {
	answer, ok := known[key]
	if !ok {
		answer = find()
		known[key] = answer
	}
	return answer
}

func newReference(now time.Time, rules planner.Rules, world planner.World) *reference {
	ref := &reference{now: now, rules: rules, world: world, memo: map[memoKey]map[int64]bool{}, histories: map[mailbox.Address]*bookingHistory{}, starts: map[time.Duration][]time.Time{},
		absences: map[personDay]string{}, awayOn: map[personDay]bool{}, outOn: map[int]bool{}, sendDays: map[mailbox.Address]int{}, holidays: map[regionDay]string{}}
	ref.today = ref.day(now)
	ref.horizon = ref.today + rules.Horizon
	ref.earliest = ref.noticeEnd(ref.now)
	ref.climb()
	return ref
}

// Days and dates.

func dayIn(t time.Time, zone *time.Location) int {
	y, m, d := t.In(zone).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func (ref *reference) day(t time.Time) int { return dayIn(t, ref.rules.Zone) }

func dayOf(d date.Date) int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func civil(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// moment returns the instant that is the given minutes after the beginning of day.
func moment(day, minutes int, zone *time.Location) time.Time {
	y, m, d := civil(day).Date()
	return time.Date(y, m, d, 0, minutes, 0, 0, zone)
}

func monday(day int) int { return day - (int(civil(day).Weekday())+6)%7 }

func (ref *reference) formatDate(day int) string {
	if civil(day).Year() != civil(ref.today).Year() {
		return civil(day).Format("2 January 2006")
	}
	return civil(day).Format("2 January")
}

func (ref *reference) formatTime(t time.Time) string {
	return civil(ref.day(t)).Format("Mon ") + ref.formatDate(ref.day(t)) + t.In(ref.rules.Zone).Format(" 15:04")
}

// period returns the first day of the period that contains day, and that of the next.
func period(per planner.Period, day int) (from, next int) {
	y, m, _ := civil(day).Date()
	first := func(y int, m time.Month) int { return int(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400) }
	switch per {
	case planner.PerWeek:
		return monday(day), monday(day) + 7
	case planner.PerMonth:
		return first(y, m), first(y, m+1)
	case planner.PerYear:
		return first(y, 1), first(y+1, 1)
	}
	m = (m-1)/3*3 + 1
	return first(y, m), first(y, m+3)
}

// Time.

func overlap(a, b span.Span) bool { return a.Start.Before(b.End) && b.Start.Before(a.End) }

func hoursOn(week planner.Week, day int, zone *time.Location) (list []span.Span) {
	for _, h := range week[civil(day).Weekday()] {
		list = append(list, span.Span{Start: moment(day, int(h.From), zone), End: moment(day, int(h.To), zone)})
	}
	return list
}

// insideHours reports whether at lies in one range of week in zone.
func insideHours(week planner.Week, zone *time.Location, at span.Span) bool {
	for day := dayIn(at.Start, zone) - 1; day <= dayIn(at.End, zone); day++ {
		for _, h := range hoursOn(week, day, zone) {
			if !at.Start.Before(h.Start) && !h.End.Before(at.End) {
				return true
			}
		}
	}
	return false
}

func (ref *reference) padded(at span.Span) span.Span {
	return span.Span{Start: at.Start.Add(-ref.rules.Buffer.Before), End: at.End.Add(ref.rules.Buffer.After)}
}

func (ref *reference) blackout(day int) *planner.Blackout {
	for i, b := range ref.rules.Blackouts {
		if dayOf(b.From) <= day && day <= dayOf(b.To) {
			return &ref.rules.Blackouts[i]
		}
	}
	return nil
}

// holiday returns the name of the public holiday of r on day, or "".
func (ref *reference) holiday(r holiday.Region, day int) string {
	return once(ref.holidays, regionDay{r, day}, func() string { return ref.findHoliday(r, day) })
}

func (ref *reference) findHoliday(r holiday.Region, day int) string {
	y, m, d := civil(day).Date()
	for _, h := range ref.rules.Holidays.Between(r, date.Date{Year: y, Month: 1, Day: 1}, date.Date{Year: y, Month: 12, Day: 31}) {
		if h.Date == (date.Date{Year: y, Month: m, Day: d}) {
			return h.Name
		}
	}
	return ""
}

// noticeEnd counts one working day after the other, from t.
func (ref *reference) noticeEnd(t time.Time) time.Time {
	works := func(day int) bool {
		return len(ref.rules.Hours[civil(day).Weekday()]) > 0 && ref.blackout(day) == nil && ref.holiday(ref.rules.Region, day) == "" && !ref.outOfOffice(day)
	}
	if ref.rules.Notice <= 0 {
		return t
	}
	next := func(day int) int {
		for day++; !works(day); day++ {
		}
		return day
	}
	day, clock := ref.day(t), true
	if !works(day) {
		day, clock = next(day), false
	}
	for range ref.rules.Notice {
		day = next(day)
	}
	if !clock {
		return moment(day, 0, ref.rules.Zone)
	}
	h, m, sec := t.In(ref.rules.Zone).Clock()
	return moment(day, h*60+m, ref.rules.Zone).Add(time.Duration(sec) * time.Second)
}

// grid returns every start in the windows from now to the horizon.
func (ref *reference) grid(length time.Duration) []time.Time {
	if starts, known := ref.starts[length]; known {
		return starts
	}
	var starts []time.Time
	end := moment(ref.horizon+1, 0, ref.rules.Zone)
	for day := ref.today; day <= ref.horizon+1; day++ {
		for _, w := range hoursOn(ref.rules.Windows, day, ref.rules.Zone) {
			if w.Start.Before(ref.now) {
				w.Start = ref.now
			}
			if end.Before(w.End) {
				w.End = end
			}
			if !w.Start.Before(w.End) {
				continue
			}
			at := w.Start
			for _, min, sec := at.In(ref.rules.Zone).Clock(); min%5 != 0 || sec != 0 || at.Nanosecond() != 0; _, min, sec = at.In(ref.rules.Zone).Clock() {
				at = at.Truncate(time.Second).Add(time.Second)
			}
			for ; !w.End.Before(at.Add(length)); at = at.Add(5 * time.Minute) {
				starts = append(starts, at)
			}
		}
	}
	ref.starts[length] = starts
	return starts
}

// subtract returns list without the parts that takes covers. Both are sorted.
func subtract(list, takes []span.Span) (left []span.Span) {
	for _, one := range list {
		from := one.Start
		for _, t := range takes {
			if !overlap(t, span.Span{Start: from, End: one.End}) {
				continue
			}
			if from.Before(t.Start) {
				left = append(left, span.Span{Start: from, End: t.Start})
			}
			if from.Before(t.End) {
				from = t.End
			}
		}
		if from.Before(one.End) {
			left = append(left, span.Span{Start: from, End: one.End})
		}
	}
	return left
}

// focusLost returns how many minutes of focus time at takes from the free block
// around it. Blocks of less than 90 minutes do not count.
func focusLost(block, at span.Span) int {
	count := func(d time.Duration) int {
		if d < 90*time.Minute {
			return 0
		}
		return int(d.Minutes())
	}
	return count(block.End.Sub(block.Start)) - count(at.Start.Sub(block.Start)) - count(block.End.Sub(at.End))
}

// People.

func same(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) && strings.TrimSpace(a) != ""
}

// person returns the person with that address, or one with only the address.
func (ref *reference) person(id mailbox.Address) *planner.Person {
	for i := range ref.world.People {
		if ref.world.People[i].ID == id {
			return &ref.world.People[i]
		}
	}
	return &planner.Person{ID: id}
}

func (ref *reference) goal(id planner.GoalID) *planner.Goal {
	for i := range ref.world.Goals {
		if ref.world.Goals[i].ID == id {
			return &ref.world.Goals[i]
		}
	}
	return nil
}

func (ref *reference) zoneOf(p *planner.Person) *time.Location {
	if p.Zone == nil {
		return ref.rules.Zone
	}
	return p.Zone
}

func (ref *reference) hoursOf(p *planner.Person) planner.Week {
	for _, hours := range p.Hours {
		if len(hours) > 0 {
			return p.Hours
		}
	}
	var week planner.Week
	for day := time.Monday; day <= time.Friday; day++ {
		week[day] = []planner.Hours{{From: 600, To: 960}}
	}
	return week
}

// touchesLunch reads p's clock at every minute of at.
func (ref *reference) touchesLunch(p *planner.Person, at span.Span) bool {
	lunch := ref.rules.Guards.Lunch
	for t := at.Start; t.Before(at.End); t = t.Add(time.Minute) {
		h, m, _ := t.In(ref.zoneOf(p)).Clock()
		if clock := 60*h + m; int(lunch.From) <= clock && clock < int(lunch.To) {
			return true
		}
	}
	return false
}

func isNew(p *planner.Person) bool { return p.Tie.Class == "" || p.Tie.Class == planner.TieNew }

// length returns how long a coffee with p for g takes: a quarter of an hour at most if p is
// two levels or more above the user.
func (ref *reference) length(g *planner.Goal, p *planner.Person) time.Duration {
	length := ref.rules.Length
	if g.Length > 0 {
		length = g.Length
	}
	if g.Size != 3 && ref.farAbove(p) && length > 15*time.Minute {
		return 15 * time.Minute
	}
	return length
}

// lengths returns the lengths of coffees for g with anybody.
func (ref *reference) lengths(g *planner.Goal) []time.Duration {
	lengths := []time.Duration{ref.length(g, &planner.Person{})}
	for i := range ref.world.People {
		if length := ref.length(g, &ref.world.People[i]); !slices.Contains(lengths, length) {
			lengths = append(lengths, length)
		}
	}
	return lengths
}

// farAbove reports whether p is two levels or more above the user, by the levels or because
// p manages the manager of the user's manager, or somebody further up.
func (ref *reference) farAbove(p *planner.Person) bool { return ref.levelsUp(p) >= 2 }

func (ref *reference) level(l planner.Level) string {
	if l >= 1 && int(l) <= len(ref.rules.Levels) {
		return ref.rules.Levels[l-1]
	}
	return fmt.Sprintf("level %d", l)
}

// bookingHistory is what the bookings show about one person.
type bookingHistory struct {
	live                         *planner.Booking
	met, missed                  time.Time
	declines                     int
	declined, silent             time.Time
	refused, liftedRefusal       time.Time
	liftedDecline, liftedSilence time.Time
	skipped, dropped             time.Time
	yes, all, cancelled          int
	silences                     []time.Time // ends of unanswered invitations that count
	answered                     time.Time
}

// unansweredInARow returns the number of consecutive unanswered invitations.
func (h bookingHistory) unansweredInARow() int {
	return len(slices.DeleteFunc(slices.Clone(h.silences), func(t time.Time) bool { return !t.After(h.answered) }))
}

// setLater sets *a to b if b is later.
func setLater(a *time.Time, b time.Time) {
	if b.After(*a) {
		*a = b
	}
}

// endOf returns when b ended, or its start.
func endOf(b *planner.Booking) time.Time {
	if b.EndedAt.IsZero() {
		return b.Span.Start
	}
	return b.EndedAt
}

func (ref *reference) historyOf(p *planner.Person) bookingHistory {
	if h, known := ref.histories[p.ID]; known {
		return *h
	}
	h := ref.readHistory(p)
	ref.histories[p.ID] = &h
	return h
}

func (ref *reference) readHistory(p *planner.Person) (h bookingHistory) {
	for i := range ref.world.Bookings {
		b := &ref.world.Bookings[i]
		if b.Person != p.ID {
			continue
		}
		waits := b.State == planner.StateLive && !b.Accepted
		never := b.State == planner.StateSkipped || b.State == planner.StateRefused && !b.Accepted || b.NeverSent && !b.Accepted
		switch {
		case waits || never:
		case b.Accepted && b.State != planner.StateDeclined:
			h.yes++
			h.all++
		case b.State == planner.StateDropped:
			h.cancelled++
		default:
			h.all++
		}
		counts := endOf(b).After(p.LiftedAt)
		if b.Accepted || b.Tentative || b.State == planner.StateDeclined || b.State == planner.StateMet {
			setLater(&h.answered, endOf(b))
		}
		silent := b.State == planner.StateMissed && !b.Accepted && !b.Tentative || b.State == planner.StateLapsed && !b.NeverSent
		switch {
		case silent && counts:
			setLater(&h.silent, endOf(b))
			h.silences = append(h.silences, endOf(b))
		case silent:
			setLater(&h.liftedSilence, endOf(b))
		}
		switch b.State {
		case planner.StateRefused:
			if counts {
				setLater(&h.refused, endOf(b))
			} else {
				setLater(&h.liftedRefusal, endOf(b))
			}
		case planner.StateLive:
			if h.live == nil || b.Span.Start.Before(h.live.Span.Start) || b.Span.Start.Equal(h.live.Span.Start) && b.ID < h.live.ID {
				h.live = b
			}
		case planner.StateMet:
			setLater(&h.met, b.Span.End)
		case planner.StateMissed:
			setLater(&h.missed, b.Span.End)
		case planner.StateDeclined:
			if counts {
				h.declines++
				setLater(&h.declined, endOf(b))
			} else {
				setLater(&h.liftedDecline, endOf(b))
			}
		case planner.StateSkipped:
			setLater(&h.skipped, endOf(b))
		case planner.StateDropped:
			setLater(&h.dropped, endOf(b))
		}
	}
	return h
}

// lastMet returns when the user last met p; zero: never.
func (ref *reference) lastMet(p *planner.Person) time.Time {
	last := p.Tie.Last
	setLater(&last, ref.historyOf(p).met)
	return last
}

// matchesFilter reports whether p meets the goal's conditions.
func matchesFilter(g *planner.Goal, p *planner.Person) bool {
	f := g.From
	any := func(list []string, ok func(string) bool) bool { return len(list) == 0 || slices.ContainsFunc(list, ok) }
	tagged := any(f.Tag, func(t string) bool {
		return slices.ContainsFunc(p.Tags, func(have string) bool { return same(t, have) })
	})
	named := len(f.Person) == 0 || slices.Contains(f.Person, p.ID)
	ranked := (f.LevelMin == 0 && f.LevelMax == 0) || p.Level > 0 && p.Level >= f.LevelMin && (f.LevelMax == 0 || p.Level <= f.LevelMax)
	return named && tagged && ranked &&
		any(f.Department, func(d string) bool { return same(d, p.Department) }) &&
		any(f.Site, func(d string) bool { return same(d, p.Site) }) &&
		any(f.Title, func(d string) bool { return strings.Contains(strings.ToLower(p.Title), strings.ToLower(d)) })
}

func matchesTie(g *planner.Goal, p *planner.Person) bool {
	class := p.Tie.Class
	if class == "" {
		class = planner.TieNew
	}
	return len(g.Ties) == 0 || slices.Contains(g.Ties, class)
}

// coverValue returns p's value of the field that g covers.
func coverValue(g *planner.Goal, p *planner.Person) string {
	switch {
	case g.Want.Cover == planner.ByDepartment:
		return strings.ToLower(strings.TrimSpace(p.Department))
	case g.Want.Cover == planner.BySite:
		return strings.ToLower(strings.TrimSpace(p.Site))
	case p.Level > 0:
		return fmt.Sprint(int(p.Level))
	}
	return ""
}

// metAndLive counts g's meetings that took place and that are live in the period that
// begins on from; for a cover, those with p's value.
func (ref *reference) metAndLive(g *planner.Goal, p *planner.Person, from int) (met, way int) {
	_, next := period(g.Want.Per, from)
	for i := range ref.world.Bookings {
		b := &ref.world.Bookings[i]
		day := ref.day(b.Span.Start)
		if b.Goal != g.ID || day < from || day >= next || g.Want.Cover != "" && coverValue(g, ref.person(b.Person)) != coverValue(g, p) {
			continue
		}
		switch b.State {
		case planner.StateMet:
			met++
		case planner.StateLive:
			way++
		}
	}
	return met, way
}

// team counts the bookings with p's department for which ok returns true.
func (ref *reference) team(p *planner.Person, ok func(b *planner.Booking, day int) bool) (n int) {
	for i := range ref.world.Bookings {
		b := &ref.world.Bookings[i]
		if same(ref.person(b.Person).Department, p.Department) && ok(b, ref.day(b.Span.Start)) {
			n++
		}
	}
	return n
}

// Rules.

// barCodes are the rules that bar a person until the user changes something.
var barCodes = []planner.Code{planner.CodeUnknown, planner.CodeUser, planner.CodeDomain, planner.CodeNever, planner.CodeWish, planner.CodeDeclinedTwice, planner.CodeUnsure}

var personCodes = append(slices.Clone(barCodes), planner.CodeRest, planner.CodeAway, planner.CodeDeclined, planner.CodeSilent, planner.CodeRefused,
	planner.CodeSkipped, planner.CodeDropped, planner.CodeLive, planner.CodeUpward)

var timeCodes = []planner.Code{planner.CodePast, planner.CodeNotice, planner.CodeHorizon, planner.CodeBlackout, planner.CodeHoliday, planner.CodeHours,
	planner.CodeWindow, planner.CodeBusy, planner.CodeOwn, planner.CodeBusyWeek, planner.CodePerDay, planner.CodePerWeek, planner.CodeOpen}

var guestCodes = []planner.Code{planner.CodeGuestHours, planner.CodeWishHours, planner.CodeGuestLunch, planner.CodeGuestHoliday, planner.CodeGuestLeave, planner.CodeGuestNotice, planner.CodeGuestBusy}

var pairCodes = []planner.Code{planner.CodePlace, planner.CodeUntil, planner.CodeGap, planner.CodeRhythm, planner.CodeOwnWeek, planner.CodeWishMost, planner.CodePerTeam, planner.CodeWant}

// doubt returns why p may be no colleague: people of random worlds are of this
// organisation unless a tag says otherwise.
func (ref *reference) doubt(p *planner.Person) string {
	if slices.Contains(p.Tags, "Contractor") {
		return "seems to work for another company"
	}
	return ""
}

// isNamed reports whether a goal names an address of p.
func (ref *reference) isNamed(p *planner.Person) bool {
	return slices.ContainsFunc(ref.world.Goals, func(g planner.Goal) bool {
		return slices.ContainsFunc(append([]mailbox.Address{p.ID}, p.Aliases...), func(a mailbox.Address) bool { return slices.Contains(g.From.Person, a) })
	})
}

// personAllowed reports whether a rule about people allows p.
func (ref *reference) personAllowed(code planner.Code, p *planner.Person) bool {
	h := ref.historyOf(p)
	rested := func(t time.Time, days int) bool { return t.IsZero() || ref.today >= ref.day(t)+days }
	switch code {
	case planner.CodeUnknown:
		return slices.ContainsFunc(ref.world.People, func(q planner.Person) bool { return q.ID == p.ID })
	case planner.CodeUser:
		return p.ID != ref.rules.Me
	case planner.CodeDomain:
		return slices.ContainsFunc(ref.rules.Domains, func(d string) bool { return strings.HasSuffix(string(p.ID), "@"+d) })
	case planner.CodeNever:
		return !p.Never && !slices.Contains(ref.rules.Guards.Never, p.ID)
	case planner.CodeWish:
		return !p.Wish.No && !p.Wish.Unclear
	case planner.CodeDeclinedTwice:
		return h.declines < 2
	case planner.CodeUnsure:
		return ref.doubt(p) == "" || p.OK || !h.met.IsZero() || ref.isNamed(p)
	case planner.CodeRest:
		return !ref.now.Before(p.RestUntil)
	case planner.CodeAway:
		return p.AwayUntil == (date.Date{}) || ref.today >= dayOf(p.AwayUntil)
	case planner.CodeDeclined:
		return rested(h.declined, ref.rules.Guards.AfterDecline)
	case planner.CodeSilent:
		return rested(h.silent, 84) && h.unansweredInARow() < 2
	case planner.CodeRefused:
		return rested(h.refused, 30)
	case planner.CodeSkipped:
		return rested(h.skipped, 28)
	case planner.CodeDropped:
		return rested(h.dropped, 84)
	case planner.CodeUpward:
		return !ref.isFirstContactUp(p) || ref.firstContactsUp() == 0
	}
	return h.live == nil
}

// allows reports whether a rule allows a start.
func (ref *reference) allows(code planner.Code, p *planner.Person, g *planner.Goal, start time.Time) bool {
	return ref.memoized(code, p, g)(start)
}

// memoized returns allows with a cache.
func (ref *reference) memoized(code planner.Code, p *planner.Person, g *planner.Goal) func(start time.Time) bool {
	q, pair := memoKey{code: code, length: ref.length(g, p)}, slices.Contains(pairCodes, code)
	if pair || slices.Contains(guestCodes, code) {
		q.person = p.ID
	}
	if pair {
		q.goal = g.ID
	}
	answers := ref.memo[q]
	if answers == nil {
		answers = map[int64]bool{}
		ref.memo[q] = answers
	}
	return func(start time.Time) bool {
		about := start.Unix()
		if pair {
			about = int64(ref.day(start))
		}
		answer, known := answers[about]
		if !known {
			answer = ref.startAllowed(code, p, g, span.Span{Start: start, End: start.Add(ref.length(g, p))})
			answers[about] = answer
		}
		return answer
	}
}

// startAllowed computes allows.
func (ref *reference) startAllowed(code planner.Code, p *planner.Person, g *planner.Goal, at span.Span) bool {
	day := ref.day(at.Start)
	count := func(ok func(b *planner.Booking, d int) bool) (n int) {
		for i := range ref.world.Bookings {
			if b := &ref.world.Bookings[i]; ok(b, ref.day(b.Span.Start)) {
				n++
			}
		}
		return n
	}
	happens := func(b *planner.Booking) bool {
		return b.State == planner.StateLive || b.State == planner.StateMet || b.State == planner.StateMissed
	}
	switch code {
	case planner.CodePast:
		return at.Start.After(ref.now)
	case planner.CodeNotice:
		return !at.Start.Before(ref.earliest)
	case planner.CodeHorizon:
		return day <= ref.horizon
	case planner.CodeBlackout:
		return ref.blackout(day) == nil
	case planner.CodeHoliday:
		return ref.holiday(ref.rules.Region, day) == ""
	case planner.CodeHours:
		return insideHours(ref.rules.Hours, ref.rules.Zone, at)
	case planner.CodeWindow:
		return insideHours(ref.rules.Windows, ref.rules.Zone, at)
	case planner.CodeBusy:
		return !slices.ContainsFunc(ref.world.Busy, func(b span.Span) bool { return overlap(b, ref.padded(at)) })
	case planner.CodeOwn:
		return count(func(b *planner.Booking, _ int) bool {
			return b.State == planner.StateLive && (overlap(b.Span, ref.padded(at)) || overlap(ref.padded(b.Span), at))
		}) == 0
	case planner.CodeBusyWeek:
		return ref.rules.BusyWeek <= 0 || ref.busyWeek(monday(day)) <= ref.rules.BusyWeek
	case planner.CodePerDay:
		return count(func(b *planner.Booking, d int) bool { return happens(b) && d == day }) < min(ref.rules.PerDay, 5)
	case planner.CodePerWeek:
		return count(func(b *planner.Booking, d int) bool { return happens(b) && monday(d) == monday(day) }) < min(ref.rules.PerWeek, 15)
	case planner.CodeOpen:
		return count(func(b *planner.Booking, _ int) bool { return b.State == planner.StateLive && b.Open }) < ref.rules.Open
	case planner.CodeGuestHours:
		return insideHours(ref.hoursOf(p), ref.zoneOf(p), at)
	case planner.CodeWishHours:
		return ref.inWishedPart(p, at)
	case planner.CodeGuestLunch:
		return !ref.touchesLunch(p, at)
	case planner.CodeGuestHoliday:
		return ref.holiday(p.Region, dayIn(at.Start, ref.zoneOf(p))) == ""
	case planner.CodeGuestLeave:
		return ref.absence(p, dayIn(at.Start, ref.zoneOf(p))) == ""
	case planner.CodeGuestNotice:
		return !at.Start.Before(ref.guestNoticeEnd(p))
	case planner.CodeGuestBusy:
		return !p.BusyKnown || !slices.ContainsFunc(p.Busy, func(b span.Span) bool { return overlap(b, ref.padded(at)) })
	}
	return ref.pairAllowed(code, p, g, day)
}

// pairAllowed computes allows for the rules about a person and goal on a day.
func (ref *reference) pairAllowed(code planner.Code, p *planner.Person, g *planner.Goal, day int) bool {
	last := ref.lastMet(p)
	switch code {
	case planner.CodePlace:
		return ref.place(p, g, day) != ""
	case planner.CodeUntil:
		return g.Until == (date.Date{}) || day <= dayOf(g.Until)
	case planner.CodeGap:
		setLater(&last, ref.historyOf(p).missed)
		return g.Want.Each > 0 || last.IsZero() || day >= ref.day(last)+ref.rules.Guards.Gap
	case planner.CodeRhythm:
		return g.Want.Each == 0 || last.IsZero() || day >= ref.day(last)+int(math.Ceil(float64(7*g.Want.Each)/10))
	case planner.CodeOwnWeek:
		return g.Want.Each > 0 || !ref.historyOf(p).met.IsZero() || ref.isOwnWeek(p, day)
	case planner.CodeWishMost:
		return p.Wish.Most == 0 || ref.coffeesNear(p, day) < p.Wish.Most
	case planner.CodePerTeam:
		return ref.rules.Guards.PerTeam <= 0 || p.Department == "" || ref.invited(p, day) < ref.rules.Guards.PerTeam
	}
	from, _ := period(g.Want.Per, day)
	met, way := ref.metAndLive(g, p, from)
	switch {
	case g.Want.Each > 0:
		return true
	case g.Want.Cover != "":
		return coverValue(g, p) != "" && met+way == 0
	}
	return met+way < g.Want.Meetings
}

// invited counts the invitations to p's department in the month of day.
func (ref *reference) invited(p *planner.Person, day int) int {
	return ref.team(p, func(b *planner.Booking, d int) bool {
		y, m, _ := civil(d).Date()
		year, month, _ := civil(day).Date()
		return b.State != planner.StateSkipped && !b.NeverSent && y == year && m == month
	})
}

// busyWeek returns how much of the user's hours is busy in the week from monday.
func (ref *reference) busyWeek(monday int) (sum time.Duration) {
	for day := monday; day < monday+7; day++ {
		for _, h := range hoursOn(ref.rules.Hours, day, ref.rules.Zone) {
			sum += h.End.Sub(h.Start)
			for _, free := range subtract([]span.Span{h}, ref.world.Busy) {
				sum -= free.End.Sub(free.Start)
			}
		}
	}
	return sum
}

// with returns the reference for a world with more bookings.
func (ref *reference) with(more ...planner.Booking) *reference {
	world := ref.world
	world.Bookings = slices.Concat(world.Bookings, more)
	return newReference(ref.now, ref.rules, world)
}
