package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"fika/config"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/prose"
	"fika/internal/terminal"
)

// usage returns a fault of the command line. Its hint is the help of the command, unless
// the caller sets another one.
func usage(format string, args ...any) *api.Fault {
	return &api.Fault{Code: api.CodeUsage, Text: fmt.Sprintf(format, args...)}
}

// errAttention ends a command that succeeded and printed something for the user to act
// on. Only the exit code is left to report.
var errAttention = errors.New("attention needed")

// report prints err and returns its exit code.
func (a *cli) report(err error) int {
	if err == nil {
		return api.ExitDone
	}
	if errors.Is(err, errAttention) {
		return api.ExitAttention
	}
	f := app.Explain(err)
	if a.flags.json {
		a.reportJSON(f)
		return api.ExitOf(f.Code)
	}
	var faults config.Faults
	if errors.As(err, &faults) {
		fmt.Fprint(a.stderr, terminal.Lines(faults.Error()))
		f.Text = "the configuration has " + countErrors(faults) // each was printed above
	}
	fmt.Fprintf(a.stderr, "fika: error: %s\n", terminal.Visible(f.Text))
	if f.Hint != "" {
		fmt.Fprintf(a.stderr, "fika: hint: %s\n", terminal.Visible(f.Hint))
	}
	return api.ExitOf(f.Code)
}

func (a *cli) reportJSON(f *api.Fault) {
	failure := api.Failure{Error: api.FailureError{Code: f.Code, Exit: api.ExitOf(f.Code), Text: f.Text, Hint: f.Hint}}
	text, _ := json.Marshal(failure) // four plain fields cannot fail
	fmt.Fprintf(a.stderr, "%s\n", text)
}

// countErrors counts the errors.
func countErrors(faults config.Faults) string { return prose.Count(len(faults.Errors()), "error") }
