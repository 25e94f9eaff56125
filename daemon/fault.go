package daemon

import (
	"errors"
	"fmt"
	"io/fs"

	"fika/internal/api"
	"fika/internal/store"
)

// fault turns an error of the store into one that says what to do next. It returns other
// errors unchanged.
func fault(err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return &api.Fault{Code: api.CodeNotFound, Text: err.Error(), Hint: "fika bookings --all lists every id"}
	case errors.Is(err, store.ErrAmbiguous):
		return &api.Fault{Code: api.CodeAmbiguous, Text: err.Error(), Hint: "type more letters of the id"}
	case errors.Is(err, store.ErrState):
		return api.NewFault(api.CodeTooLate, err.Error())
	case errors.Is(err, store.ErrTaken):
		return &api.Fault{Code: api.CodeGuarded, Text: err.Error(), Hint: "one coffee at a time with one person"}
	case errors.Is(err, store.ErrFull), errors.Is(err, store.ErrReadOnly):
		return &api.Fault{Code: api.CodeDisk, Text: err.Error(), Hint: "free some space or fix the permissions of the state folder; fika paths shows it"}
	case errors.Is(err, store.ErrCorrupt):
		return api.NewFault(api.CodeDamaged, err.Error())
	case errors.Is(err, fs.ErrExist):
		return &api.Fault{Code: api.CodeInvalid, Text: err.Error(), Hint: "choose a file that does not exist yet"}
	}
	return err
}

func unknownPerson(who string) error {
	return &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("nobody has the address or name %q", who), Hint: "fika people lists everybody fika knows"}
}
