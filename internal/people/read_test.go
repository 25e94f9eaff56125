package people

import "fika/planner"

// CSV and VCard read one source alone; the program reads all of them, see [Load].

func CSV(path string, data []byte, levels []string) ([]planner.Person, []Fault) {
	list, faults := readCSV(newFields(path, levels), data, nil)
	return persons(list), faults
}

func VCard(path string, data []byte, levels []string) ([]planner.Person, []Fault) {
	list, faults := readCards(newFields(path, levels), data)
	return persons(list), faults
}

func persons(entries []entry) []planner.Person {
	var list []planner.Person
	for _, e := range entries {
		list = append(list, e.Person)
	}
	return list
}
