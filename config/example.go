package config

import _ "embed"

//go:embed fika.example.toml
var example string

// Example is the commented example: every section, with invented people.
func Example() []byte { return []byte(example) }
