package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/store"
)

// Explain turns any error into a code and advice on what to do next, for every code that
// has one. The caller may change the fault.
func Explain(err error) *api.Fault {
	var known *api.Fault
	var faults config.Faults
	var locked *store.LockedError
	switch {
	case errors.As(err, &known):
		return &api.Fault{Code: known.Code, Text: err.Error(), Hint: cmp.Or(known.Hint, api.Faults.Of(known.Code).Hint.Text)}
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
	if f := daemon.Explain(err); f != nil {
		return f
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

// explanations lists the errors of what only commands use. Those of calendars and of the
// store are [daemon.Explain]'s.
func explanations() []explanation {
	return []explanation{
		{client.ErrHangs, api.CodeHangs, ""},
		{config.ErrWritableByOthers, api.CodeUnsafe, "make the file and its folder writable for you alone: chmod go-w"},
		{config.ErrChangedMeanwhile, api.CodeChanged, ""},
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
