package demo

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones must load on any machine, because Invent returns no error

	"fika/internal/mailbox"
)

//go:embed data
var data embed.FS

// person is a member of the company, from data/people.csv.
type person struct {
	name       string
	address    mailbox.Address
	department string
	level      string
	site       string
	zone       *time.Location
	manager    mailbox.Address
	folder     string // of the calendar that others may read, relative; "" if there is none
}

// The two people to whom the code refers by name.
const (
	userKey    = "maya"  // the user of fika
	onLeaveKey = "priya" // away for longer than any plan
)

// key returns the person's short name, the local part of the address.
func (p *person) key() string {
	return p.address.Local()
}

func (p *person) isUser() bool { return p.key() == userKey }

// senior reports whether p manages managers.
func (p *person) senior() bool {
	return slices.Contains([]string{"director", "vp", "executive"}, p.level)
}

// roster is a list of people, in the order of the file.
type roster []*person

func loadRoster() roster {
	var everybody roster
	for _, row := range readTable("people.csv") {
		zone, err := time.LoadLocation(row["timezone"])
		if err != nil {
			panic(fmt.Sprintf("data/people.csv: %v", err))
		}
		everybody = append(everybody, &person{
			name:       row["name"],
			address:    mailbox.Parse(row["email"]),
			department: row["department"],
			level:      row["level"],
			site:       row["site"],
			zone:       zone,
			manager:    mailbox.Parse(row["manager"]),
			folder:     row["calendar"],
		})
	}
	return everybody
}

// find returns the person with that key or address.
func (r roster) find(name string) *person {
	i := slices.IndexFunc(r, func(p *person) bool { return p.key() == name || string(p.address) == name })
	if i < 0 {
		panic(fmt.Sprintf("data: nobody is called %q", name))
	}
	return r[i]
}

// parse parses a list such as "maya;freja;@Sales". After an @ comes a department, a
// site, or all. The result has no duplicates.
func (r roster) parse(list string) roster {
	var found roster
	for name := range strings.SplitSeq(list, ";") {
		group, isGroup := strings.CutPrefix(name, "@")
		switch {
		case isGroup:
			found = append(found, r.filter(func(p *person) bool {
				return !slices.Contains(found, p) && (group == "all" || p.department == group || p.site == group)
			})...)
		case name != "":
			found = append(found, r.find(name))
		}
	}
	return found
}

func (r roster) filter(keep func(*person) bool) roster {
	var kept roster
	for _, p := range r {
		if keep(p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// readTable reads a data file as rows by column name. The files are part of the
// program, so a broken one is a bug, not an error.
func readTable(name string) []map[string]string {
	lines, err := csv.NewReader(bytes.NewReader(readData(name))).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("data/%s: %v", name, err))
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string, len(line))
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// readData returns an embedded data file.
func readData(name string) []byte {
	content, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	return content
}

func (r roster) has(p *person) bool { return slices.Contains(r, p) }

// firstName returns the first word of the name.
func (p *person) firstName() string {
	first, _, _ := strings.Cut(p.name, " ")
	return first
}
