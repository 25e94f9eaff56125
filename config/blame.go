package config

import (
	"fmt"
	"slices"

	"fika/planner"
)

// SourceFault is [Config.Fault] for a fault in the source of people at path.
func (c *Config) SourceFault(text, path string) Fault {
	if i := slices.Index(c.People.CSV, path); i >= 0 {
		return c.Fault(text, "people", "csv", i)
	}
	if i := slices.Index(c.People.VCard, path); i >= 0 {
		return c.Fault(text, "people", "vcard", i)
	}
	if i := slices.Index(c.People.Wishes, path); i >= 0 {
		return c.Fault(text, "people", "wishes", i)
	}
	return c.Fault(text, "people", "vcard") // a file in one of its folders
}

// ColleagueFault is [Config.Fault] for a fault in the calendar of p: it is at their
// [[person]] if that names the calendar, else at the sources of people.
func (c *Config) ColleagueFault(text string, p planner.Person) Fault {
	i := slices.IndexFunc(c.Persons, func(o planner.Override) bool { return o.Email == p.ID && o.Calendar != nil })
	if i >= 0 {
		return c.Fault(text, "person", i, "calendar")
	}
	return c.Fault(text, "people")
}

// UnsureNames warns about people whose names do not show how to greet them.
func (c *Config) UnsureNames(people []planner.Person) (faults Faults) {
	const shown = 20
	more := 0
	for _, p := range people {
		g := p.Greeting()
		if g.IsGivenName || !c.IsInside(p.ID) {
			continue
		}
		text := fmt.Sprintf("%s is called %q and is greeted by the full name, %q; set greet to change that", p.ID, p.Name, g.Name)
		if g.Name == "" {
			text = fmt.Sprintf("%s has no name and is greeted without one; set name or greet", p.ID)
		}
		if len(faults) == shown {
			more++
			continue
		}
		f := c.Fault(text, "people")
		f.Warning = true
		faults = append(faults, f)
	}
	if more > 0 {
		faults[shown-1].Text += fmt.Sprintf(" (and %d more like it)", more)
	}
	return faults
}
