package habit

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/prose"
)

// How long something is worth an act, in working days, or before a coffee.
const (
	learnedDays = 3  // what was not written down by then is forgotten
	tellEvery   = 28 // calendar days
	prepareIn   = 24 * time.Hour
)

// Choose returns the act of the day at now. If one act was done, that is enough for a day:
// only what others wait for is asked for on top of it. It is of the code Nothing if nothing
// is open.
func Choose(now time.Time, d Day) Act {
	first := Acts(now, d)[0]
	if d.Done && !first.Waits {
		return Act{Code: Done, Text: "done for today; that counts"}
	}
	return first
}

// Acts returns what could be done at now, the most pressing first. It is never empty: the
// last act says that nothing waits.
func Acts(now time.Time, d Day) []Act {
	at := moment{now: now, today: date.Of(now, d.Zone), Day: d}
	return slices.Concat(at.holds(), at.debts(), at.requests(), at.decisions(), at.preparations(), at.lessons(), at.rhythms(),
		at.news(), at.mirror(), []Act{{Code: Nothing, Text: "nothing waits; that counts"}})
}

// moment is a day at one time.
type moment struct {
	Day
	now   time.Time
	today date.Date
}

func (m moment) holds() []Act {
	if m.Hold == nil {
		return nil
	}
	return []Act{{Code: Hold, Text: m.Hold.Text, Command: m.Hold.Command, Hint: m.Hold.Hint, Effort: time.Minute, Waits: true}}
}

// debts are the promises that are due today or late, the oldest first.
func (m moment) debts() (acts []Act) {
	due := slices.DeleteFunc(slices.Clone(m.Promises), func(p Debt) bool { return p.Due.IsZero() || m.today.Before(p.Due) })
	slices.SortStableFunc(due, func(a, b Debt) int { return a.Due.Compare(b.Due) })
	for _, p := range due {
		text := p.Text
		if !p.Coffee.IsZero() {
			text += "; the coffee is " + m.when(p.Coffee)
		}
		acts = append(acts, Act{Code: Promise, Text: text, Command: p.Command, Hint: p.Hint, Booking: p.Booking, Person: p.Person, Effort: 30 * time.Second, Waits: true})
	}
	return acts
}

// requests are what guests and assistants ask for, in the order in which they are given.
func (m moment) requests() (acts []Act) {
	for _, r := range m.Requests {
		acts = append(acts, Act{Code: Decide, Text: r.Text, Command: r.Command, Booking: r.Booking, Person: r.Person, Effort: 20 * time.Second, Waits: true})
	}
	return acts
}

// decisions are the proposals, the one that can least wait first.
func (m moment) decisions() (acts []Act) {
	open := slices.Clone(m.Proposals)
	slices.SortStableFunc(open, func(a, b Proposal) int {
		return cmp.Or(a.LastSend.Compare(b.LastSend), a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	for _, p := range open {
		acts = append(acts, Act{Code: Decide, Text: fmt.Sprintf("yes or no to a coffee with %s, %s", p.Name, m.when(p.Start)),
			Command: "fika approve " + p.ID, Booking: p.ID, Person: p.Person, Effort: 20 * time.Second})
	}
	return acts
}

// preparations are the coffees of the next 24 hours.
func (m moment) preparations() (acts []Act) {
	for _, c := range m.Coming {
		if !m.now.Before(c.Start) || c.Start.Sub(m.now) > prepareIn {
			continue
		}
		text := fmt.Sprintf("read who %s is, and think of a question", c.Name)
		if len(c.Questions) > 1 {
			text = fmt.Sprintf("read who %s is, and choose one of %d questions", c.Name, len(c.Questions))
		}
		acts = append(acts, Act{Code: Prepare, Text: text + "; " + m.when(c.Start), Command: "fika brief " + c.ID, Booking: c.ID, Person: c.Person,
			Questions: c.Questions, Effort: time.Minute})
	}
	return acts
}

// lessons are the coffees of the last working days about which nothing was written, the
// newest first: they are remembered best.
func (m moment) lessons() (acts []Act) {
	for _, met := range m.newest(learnedDays) {
		if !met.Noted {
			acts = append(acts, Act{Code: Learned, Text: fmt.Sprintf("one line: what did you learn from %s?", met.Name),
				Command: fmt.Sprintf(`fika note %s "..."`, met.About), Booking: met.ID, Person: met.Person, Effort: time.Minute})
		}
	}
	return acts
}

func (m moment) rhythms() (acts []Act) {
	for _, r := range m.Ending {
		acts = append(acts, Act{Code: Losing, Text: fmt.Sprintf("%s: %d of %s; ask for a walk yourself", r.Name, r.Weeks, prose.Count(r.Of, "week")),
			Command: "fika why-not " + r.Person, Person: r.Person, Effort: 30 * time.Second})
	}
	return acts
}

// news is the topic that most people named, once in four weeks.
func (m moment) news() []Act {
	if last := m.Past[Tell]; len(m.Topics) == 0 || !last.IsZero() && last.DaysUntil(m.today) < tellEvery {
		return nil
	}
	top := slices.MaxFunc(m.Topics, func(a, b Topic) int { return cmp.Or(cmp.Compare(a.People, b.People), cmp.Compare(b.Name, a.Name)) })
	return []Act{{Code: Tell, Text: fmt.Sprintf("one person who would want to know: #%s was named by %s", top.Name, prose.Count(top.People, "person")),
		Command: "fika topics", Effort: 90 * time.Second}}
}

// mirror comes on the first working day of a month.
func (m moment) mirror() []Act {
	last := m.Past[Mirror]
	if last.Year == m.today.Year && last.Month == m.today.Month || !m.Working(m.today) {
		return nil
	}
	for d := date.New(m.today.Year, m.today.Month, 1); d.Before(m.today); d = d.AddDays(1) {
		if m.Working(d) {
			return nil
		}
	}
	return []Act{{Code: Mirror, Text: "your network last month, in three numbers", Command: "fika mirror", Effort: 90 * time.Second}}
}

// newest returns the coffees that took place today or on the last days that count, the
// newest first.
func (m moment) newest(days int) (met []Meeting) {
	first := m.today
	for left := days; left > 0 && first.DaysUntil(m.today) < 60; {
		if first = first.AddDays(-1); m.Working(first) {
			left--
		}
	}
	for _, x := range m.Met {
		if !date.Of(x.End, m.Zone).Before(first) && !m.now.Before(x.End) {
			met = append(met, x)
		}
	}
	slices.SortStableFunc(met, func(a, b Meeting) int { return b.End.Compare(a.End) })
	return met
}

// when is a time as a sentence about the near future says it: today 10:20, tomorrow
// 10:20, Thu 12 March 10:20.
func (m moment) when(t time.Time) string {
	t = t.In(m.Zone)
	switch day := date.Of(t, m.Zone); m.today.DaysUntil(day) {
	case 0:
		return t.Format("today 15:04")
	case 1:
		return t.Format("tomorrow 15:04")
	default:
		return t.Format("Mon 2 January 15:04")
	}
}
