package people

import (
	"bytes"
	"slices"
	"strings"

	"fika/planner"
)

// CSV reads the colleagues in data, the content of the file at path, in the
// order of its rows. Levels are names of levels, lowest first.
//
// The first line names the columns, in any order and case, with or without
// hyphens and spaces: name, email, department, title, level, site, timezone,
// manager, tags, calendar, aliases. Only email has to be there. Cells are separated as
// that line is, by commas, semicolons (Excel in much of Europe) or tabs.
//
// Email and manager are addresses, level is one of levels, timezone an IANA
// name. Tags are separated by semicolons, bars or commas, or by spaces where
// there is none of these. Calendar is the path of an .ics file or of a folder
// of them; a relative one starts in the folder of path, ~/ in the user's home.
// Aliases are the person's other addresses, separated by blanks, semicolons,
// bars or commas.
//
// A file without rows or without a column email cannot be read as a whole. A
// row without a good address, or with more cells than columns, is left out; so
// is a second row for an address. Any other bad cell is taken for empty.
func CSV(path string, data []byte, levels []string) ([]planner.Person, []Fault) {
	list, faults := readCSV(path, data, levels)
	return persons(list), faults
}

// readCSV is [CSV] with the places of its people.
func readCSV(path string, data []byte, levels []string) ([]entry, []Fault) {
	f := newFields(path, levels)
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case !f.fits(data):
		return nil, f.all()
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		f.add(place{}, "save the file as CSV UTF-8", "the file is UTF-16")
		return nil, f.all()
	}
	r := readRows(&f.faults, data)
	if !r.next() {
		f.add(place{}, "", "the file has no rows")
		return nil, f.all()
	}
	columns := f.columns(r)
	email := slices.Index(columns, "email")
	if email < 0 {
		f.add(place{}, "the first line names the columns: "+strings.Join(columnNames(), ","), "no column email")
		return nil, f.all()
	}
	var people []entry
	for r.next() {
		if len(people) == MaxPeople {
			f.add(r.at(0), "split the file", "more than %d people; the rest is not read", MaxPeople)
			break
		}
		if p, ok := f.person(r, columns, email); ok {
			people = append(people, entry{Person: p, file: path, line: r.at(email).line})
		}
	}
	return people, f.all()
}

// columnNames are the columns that mean something, in the usual order.
func columnNames() []string {
	return []string{"name", "email", "department", "title", "level", "site", "timezone", "manager", "tags", "calendar", "aliases"}
}

// columnName is the column that a heading means, known or not: "Time zone",
// "time-zone" and "TIMEZONE" are one.
func columnName(heading string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(oneLine(heading)))
}

// columns are the headings of r's row as names of columns, "" for one to ignore.
func (f *fields) columns(r *rows) []string {
	columns := make([]string, len(r.cells))
	for i, heading := range r.cells {
		name := columnName(heading)
		switch {
		case name == "":
		case !slices.Contains(columnNames(), name):
			f.add(r.at(i), didYouMean(name, columnNames()), "unknown column %s", quote(heading))
		case slices.Contains(columns, name):
			f.add(r.at(i), "only the first counts", "a second column %s", name)
		default:
			columns[i] = name
		}
	}
	return columns
}

// person is r's row as a person, and whether it is one. The address comes
// first: a row without it is told once, not cell by cell.
func (f *fields) person(r *rows, columns []string, email int) (planner.Person, bool) {
	for i := len(columns); i < len(r.cells); i++ {
		if strings.TrimSpace(r.cells[i]) != "" {
			f.add(r.at(i), "put quotes around a cell that contains the separator", "more cells than columns")
			return planner.Person{}, false
		}
	}
	at := r.at(email)
	if email >= len(r.cells) || strings.TrimSpace(r.cells[email]) == "" {
		f.add(at, "", "no address")
		return planner.Person{}, false
	}
	p := planner.Person{ID: f.address(r.cells[email], at, "email")}
	if p.ID == "" || !f.first(p.ID, at) {
		return planner.Person{}, false
	}
	for i, column := range columns[:min(len(columns), len(r.cells))] {
		f.set(&p, column, r.cells[i], r.at(i))
	}
	return p, true
}

// set states in p what the cell of a column says.
func (f *fields) set(p *planner.Person, column, cell string, at place) {
	switch column {
	case "name":
		p.Name = f.text(cell, at)
	case "department":
		p.Department = f.text(cell, at)
	case "title":
		p.Title = f.text(cell, at)
	case "level":
		p.Level = f.level(cell, at)
	case "site":
		p.Site = f.text(cell, at)
	case "timezone":
		p.Zone = f.zone(cell, at)
	case "manager":
		p.Manager = f.address(cell, at, "manager")
	case "tags":
		p.Tags = splitTags(f.raw(cell, at))
	case "calendar":
		p.Calendar = f.calendar(cell, at)
	case "aliases":
		p.Aliases = f.aliases(p.Aliases, p.ID, cell, at)
	}
}
