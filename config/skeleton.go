package config

import (
	_ "embed"
	"strings"

	"fika/planner"
)

// Load reads and parses the file at path. The error is [Faults] for bad content.
func Load(path string) (*Config, error) { panic("not yet") }

// Parse parses data as the content of the file at path.
func Parse(path string, data []byte) (*Config, error) { panic("not yet") }

// Fault is one thing that is wrong in a file, or hardly meant.
type Fault struct {
	File      string
	Line, Col int      // from 1, Col in characters; 0 if the fault has no place
	Key       string   // the key as the file would spell it in full, such as goal[2].want.per
	Excerpt   string   // the line, secrets masked
	Text      string   // what is wrong, lower case, no full stop
	Allowed   []string // what would be right, where that can be listed
	Meant     string   // the allowed word that comes near
	Warning   bool
}

// Faults are all that is wrong in a file, by place.
type Faults []Fault

// Error prints every fault as a compiler would.
func (f Faults) Error() string {
	var b strings.Builder
	for _, fault := range f {
		b.WriteString(fault.Text + "\n")
	}
	return b.String()
}

// Review warns of what only shows beside people: goals that nobody matches, and
// more asked for than the caps allow.
func (c *Config) Review(people []planner.Person) []Fault { panic("not yet") }

// Encode is the effective configuration as TOML, defaults filled in. Parsing it
// gives an equal Config.
func (c *Config) Encode() []byte { panic("not yet") }

// Example is the commented example.
func Example() []byte { return []byte(example) }

//go:embed fika.example.toml
var example string

// Answers are what `fika init` asks.
type Answers struct {
	Name, Email, Zone, Department string
	Aliases                       []string
	ClientSecretFile              string   // a Google calendar, or
	CalendarPath                  string   // a folder of .ics files
	CSV                           []string // people
	Domains                       []string
	Hours                         []string // such as "mon-fri 09:00-12:00"
}

// Template is a commented file for one person.
func Template(a Answers) []byte { panic("not yet") }

// Invitation is what the templates of [Invite] may speak of. Why of a goal is
// not here, so that no template can tell it.
type Invitation struct {
	Me, Person Named
	Goal       Public
	Minutes    int
}

// Named is a person in an invitation.
type Named struct{ Name, FirstName string }

// Public is what an invitation may say of a goal.
type Public struct{ Topic, Offer string }
