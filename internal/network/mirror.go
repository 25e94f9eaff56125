package network

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fika/internal/mailbox"
)

// With fewer people or meetings, a mirror says nothing: a share of five meetings is an
// accident.
const (
	MirrorPeople   = 10
	MirrorMeetings = 20
)

// Closest is among how many people [Mirror.Closest] measures the concentration.
const Closest = 6

// Profile is where somebody works.
type Profile struct {
	Department string // "": unknown
	Level      int    // 0: unknown
}

// Organisation is what a mirror is compared with.
type Organisation struct {
	Who      func(mailbox.Address) mailbox.Address // as for [Compute]
	Profiles map[mailbox.Address]Profile           // of everybody in the user's list
	Own      Profile                               // the user's
}

// Mirror is what the user's calendar shows about their own network in a stretch of time. It
// tells who is missing, not how good anybody is: constraint was studied on managers and E-I
// on groups, neither as a grade of one person.
type Mirror struct {
	From, To time.Time
	Meetings int
	People   int     // in these meetings
	Unlisted int     // of these, the ones without a profile
	Hours    float64 // of meetings; those of one are split evenly among the others in it
	Closest  float64 // share of these hours with the [Closest] people who have the most

	// The structure of the ties in this time. Ties between others are those that the user's
	// own calendar shows. E-I is over the Placed people alone, and TwoSteps is 0: one
	// calendar does not show it.
	Structure
	Placed int // people whose department is known, if the user's is; 0: E-I is not known

	Departments, NeverDepartments []string // met, and in the list but not met; sorted
	Levels, NeverLevels           []int
	Quiet                         []Faded // close at From, and neither close nor dormant at To; longest silence first
	Dormant                       []Faded // dormant at To; most meetings first
}

// Faded is somebody in the list whom the user meets less than before.
type Faded struct {
	Person   mailbox.Address
	Last     time.Time // the end of the last meeting
	Meetings int       // ever
}

// TooLittle reports whether there are too few meetings to say anything.
func (m Mirror) TooLittle() bool { return m.People < MirrorPeople || m.Meetings < MirrorMeetings }

// Reflect returns the mirror of the encounters that end from from until to. Older ones only
// say who has faded.
func (o Organisation) Reflect(from, to time.Time, encounters []Encounter) Mirror {
	in := slices.DeleteFunc(slices.Clone(encounters), func(e Encounter) bool { return e.Span.End.Before(from) })
	people, meetings := countingMeetings(to, in, o.Who)
	m := Mirror{From: from, To: to, Meetings: len(meetings), People: len(people.ids)}
	graph, me := NewGraph(len(people.ids)+1), len(people.ids)
	hours := make([]float64, len(people.ids))
	for _, x := range meetings {
		graph.Meet(append(slices.Clone(x.with), me), x.size, float64(to.Sub(x.end))/float64(HalfLife))
		for _, p := range x.with {
			hours[p] += x.length.Hours() / float64(len(x.with))
		}
	}
	m.Hours, m.Closest = concentration(hours)
	m.Structure = graph.Structure(me, func(i int) Side { return o.side(people.ids[i]) })
	m.TwoSteps = 0
	for _, id := range people.ids {
		if _, listed := o.Profiles[id]; !listed {
			m.Unlisted++
		}
		if o.side(id) != SideUnknown {
			m.Placed++
		}
	}
	m.Departments, m.NeverDepartments = o.departments(people.ids)
	m.Levels, m.NeverLevels = o.levels(people.ids)
	m.Quiet, m.Dormant = o.faded(from, to, encounters)
	return m
}

// side says whether somebody is in the user's department.
func (o Organisation) side(id mailbox.Address) Side {
	theirs := o.Profiles[id].Department
	switch {
	case theirs == "" || o.Own.Department == "":
		return SideUnknown
	case strings.EqualFold(theirs, o.Own.Department):
		return SideInside
	}
	return SideOutside
}

// concentration returns the sum of hours, and the share of the largest few.
func concentration(hours []float64) (sum, share float64) {
	sorted := slices.SortedFunc(slices.Values(hours), func(a, b float64) int { return cmp.Compare(b, a) })
	var closest float64
	for i, h := range sorted {
		if sum += h; i < Closest {
			closest += h
		}
	}
	if sum > 0 {
		share = closest / sum
	}
	return sum, share
}

// departments returns the departments of the people who were met, and those of the others.
// Spellings that differ in case are one.
func (o Organisation) departments(met []mailbox.Address) (yes, no []string) {
	fold := func(p Profile) string { return strings.ToLower(p.Department) }
	spelled := map[string]string{}
	for _, p := range o.Profiles {
		if was, ok := spelled[fold(p)]; p.Department != "" && (!ok || p.Department < was) {
			spelled[fold(p)] = p.Department
		}
	}
	for key := range reached(o, met, fold) {
		yes = append(yes, spelled[key])
		delete(spelled, key)
	}
	for _, name := range spelled {
		no = append(no, name)
	}
	slices.Sort(yes)
	slices.Sort(no)
	return yes, no
}

// levels is departments for levels, lowest first.
func (o Organisation) levels(met []mailbox.Address) (yes, no []int) {
	level := func(p Profile) int { return p.Level }
	seen := reached(o, met, level)
	for _, p := range o.Profiles {
		switch {
		case p.Level == 0:
		case seen[p.Level]:
			yes = append(yes, p.Level)
		default:
			no = append(no, p.Level)
		}
	}
	slices.Sort(yes)
	slices.Sort(no)
	return slices.Compact(yes), slices.Compact(no)
}

// reached returns the groups of the people who were met.
func reached[G comparable](o Organisation, met []mailbox.Address, group func(Profile) G) map[G]bool {
	var unknown G
	seen := map[G]bool{}
	for _, id := range met {
		if g := group(o.Profiles[id]); g != unknown {
			seen[g] = true
		}
	}
	return seen
}

// faded returns who in the list is going quiet, and who is dormant.
func (o Organisation) faded(from, to time.Time, encounters []Encounter) (quiet, dormant []Faded) {
	before, now := Compute(from, encounters, o.Who), Compute(to, encounters, o.Who)
	for id := range o.Profiles {
		tie := now.Tie(id)
		one := Faded{id, tie.Last, tie.Meetings}
		switch {
		case tie.Class == ClassDormant:
			dormant = append(dormant, one)
		case tie.Class != ClassWarm && before.Tie(id).Class == ClassWarm:
			quiet = append(quiet, one)
		}
	}
	slices.SortFunc(quiet, func(a, b Faded) int { return cmp.Or(a.Last.Compare(b.Last), cmp.Compare(a.Person, b.Person)) })
	slices.SortFunc(dormant, func(a, b Faded) int {
		return cmp.Or(cmp.Compare(b.Meetings, a.Meetings), cmp.Compare(a.Person, b.Person))
	})
	return quiet, dormant
}
