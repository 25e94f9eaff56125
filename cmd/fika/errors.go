package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"fika/config"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/prose"
	"fika/internal/terminal"
)

// Exit codes. 2 is unused because a Go program that panics exits with it.
const (
	exitDone        = 0
	exitFailed      = 1
	exitAttention   = 3
	exitNoDaemon    = 4
	exitSignIn      = 5
	exitGuarded     = 6
	exitUsage       = 64
	exitDisk        = 74
	exitTemporary   = 75
	exitUnsafe      = 77
	exitConfig      = 78
	exitNewer       = 79
	exitLocked      = 80
	exitInterrupted = 130
)

// usage returns a fault of the command line.
func usage(format string, args ...any) *api.Fault {
	return api.NewFault(api.CodeUsage, fmt.Sprintf(format, args...))
}

// errAttention ends a command that succeeded and printed something for the user to act
// on. Only the exit code is left to report.
var errAttention = errors.New("attention needed")

// report prints err and returns its exit code.
func (a *cli) report(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errAttention) {
		return exitAttention
	}
	f := app.Explain(err)
	if a.flags.json {
		a.reportJSON(f)
		return exitOf(f.Code)
	}
	var faults config.Faults
	if errors.As(err, &faults) {
		fmt.Fprint(a.stderr, terminal.Lines(faults.Error()))
		f.Text = "the configuration has " + tallyErrors(faults) // each was printed above
	}
	fmt.Fprintf(a.stderr, "fika: error: %s\n", terminal.Visible(f.Text))
	if f.Hint != "" {
		fmt.Fprintf(a.stderr, "fika: hint: %s\n", terminal.Visible(f.Hint))
	}
	return exitOf(f.Code)
}

func (a *cli) reportJSON(f *api.Fault) {
	failure := api.Failure{Error: api.FailureError{Code: f.Code, Exit: exitOf(f.Code), Text: f.Text, Hint: f.Hint}}
	text, _ := json.Marshal(failure) // four plain fields cannot fail
	fmt.Fprintf(a.stderr, "%s\n", text)
}

// exitCodes are the exit codes of faults; the default is exitFailed.
var exitCodes = map[api.Code]int{
	api.CodeNoDaemon: exitNoDaemon,

	api.CodeSignIn:       exitSignIn,
	api.CodeScopeMissing: exitSignIn,
	api.CodeWrongAccount: exitSignIn,
	api.CodeNotSignedIn:  exitSignIn,

	api.CodeGuarded:      exitGuarded,
	api.CodeHeld:         exitGuarded,
	api.CodeNotConfirmed: exitGuarded,

	api.CodeUsage:   exitUsage,
	api.CodeInvalid: exitUsage,

	api.CodeDisk:       exitDisk,
	api.CodeDamaged:    exitDisk,
	api.CodeSocket:     exitDisk,
	api.CodeOutput:     exitDisk,
	api.CodeUnreadable: exitDisk,
	api.CodeUnwritable: exitDisk,

	api.CodeTemporary: exitTemporary,
	api.CodeStarting:  exitTemporary,
	api.CodeUnsafe:    exitUnsafe,

	api.CodeConfigInvalid:    exitConfig,
	api.CodeConfigMissing:    exitConfig,
	api.CodeConfigUnreadable: exitConfig,
	api.CodeNoGoals:          exitConfig,
	api.CodeNoGoogle:         exitConfig,

	api.CodeNewer:       exitNewer,
	api.CodeLocked:      exitLocked,
	api.CodeHangs:       exitLocked,
	api.CodeInterrupted: exitInterrupted,
}

// exitOf returns the exit code for a fault with that code.
func exitOf(code api.Code) int { return cmp.Or(exitCodes[code], exitFailed) }

// tallyErrors counts the errors.
func tallyErrors(faults config.Faults) string { return prose.Count(len(faults.Errors()), "error") }
