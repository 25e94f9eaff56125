package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"fika/calendar"
	"fika/config"
	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/store"
)

// Explain turns any error into a code and advice on what to do next. The caller may
// change the fault.
func Explain(err error) *api.Fault {
	var known *api.Fault
	var faults config.Faults
	var locked *store.LockedError
	switch {
	case errors.As(err, &known):
		return &api.Fault{Code: known.Code, Text: err.Error(), Hint: known.Hint}
	case errors.As(err, &faults):
		return api.NewFault(api.CodeConfigInvalid, summary(faults))
	case errors.As(err, &locked):
		return api.NewFault(api.CodeLocked, err.Error())
	}
	for _, k := range kinds() {
		if k.explain == nil {
			continue
		}
		if f := k.explain(err); f != nil {
			return f
		}
	}
	switch {
	case errors.Is(err, client.ErrNoDaemon):
		return api.NewFault(api.CodeNoDaemon, "no fika is running")
	case errors.Is(err, context.Canceled):
		return api.NewFault(api.CodeInterrupted, "interrupted")
	}
	for _, row := range explanations() {
		if errors.Is(err, row.is) {
			fault := api.NewFault(row.code, err.Error())
			fault.Hint = cmp.Or(row.hint, fault.Hint)
			return fault
		}
	}
	return api.NewFault(api.CodeFailed, err.Error())
}

type explanation struct {
	is   error
	code api.Code
	hint string // "" means that of the code
}

// explanations lists the errors that have a known value, the most specific first.
func explanations() []explanation {
	return []explanation{
		{calendar.ErrOther, api.CodeWrongAccount, ""},
		{calendar.ErrSignIn, api.CodeSignIn, ""},
		{calendar.ErrUnsent, api.CodeTemporary, ""},
		{client.ErrHangs, api.CodeHangs, ""},
		{store.ErrNewer, api.CodeNewer, ""},
		{config.ErrUnsafe, api.CodeUnsafe, "make the file and its folder writable for you alone: chmod go-w"},
		{config.ErrOvertaken, api.CodeChanged, ""},
		{store.ErrUnsafe, api.CodeUnsafe, "make the folder yours alone: chmod 700"},
		{store.ErrLost, api.CodeDamaged, "restore a copy with: fika restore FILE; to start over, and forget who fika invited, remove the file \"installed\" beside it"},
		{store.ErrCorrupt, api.CodeDamaged, "keep the folder as it is; restore a copy with: fika restore FILE"},
		{store.ErrFull, api.CodeDisk, ""},
		{store.ErrReadOnly, api.CodeDisk, "fix the permissions or the disk of the state folder; fika paths shows it"},
		{syscall.ENOSPC, api.CodeDisk, ""},
		{syscall.EDQUOT, api.CodeDisk, ""},
		{fs.ErrPermission, api.CodeDisk, "check the owner and the mode of the file"},
	}
}

// summary describes a file with faults in one line.
func summary(faults config.Faults) string {
	errs := faults.Errors()
	if len(errs) == 0 {
		return "the configuration has faults"
	}
	first := errs[0]
	text := fmt.Sprintf("%s:%d: %s", first.File, first.Line, first.Text)
	if len(errs) > 1 {
		text += fmt.Sprintf(", and %d more", len(errs)-1)
	}
	return text
}
