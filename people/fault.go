package people

// Fault is a part of a source that could not be understood.
type Fault struct {
	File string // as the caller named it, or the file found in a folder that the caller named
	Line int    // from 1; 0: the file as a whole gave nobody
	Col  int    // from 1, in bytes; 0 if the whole line or card is meant
	Text string // what is wrong, lower case, no full stop
	Hint string // what would mend it; may be empty
}

// String is the fault as a compiler would print it, file:line:col: text.
func (f Fault) String() string {
	panic("not yet")
}
