package people

import "fika/planner"

// CSV reads the colleagues in data, the content of the file at path, in the
// order of its rows. Levels are names of levels, lowest first.
func CSV(path string, data []byte, levels []string) ([]planner.Person, []Fault) {
	panic("not yet")
}
