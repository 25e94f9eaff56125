package people

import "fika/planner"

// VCard reads the colleagues in data, the content of the file at path, in the
// order of its cards. Levels are names of levels, lowest first.
func VCard(path string, data []byte, levels []string) ([]planner.Person, []Fault) {
	panic("not yet")
}
