package people

import (
	"slices"

	"fika/planner"
)

// ApplyOverrides merges list (see [Merge]) and applies overrides in order. An override may
// name a person by any of their addresses; if list does not have the address, it
// creates the person. The arguments are not changed.
func ApplyOverrides(list []planner.Person, overrides []planner.Override) []planner.Person {
	var first, last []entry // an override with aliases decides the main address
	for _, o := range overrides {
		e := entry{Person: planner.Person{ID: o.Email, Aliases: o.Aliases}, sameUser: true}
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
		at, _ := slices.BinarySearchFunc(merged, planner.Person{ID: roster.PersonOf(o.Email)}, byID)
		override(&merged[at], o)
	}
	return merged
}

// override applies o to p.
func override(p *planner.Person, o planner.Override) {
	if o.Name != nil && *o.Name != p.Name {
		p.Given, p.Family = "", "" // they belonged to the other name
	}
	state(&p.Name, o.Name)
	state(&p.Greet, o.Greet)
	state(&p.Language, o.Language)
	state(&p.Form, o.Form)
	state(&p.Salutation, o.Salutation)
	state(&p.Because, o.Because)
	state(&p.Department, o.Department)
	state(&p.Title, o.Title)
	state(&p.Level, o.Level)
	state(&p.Site, o.Site)
	state(&p.Region, o.Region)
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
