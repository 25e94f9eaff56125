package daemon

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
)

// A kind is an error of a calendar or of the store that callers act on, and its codes:
// a command may end with it, and it may hold up the daemon.
type kind struct {
	is    error
	fault api.Code // of a command that ends with it; "" if none does
	hint  string   // of the fault; "" means that of the code

	hold     api.Code // of a daemon that it stops; "" if it stops none
	holdHint string   // for the calendar NAME; "" means that of the code
}

// kinds lists the kinds, the most specific first. It is the only place where they get
// their codes.
func kinds() []kind {
	const notMine = "add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika logout NAME, then fika login NAME"
	return []kind{
		{calendar.ErrMissingScope, api.CodeScopeMissing, "", api.CodeScopeMissing, "fika login NAME, and tick every box"},
		{calendar.ErrWrongAccount, api.CodeWrongAccount, "", api.CodeWrongAccount, notMine},
		{calendar.ErrSignIn, api.CodeSignIn, "", api.CodeSignIn, "fika login NAME"},
		{calendar.ErrCaptivePortal, api.CodeTemporary, "log in to the network you are on, then try again", api.CodeCaptivePortal, ""},
		{calendar.ErrRateLimited, api.CodeTemporary, "", api.CodeRateLimited, ""},
		{calendar.ErrOffline, api.CodeTemporary, "", api.CodeOffline, ""},
		{calendar.ErrReadOnly, "", "", api.CodeCalendarReadOnly, ""},
		{calendar.ErrUnsent, api.CodeTemporary, "", "", ""},

		{store.ErrNotFound, api.CodeNotFound, "fika bookings --all lists every id", "", ""},
		{store.ErrAmbiguous, api.CodeAmbiguous, "type more letters of the id", "", ""},
		{store.ErrState, api.CodeTooLate, "", "", ""},
		{store.ErrTaken, api.CodeGuarded, "one coffee at a time with one person", "", ""},
		{store.ErrNewer, api.CodeNewer, "", "", ""},
		{store.ErrUnsafe, api.CodeUnsafe, "make the folder yours alone: chmod 700", "", ""},
		{store.ErrCopy, api.CodeUnwritable, "", "", ""},
		{store.ErrNoBackup, api.CodeUnreadable, "choose another copy; those of the last days are in the folder backups beside the store", "", ""},
		{store.ErrLost, api.CodeDamaged, "restore a copy with: fika restore FILE; to start over, and forget who fika invited, remove the file \"installed\" beside it", api.CodeDamaged, ""},
		{store.ErrCorrupt, api.CodeDamaged, "", api.CodeDamaged, ""},
		{store.ErrFull, api.CodeDisk, "", api.CodeStoreFull, ""},
		{store.ErrReadOnly, api.CodeDisk, "fix the permissions or the disk of the state folder; fika paths shows it", api.CodeStoreReadOnly, ""},

		{syscall.ENOSPC, api.CodeDisk, "", api.CodeCalendarDisk, ""},
		{syscall.EDQUOT, api.CodeDisk, "", api.CodeCalendarDisk, ""},
	}
}

// kindOf returns the kind of err; the zero kind if it has none.
func kindOf(err error) kind {
	for _, k := range kinds() {
		if errors.Is(err, k.is) {
			return k
		}
	}
	return kind{}
}

// Explain returns the fault of a command that ends with err, an error of a calendar or of
// the store; nil for any other error. The caller may change the fault.
func Explain(err error) *api.Fault {
	k := kindOf(err)
	if k.fault == "" {
		return nil
	}
	f := api.NewFault(k.fault, err.Error())
	f.Hint = cmp.Or(k.hint, f.Hint)
	return f
}

// fault is [Explain] for errors that may be of another kind: it returns those unchanged.
func fault(err error) error {
	if f := Explain(err); f != nil {
		return f
	}
	return err
}

// remedy returns the code of the hold for a calendar that failed with err, and what the
// user can do.
func remedy(name string, err error) (code api.Code, hint string) {
	k := kindOf(err)
	code = cmp.Or(k.hold, api.CodeCalendarUnreadable)
	return code, cmp.Or(strings.ReplaceAll(k.holdHint, "NAME", name), api.Holds.Of(code).Hint)
}

// Unread is the fault of a question that the calendar of that name does not answer:
// missing events do not mean free time.
func Unread(name string, err error) error {
	code, hint := remedy(name, err)
	return heldBy(code, fmt.Sprintf("calendar %q cannot be read: %v", name, err), hint)
}

// heldBy is the fault of a question that a hold prevents: with the code of the hold where
// a fault can have it, since scripts look for a lost sign-in.
func heldBy(code api.Code, text, hint string) *api.Fault {
	if api.Faults.Of(code).Code == "" {
		code = api.CodeHeld
	}
	return &api.Fault{Code: code, Text: text, Hint: hint}
}

func unknownPerson(who string) error {
	return &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("nobody has the address or name %q", who), Hint: "fika people lists everybody fika knows"}
}
