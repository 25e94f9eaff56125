package people

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"fika/internal/mailbox"
	"fika/planner"
)

// readCSV reads the colleagues in data, the content of the file at path, in the
// order of its rows. Levels are names of levels, lowest first.
//
// The first line names the columns, in any order and case, with or without
// hyphens and spaces: [Columns], or what Google, Microsoft, Workday, BambooHR,
// Personio and SAP call them in English, German, French and Swedish. Only an
// address is required. The separator is that of the first line: comma, semicolon
// (Excel in much of Europe) or tab, or what a line "sep=;" before it says.
//
// Email, manager and aliases are addresses. If a row has several, invitations go to
// the first good one in the order of [headings]; the others are aliases. Aliases in
// one cell are separated by spaces, semicolons, bars or commas. Level is one of
// levels, region an ISO 3166-2 code, timezone an IANA name. Tags are separated by semicolons, bars or commas,
// or by spaces if there is none of these. Calendar is the path of an .ics file or
// of a folder of them, relative to the folder of path, or to the user's home if it
// begins with ~/. Greet is what the person wants to be called. Language, form
// and salutation are those of an invitation: a code, one of [planner.FormWords], and a
// text such as Frau. If there is no name, first_name and last_name make one.
//
// A file without rows or without addresses is rejected as a whole. A row without a
// good address or with more cells than columns is skipped, and so is a second row
// for an address. Any other bad cell counts as empty.
//
// mapped has the headings that the user maps, by column.
func readCSV(f *fieldParser, data []byte, mapped map[string]string) ([]entry, []Fault) {
	r, ok := f.open(data, mapped)
	if !ok {
		return nil, f.all()
	}
	columns := f.columns(r, mapped)
	if !slices.ContainsFunc(columns, func(c column) bool { return c.name == "email" }) {
		hint := fmt.Sprintf("say which of %s has them: [people.columns] email = \"its heading\"", quotedHeadings(r.cells))
		if slices.ContainsFunc(r.cells, func(cell string) bool { return strings.Contains(cell, "@") }) {
			hint = "the first line names the columns, such as name,email,department: put one above the first person"
		}
		f.add(place{}, hint, "no column of addresses; fika knows it as %s", knownEmail())
		return nil, f.all()
	}
	if f.unused.Text != "" {
		f.note(r.at(0), f.unused.Hint, "%s", f.unused.Text)
	}
	var people []entry
	first := true
	for r.next() {
		if len(people) == maxPeople {
			f.add(r.at(0), "split the file", "more than %d people; the rest is not read", maxPeople)
			break
		}
		if first && isHeadingRow(r.cells) {
			continue // SAP writes the columns twice: as keys, and in words
		}
		first = false
		if p, ok := f.person(r, columns); ok {
			people = append(people, entry{Person: p, file: f.file, line: r.at(0).line})
		}
	}
	f.reportManagers()
	f.reportRegions()
	f.reportLanguages()
	return people, f.all()
}

// open returns the rows of data, at the first one; false if there are none.
func (f *fieldParser) open(data []byte, mapped map[string]string) (*rows, bool) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case !f.fits(data):
		return nil, false
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		f.add(place{}, "save the file as CSV UTF-8", "the file is UTF-16")
		return nil, false
	}
	r := readRows(&f.faults, data, mapped)
	if !r.next() {
		f.add(place{}, "", "the file has no rows")
		return nil, false
	}
	return r, true
}

// quotedHeadings returns headings to choose from.
func quotedHeadings(cells []string) string {
	var words []string
	for _, cell := range cells {
		if text := oneLine(cell); text != "" {
			words = append(words, quote(text))
		}
	}
	return listed("column", words)
}

// isHeadingRow reports whether a row names columns instead of a person.
func isHeadingRow(cells []string) bool {
	names := 0
	for _, cell := range cells {
		if strings.Contains(cell, "@") {
			return false
		}
		if column, _ := knownColumn(cell); column != "" {
			names++
		}
	}
	return names > 1
}

// person returns r's row as a person, and whether it is one. The address comes first,
// so that a row without one is reported once, not cell by cell.
func (f *fieldParser) person(r *rows, columns []column) (planner.Person, bool) {
	for i := len(columns); i < len(r.cells); i++ {
		if strings.TrimSpace(r.cells[i]) != "" {
			f.add(r.at(i), "put quotes around a cell that contains the separator", "more cells than columns")
			return planner.Person{}, false
		}
	}
	columns = columns[:min(len(columns), len(r.cells))]
	p, at := f.addresses(r, columns)
	if p.ID == "" || !f.first(p.ID, at) {
		return planner.Person{}, false
	}
	var name fullName
	for i, c := range columns {
		switch c.name {
		case "name":
			name.full = f.text(r.cells[i], r.at(i))
		case "first_name":
			name.given = f.text(r.cells[i], r.at(i))
		case "last_name":
			name.family = f.text(r.cells[i], r.at(i))
		case "greet":
			text := f.text(r.cells[i], r.at(i))
			if c.rank > 0 && strings.Contains(text, " ") { // Workday's Preferred Name is a full name
				name.preferred = text
			} else {
				p.Greet = text
			}
		default:
			f.set(&p, c.name, r.cells[i], r.at(i))
		}
	}
	name.into(&p)
	return p, true
}

// addresses returns a person with the addresses of r's row, and the place of the main
// one. If there is no good one, it reports that and the person has no ID.
func (f *fieldParser) addresses(r *rows, columns []column) (p planner.Person, at place) {
	var order []int
	for i, c := range columns {
		if c.name == "email" && strings.TrimSpace(r.cells[i]) != "" {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		i := slices.IndexFunc(columns, func(c column) bool { return c.name == "email" })
		f.add(r.at(max(i, 0)), "", "no address")
		return p, at
	}
	slices.SortStableFunc(order, func(i, j int) int { return columns[i].rank - columns[j].rank })
	for _, i := range order {
		for word := range strings.SplitSeq(r.cells[i], ":::") { // Google's separator of several values
			switch a := mailbox.Parse(word); {
			case a == "":
			case p.ID == "":
				p.ID, at = a, r.at(i)
			case a != p.ID && !slices.Contains(p.Aliases, a):
				p.Aliases = append(p.Aliases, a)
			}
		}
	}
	if p.ID == "" {
		f.fatal = true
		f.address(r.cells[order[0]], r.at(order[0]), "email") // reports why
		f.fatal = false
	}
	return p, at
}

// set sets the field of p for a column to the value of a cell.
func (f *fieldParser) set(p *planner.Person, column, cell string, at place) {
	switch column {
	case "department":
		p.Department = f.text(cell, at)
	case "title":
		if title := f.text(cell, at); !planner.IsNameTitle(title) { // Outlook's Title is "Dr."
			p.Title = title
		}
	case "level":
		p.Level = f.level(cell, at)
	case "site":
		p.Site = f.text(cell, at)
	case "region":
		p.Region = f.region(cell, at)
	case "timezone":
		if p.Zone = f.zone(cell, at); p.Zone == nil {
			p.ZoneDoubt = f.text(cell, at)
		}
	case "language":
		p.Language = f.language(cell, at)
	case "form":
		p.Form = f.form(cell, at)
	case "salutation":
		p.Salutation = f.text(cell, at)
	case "manager":
		p.Manager = f.manager(cell, at)
	case "tags":
		p.Tags = splitTags(f.raw(cell, at))
	case "calendar":
		p.Calendar = f.calendar(cell, at)
	case "aliases":
		p.Aliases = f.aliases(p.Aliases, p.ID, cell, at)
	}
}
