package people

import (
	"slices"
	"time"

	"fika/planner"
)

// Override is what the user states about one person. A nil field was not
// stated: what the sources say stands. A field that points to an empty value
// takes away what they say.
type Override struct {
	Email      planner.PersonID
	Aliases    []planner.PersonID // further addresses; they join what the sources say of each, and Email leads
	Name       *string
	Greet      *string
	Department *string
	Title      *string
	Level      *planner.Level
	Site       *string
	Zone       *time.Location
	Manager    *planner.PersonID
	Tags       []string // beside those of the sources
	Calendar   *string  // a path that can be opened as it stands
	Hours      *planner.Week
	AwayUntil  *planner.Date
	Never      *bool
}

// Apply puts overrides, in their order, on top of what [Merge] makes of list.
// An override may name a person by any of their addresses. One for an address
// that list does not hold creates the person. The arguments are not changed.
func Apply(list []planner.Person, overrides []Override) []planner.Person {
	var first, last []entry // who states aliases says which address leads
	for _, o := range overrides {
		e := entry{Person: planner.Person{ID: o.Email, Aliases: o.Aliases}, bound: true}
		if len(o.Aliases) > 0 {
			first = append(first, e)
		} else {
			last = append(last, e)
		}
	}
	for _, p := range list {
		first = append(first, entry{Person: p})
	}
	merged, _ := merge(append(first, last...))
	roster := planner.NewRoster(merged)
	for _, o := range overrides {
		at, _ := slices.BinarySearchFunc(merged, planner.Person{ID: roster.Who(o.Email)}, byID)
		o.apply(&merged[at])
	}
	return merged
}

func (o Override) apply(p *planner.Person) {
	if o.Name != nil && *o.Name != p.Name {
		p.Given = "" // it belonged to the other name
	}
	state(&p.Name, o.Name)
	state(&p.Greet, o.Greet)
	state(&p.Department, o.Department)
	state(&p.Title, o.Title)
	state(&p.Level, o.Level)
	state(&p.Site, o.Site)
	if o.Zone != nil {
		p.Zone, p.ZoneDoubt = o.Zone, ""
	}
	state(&p.Manager, o.Manager)
	p.Tags = addTags(p.Tags, o.Tags)
	state(&p.Calendar, o.Calendar)
	state(&p.Hours, o.Hours)
	state(&p.AwayUntil, o.AwayUntil)
	state(&p.Never, o.Never)
}

func state[T any](field *T, stated *T) {
	if stated != nil {
		*field = *stated
	}
}
