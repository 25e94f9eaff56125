package api

import "slices"

// Code tells programs what kind of fault or hold it is. Codes are stable.
type Code string

// Severity says who ends a trouble.
type Severity string

// The severities.
const (
	Wanted  Severity = "wanted"  // the user asked for it
	Passing Severity = "passing" // it waits by itself
	Yours   Severity = "yours"   // it waits for the user
	Broken  Severity = "broken"  // something of fika's own is lost or damaged
)

// A Meaning is what a code stands for.
type Meaning struct {
	Code     Code
	Cause    string // in half a sentence
	Severity Severity
	Hint     string // what to do next, where nothing narrower is known; "" if that depends on the case
}

// Meanings are the codes of one kind, each once.
type Meanings []Meaning

// Of is the meaning of code; of one that another version made up, the zero Meaning.
func (m Meanings) Of(code Code) Meaning {
	if i := slices.IndexFunc(m, func(one Meaning) bool { return one.Code == code }); i >= 0 {
		return m[i]
	}
	return Meaning{}
}
