package people

import (
	"cmp"
	"fmt"
	"slices"

	"fika/internal/prose"
)

// Fault is a part of a source that cannot be understood, or that probably does not
// mean what its author meant.
type Fault struct {
	File   string // as named by the caller, or as found in a folder named by the caller
	Line   int    // from 1; 0: the whole file or folder cannot be read, so it is unknown who is in it
	Col    int    // from 1, in bytes; 0 for the whole line or card
	Text   string // what is wrong, lower case, no full stop
	Hint   string // how to fix it; may be empty
	Column string // key of [people.columns] if the fault is there; then there is no file
	Note   bool   // no data about a person was lost: worth reporting once, when the file is checked
}

// String formats the fault as a compiler would: file:line:col: text. Callers print
// the hint.
func (f Fault) String() string {
	switch {
	case f.Line == 0:
		return fmt.Sprintf("%s: %s", f.File, f.Text)
	case f.Col == 0:
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Text)
}

// maxFaults is how many faults are reported for one file. One more says how many
// were omitted: nobody fixes five hundred rows by reading five hundred lines.
const maxFaults = 100

// place is a position in a file.
type place struct{ line, col int }

// faults are those of one file.
type faults struct {
	file string
	list []Fault
	more int
	next place // of the first that was omitted
}

// add reports a fault that costs a row, a card or the file.
func (f *faults) add(at place, hint, format string, args ...any) {
	f.report(false, at, hint, format, args...)
}

// note reports a fault that loses no data about a person.
func (f *faults) note(at place, hint, format string, args ...any) {
	f.report(true, at, hint, format, args...)
}

func (f *faults) report(note bool, at place, hint, format string, args ...any) {
	if len(f.list) == maxFaults {
		if f.more == 0 {
			f.next = at
		}
		f.more++
		return
	}
	f.list = append(f.list, Fault{File: f.file, Line: at.line, Col: at.col, Text: prose.Sprintf(format, args...), Hint: hint, Note: note})
}

// all returns the faults by place, and a last one for those that were omitted.
func (f *faults) all() []Fault {
	slices.SortStableFunc(f.list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	if f.more == 0 {
		return f.list
	}
	text := fmt.Sprintf("%d more faults in this file", f.more)
	return append(f.list, Fault{File: f.file, Line: f.next.line, Col: f.next.col, Text: text})
}

// quote returns word for a message: control characters made visible, and cut if long.
func quote(word string) string {
	const most = 40
	if len(word) > most {
		return fmt.Sprintf("%q...", word[:most])
	}
	return fmt.Sprintf("%q", word)
}
