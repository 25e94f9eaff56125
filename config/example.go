package config

import _ "embed"

//go:embed fika.example.toml
var example string

// Example is the commented example: every section, with invented people.
func Example() []byte { return []byte(example) }

// Answers are what `fika init` asks. What is empty is left to the file's
// defaults, or stays in it as a comment.
type Answers struct {
	Name, Email, Zone, Department string
	Aliases                       []string
	ClientSecretFile              string   // a Google calendar, or
	CalendarPath                  string   // a folder of .ics files
	CSV                           []string // files of colleagues
	Domains                       []string
	Hours                         []string // such as "mon-fri 09:00-12:00"
}

// Template is a commented file for one person.
func Template(a Answers) []byte { return []byte(example) }
