package api

import "slices"

// Code identifies a kind of fault or hold to programs. Codes are stable.
type Code string

// Severity says who has to act, in words for docs/faults.md.
type Severity string

// The severities.
const (
	Wanted  Severity = "your choice"    // the user asked for it
	Passing Severity = "ends by itself" // nobody has to act
	Yours   Severity = "needs you"      // the user has to act
	Broken  Severity = "data damaged"   // fika's own data is lost or damaged
)

// Meaning describes a code.
type Meaning struct {
	Code     Code
	Cause    string // half a sentence
	Severity Severity
	Hint     Hint // default advice; none only if the user wanted it so
}

// Meanings lists the codes of one kind, each once.
type Meanings []Meaning

// Of returns the meaning of code. An unknown code, say from another version, has the
// zero Meaning.
func (m Meanings) Of(code Code) Meaning {
	if i := slices.IndexFunc(m, func(one Meaning) bool { return one.Code == code }); i >= 0 {
		return m[i]
	}
	return Meaning{}
}
