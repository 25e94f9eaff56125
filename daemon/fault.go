package daemon

import (
	"errors"
	"fmt"
	"io/fs"

	"fika/internal/store"
)

// Code tells programs what kind of fault it was. Codes are stable.
type Code string

// The codes of faults that a question or an order can meet.
const (
	NotFound  Code = "not_found"
	Ambiguous Code = "ambiguous"
	TooLate   Code = "too_late" // the booking is past that
	Guarded   Code = "guard"    // a rule forbids it
	Held      Code = "held"     // a hold stands
	SignIn    Code = "auth_required"
	Invalid   Code = "invalid" // the question itself is wrong
	Failed    Code = "failed"  // nothing of the above
	Disk      Code = "disk"
	Damaged   Code = "store_corrupt"
)

// Fault is an answer that says no: with a code for programs, and what to do
// next for people.
type Fault struct {
	Code Code   `json:"code"`
	Text string `json:"message"`
	Hint string `json:"hint,omitempty"`
}

func (f *Fault) Error() string { return f.Text }

// fault turns an error of the store into one that says what to do next. Others
// stay as they are.
func fault(err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return &Fault{NotFound, err.Error(), "fika bookings --all lists every id"}
	case errors.Is(err, store.ErrAmbiguous):
		return &Fault{Ambiguous, err.Error(), "type more letters of the id"}
	case errors.Is(err, store.ErrState):
		return &Fault{TooLate, err.Error(), "fika why ID shows what became of it"}
	case errors.Is(err, store.ErrTaken):
		return &Fault{Guarded, err.Error(), "one coffee at a time with one person"}
	case errors.Is(err, store.ErrFull), errors.Is(err, store.ErrReadOnly):
		return &Fault{Disk, err.Error(), "make room or mend the rights of the state folder; fika paths shows it"}
	case errors.Is(err, store.ErrCorrupt):
		return &Fault{Damaged, err.Error(), corruptHint}
	case errors.Is(err, fs.ErrExist):
		return &Fault{Invalid, err.Error(), "name a file that is not there yet"}
	}
	return err
}

func unknownPerson(who string) error {
	return &Fault{NotFound, fmt.Sprintf("nobody known has the address or name %q", who), "fika people lists whom fika knows"}
}
