package people

import (
	"cmp"
	"fmt"
	"slices"

	"fika/internal/excerpt"
)

// Fault is a part of a source that could not be understood, or will hardly
// mean what its writer meant.
type Fault struct {
	File   string // as the caller named it, or as found in a folder that the caller named
	Line   int    // from 1; 0: the file or folder as a whole cannot be read, so nobody knows who is in it
	Col    int    // from 1, in bytes; 0 if the whole line or card is meant
	Text   string // what is wrong, lower case, no full stop
	Hint   string // what would mend it; may be empty
	Column string // of [people.columns], if that is at fault; then there is no file
	Note   bool   // nothing of a person was left out: worth telling once, when the file is checked
}

// String is the fault as a compiler would print it, file:line:col: text. The
// hint is left to who prints it.
func (f Fault) String() string {
	switch {
	case f.Line == 0:
		return fmt.Sprintf("%s: %s", f.File, f.Text)
	case f.Col == 0:
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Text)
}

// MaxFaults is how many faults of one file are told. One more says how many
// were left out: nobody mends five hundred rows by reading five hundred lines.
const MaxFaults = 100

// place is where in a file something stands.
type place struct{ line, col int }

// faults are those of one file.
type faults struct {
	file string
	told []Fault
	more int
	next place // of the first that was left out
}

// add tells what costs a row, a card or the file.
func (f *faults) add(at place, hint, format string, args ...any) {
	f.tell(false, at, hint, format, args...)
}

// note tells what costs no person.
func (f *faults) note(at place, hint, format string, args ...any) {
	f.tell(true, at, hint, format, args...)
}

func (f *faults) tell(note bool, at place, hint, format string, args ...any) {
	if len(f.told) == MaxFaults {
		if f.more == 0 {
			f.next = at
		}
		f.more++
		return
	}
	f.told = append(f.told, Fault{File: f.file, Line: at.line, Col: at.col, Text: excerpt.Sprintf(format, args...), Hint: hint, Note: note})
}

// all are the faults by place, with a last one for those that were left out.
func (f *faults) all() []Fault {
	slices.SortStableFunc(f.told, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	if f.more == 0 {
		return f.told
	}
	text := fmt.Sprintf("%d more faults in this file", f.more)
	return append(f.told, Fault{File: f.file, Line: f.next.line, Col: f.next.col, Text: text})
}

// quote is word for a fault: visible whatever it holds, and cut if it is long.
func quote(word string) string {
	const most = 40
	if len(word) > most {
		return fmt.Sprintf("%q...", word[:most])
	}
	return fmt.Sprintf("%q", word)
}
