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
	holdHint api.Hint // for the calendar NAME; none means that of the code
}

// kinds lists the kinds, the most specific first. It is the only place where they get
// their codes.
func kinds() []kind {
	notMine := api.Hint{Text: "add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika logout NAME, then fika login NAME"}
	return []kind{
		{calendar.ErrMissingScope, api.CodeScopeMissing, "", api.CodeScopeMissing, api.Hint{Text: "fika login NAME, and tick every box", Command: "fika login NAME"}},
		{calendar.ErrWrongAccount, api.CodeWrongAccount, "", api.CodeWrongAccount, notMine},
		{calendar.ErrSignIn, api.CodeSignIn, "", api.CodeSignIn, api.Run("fika login NAME")},
		{calendar.ErrCaptivePortal, api.CodeTemporary, "log in to the network you are on, then try again", api.CodeCaptivePortal, api.Hint{}},
		{calendar.ErrRateLimited, api.CodeTemporary, "", api.CodeRateLimited, api.Hint{}},
		{calendar.ErrOffline, api.CodeTemporary, "", api.CodeOffline, api.Hint{}},
		{calendar.ErrReadOnly, "", "", api.CodeCalendarReadOnly, api.Hint{}},
		{calendar.ErrUnsent, api.CodeTemporary, "", "", api.Hint{}},

		{store.ErrNotFound, api.CodeNotFound, "fika bookings --all lists every ID", "", api.Hint{}},
		{store.ErrAmbiguous, api.CodeAmbiguous, "type more letters of the ID", "", api.Hint{}},
		{store.ErrWrongState, api.CodeTooLate, "", "", api.Hint{}},
		{store.ErrHasLiveBooking, api.CodeGuarded, "one coffee at a time with one person", "", api.Hint{}},
		{store.ErrNewer, api.CodeNewer, "", "", api.Hint{}},
		{store.ErrUnsafe, api.CodeUnsafe, "make the folder yours alone: chmod 700", "", api.Hint{}},
		{store.ErrCopy, api.CodeUnwritable, "", "", api.Hint{}},
		{store.ErrNoBackup, api.CodeUnreadable, "choose another copy; those of the last days are in the folder backups beside the store", "", api.Hint{}},
		{store.ErrMissing, api.CodeDamaged, "restore a copy with: fika restore FILE; to start over, and forget who fika invited, remove the file \"installed\" beside it", api.CodeDamaged, api.Hint{}},
		{store.ErrCorrupt, api.CodeDamaged, "", api.CodeDamaged, api.Hint{}},
		{store.ErrFull, api.CodeDisk, "", api.CodeStoreFull, api.Hint{}},
		{store.ErrReadOnly, api.CodeDisk, "fix the permissions or the disk of the state folder; fika paths shows it", api.CodeStoreReadOnly, api.Hint{}},

		{syscall.ENOSPC, api.CodeDisk, "", api.CodeCalendarDisk, api.Hint{}},
		{syscall.EDQUOT, api.CodeDisk, "", api.CodeCalendarDisk, api.Hint{}},
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
func remedy(name string, err error) (code api.Code, hint api.Hint) {
	k := kindOf(err)
	code = cmp.Or(k.hold, api.CodeCalendarUnreadable)
	named := strings.NewReplacer("NAME", name)
	return code, cmp.Or(api.Hint{Text: named.Replace(k.holdHint.Text), Command: named.Replace(k.holdHint.Command)}, api.Holds.Of(code).Hint)
}

// Unread is the fault of a question that the calendar of that name does not answer:
// missing events do not mean free time.
func Unread(name string, err error) error {
	code, hint := remedy(name, err)
	return heldBy(code, fmt.Sprintf("calendar %q cannot be read: %v", name, err), hint)
}

// heldBy is the fault of a question that a hold prevents: with the code of the hold where
// a fault can have it, since scripts look for a lost sign-in.
func heldBy(code api.Code, text string, hint api.Hint) *api.Fault {
	if api.Faults.Of(code).Code == "" {
		code = api.CodeHeld
	}
	return &api.Fault{Code: code, Text: text, Hint: hint.Text}
}

func unknownPerson(who string) error {
	return &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("nobody has the address or name %q", who), Hint: "fika people lists everybody fika knows"}
}
