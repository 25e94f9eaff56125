package invitation

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fika/internal/prose"
)

// Kind is what a [Reason] is.
type Kind string

// The kinds, in the order in which they are preferred.
const (
	Because Kind = "because" // the user's own words about the guest
	Told    Kind = "told"    // a topic that the guest told the user about
	Shared  Kind = "shared"  // a small meeting that both attended
	Role    Kind = "role"    // the guest's title or department
	Theme   Kind = "theme"   // no fact: the goal's theme says what the coffee is about, and nothing about the guest
)

// Reason is the one fact about its guest that a letter states. It has all that its sentence
// needs, so the same reason always gives the same sentence. Equal reasons are the same.
type Reason struct {
	Kind  Kind
	Fact  string // what it is taken from: the id of a note or a meeting, or "title" or "department"
	Words string // that the sentence quotes; "" if a meeting is mentioned without its title
	Month string // of a note or a meeting, such as 2026-04
	Pair  bool   // only the two took part in the meeting
}

// Facts are what the user's own calendars, people list and file say about a guest when a
// letter is written. Nothing in them comes from anybody else's calendar.
type Facts struct {
	Because    string    // the user's own words; "" for none
	Told       []Mention // what the guest told the user about, by the user's notes
	Meetings   []Meeting // that the user and the guest attended
	Title      string
	Department string
	RolesKnown bool   // the two work so close that both know each other's role
	Theme      string // of the goal
	Upward     bool   // the guest is far above the user
	LastMet    time.Time
	Names      Names // of everybody, none of which may be told to others
	Now        time.Time
	Zone       *time.Location // the user's, in which a meeting has its month
}

// Mention is a topic of a note of the user's about a guest. Nothing else of a note is here.
type Mention struct {
	ID    string // of the note and its topic
	Topic string
	At    time.Time
}

// Meeting is a meeting in the user's calendar.
type Meeting struct {
	ID         string // the same whenever the calendar is read, unless the meeting is moved
	Title      string
	Start, End time.Time
	Size       int  // everybody who may have taken part
	Private    bool // others may not read the title
	Series     bool // one of several
}

// Which meetings are worth a word: those in which everybody is heard, and which both
// remember.
const (
	MaxShared    = 6  // people
	sharedMonths = 18 // before the letter; of notes too
)

// Reasons returns all that a letter could state, the best first. The last one is always
// [Theme].
func Reasons(f Facts) []Reason {
	var all []Reason
	if words := strings.TrimSpace(f.Because); words != "" {
		all = append(all, Reason{Kind: Because, Words: words})
	}
	all = append(all, f.told()...)
	all = append(all, f.shared()...)
	if f.Upward || f.RolesKnown || f.Theme == trusted || acquainted(f.LastMet, f.Now) == inTouch {
		return append(all, Reason{Kind: Theme}) // who knows them does not notice their role, and a vice president knows it
	}
	if title, ok := f.Names.label(f.Title); ok {
		all = append(all, Reason{Kind: Role, Fact: "title", Words: title})
	}
	if department, ok := f.Names.label(f.Department); ok {
		all = append(all, Reason{Kind: Role, Fact: "department", Words: department})
	}
	return append(all, Reason{Kind: Theme})
}

// Choose returns stated if it is still true: a letter that is sent again says the same.
// Otherwise it returns the best reason. stated is zero if no letter was sent.
func Choose(f Facts, stated Reason) Reason {
	all := Reasons(f)
	if slices.Contains(all, stated) {
		return stated
	}
	return all[0]
}

// told returns the topics to state, the latest first. They pass the same tests as the title
// of a meeting: a topic may name a person, or what nobody wants to be reminded of.
func (f Facts) told() []Reason {
	since := f.Now.AddDate(0, -sharedMonths, 0)
	topics := slices.Clone(f.Told)
	slices.SortFunc(topics, func(a, b Mention) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	var all []Reason
	for _, t := range topics {
		words, ok := f.Names.quotable(strings.NewReplacer("-", " ", "_", " ").Replace(t.Topic))
		if ok && !t.At.Before(since) && !t.At.After(f.Now) {
			all = append(all, Reason{Kind: Told, Fact: t.ID, Words: words, Month: t.At.In(f.Zone).Format(monthLayout)})
		}
	}
	return all
}

// shared returns the meetings to state, the best first: with a title, then among several
// people, then on its own instead of one of a series, then the latest.
func (f Facts) shared() []Reason {
	since := f.Now.AddDate(0, -sharedMonths, 0)
	meetings := slices.Clone(f.Meetings)
	slices.SortFunc(meetings, func(a, b Meeting) int {
		return cmp.Or(number(a.Series)-number(b.Series), b.Start.Compare(a.Start), cmp.Compare(a.ID, b.ID))
	})
	var all []Reason
	for _, m := range meetings {
		if m.Size == 2 && m.Series { // two who meet every week need no reason
			continue
		}
		if m.Size < 2 || m.Size > MaxShared || m.End.After(f.Now) || m.Start.Before(since) || sensitive(m.Title) {
			continue
		}
		r := Reason{Kind: Shared, Fact: m.ID, Month: m.Start.In(f.Zone).Format(monthLayout), Pair: m.Size == 2}
		if title, ok := f.Names.quotable(m.Title); ok && !m.Private && !r.Pair {
			r.Words = title
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b Reason) int {
		return cmp.Or(number(a.Words == "")-number(b.Words == ""), number(a.Pair)-number(b.Pair))
	})
	return all
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

const monthLayout = "2006-01"

// fact is the sentence that states the reason of the letter, "" if it has none.
func (w writer) fact() string {
	is, draw := w.voice.Reason, w.draw/3 // apart from the draw of the theme's sentence
	switch r := w.Reason; {
	case r.Kind == Because:
		return sentence(r.Words)
	case r.Kind == Told:
		return filled(is.Told.drawn(draw), "topic", r.Words, "when", w.month(r.Month))
	case r.Kind == Shared && r.Words != "":
		return filled(is.Titled.drawn(draw), "title", r.Words, "when", w.month(r.Month))
	case r.Kind == Shared && r.Pair:
		return filled(is.Pair.drawn(draw), "when", w.month(r.Month))
	case r.Kind == Shared:
		return filled(is.Small.drawn(draw), "when", w.month(r.Month))
	case r.Kind == Role && r.Fact == "title":
		return filled(is.Title.drawn(draw), "title", r.Words)
	case r.Kind == Role:
		return filled(is.Department.drawn(draw), "department", r.Words)
	}
	return ""
}

// month says when a meeting was, as an adverb. A month of the year before has its year once
// its name could be mistaken for one of this year.
func (w writer) month(text string) string {
	first, err := time.Parse(monthLayout, text)
	if err != nil {
		return "" // never: only shared writes it
	}
	now := w.Now
	if w.Zone != nil {
		now = now.In(w.Zone)
	}
	ago := 12*(now.Year()-first.Year()) + int(now.Month()-first.Month())
	name := w.Dates.Months[first.Month()-1]
	switch {
	case ago <= 0:
		return w.When.Now
	case ago < 11:
		return filled(w.When.Month, "month", name)
	}
	return filled(w.When.Year, "month", name, "year", first.Format("2006"))
}

// sentence returns words as a sentence: with a capital at the beginning and a stop at the
// end.
func sentence(words string) string {
	words = strings.TrimSpace(words)
	if r, size := utf8.DecodeRuneInString(words); size > 0 {
		words = string(unicode.ToUpper(r)) + words[size:]
	}
	return ended(prose.WithoutStop(words))
}
