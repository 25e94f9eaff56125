package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"fika/calendar"
	"fika/calendar/google"
	"fika/calendar/remote"
	"fika/config"
	"fika/daemon"
	"fika/internal/english"
	"fika/internal/store"
	"fika/internal/web"
)

// Exit codes. 2 is never used: a Go program that panics ends with it. 5 and 75
// are kept for calendars that lie on a network.
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

// failure is an error as the user gets to see it. Code is for programs and
// stable.
type failure struct {
	code string
	exit int
	text string
	hint string
}

func (f *failure) Error() string { return f.text }

// usage says that the command line is wrong.
func usage(format string, args ...any) *failure {
	return &failure{"usage", exitUsage, fmt.Sprintf(format, args...), ""}
}

// errAttention ends a command that did its work and printed what needs the
// user: only the exit code is left to say so.
var errAttention = errors.New("attention needed")

// report prints err and returns its exit code.
func (a *cli) report(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errAttention) {
		return exitAttention
	}
	f := explain(err)
	if a.flags.json {
		a.reportJSON(f)
		return f.exit
	}
	var faults config.Faults
	if errors.As(err, &faults) {
		fmt.Fprint(a.stderr, lines(faults.Error()))
		f.text = "the configuration has " + tallyErrors(faults) // each was said a line above
	}
	fmt.Fprintf(a.stderr, "fika: error: %s\n", visible(f.text))
	if f.hint != "" {
		fmt.Fprintf(a.stderr, "fika: hint: %s\n", visible(f.hint))
	}
	return f.exit
}

func (a *cli) reportJSON(f *failure) {
	var doc struct {
		Error struct {
			Code    string `json:"code"`
			Exit    int    `json:"exit"`
			Message string `json:"message"`
			Hint    string `json:"hint"`
		} `json:"error"`
	}
	doc.Error.Code, doc.Error.Exit, doc.Error.Message, doc.Error.Hint = f.code, f.exit, f.text, f.hint
	text, _ := json.Marshal(doc) // four plain fields cannot fail
	fmt.Fprintf(a.stderr, "%s\n", text)
}

// explain turns any error into what the user needs: a code, an exit code, and
// what to do next.
func explain(err error) *failure {
	var f *failure
	var refused *daemon.Fault
	var faults config.Faults
	var locked *store.LockedError
	var client *google.ClientError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &refused):
		return &failure{string(refused.Code), faultExit(refused.Code), err.Error(), refused.Hint}
	case errors.As(err, &faults):
		return &failure{"config_invalid", exitConfig, summary(faults), "mend the file, then: fika config check"}
	case errors.As(err, &locked):
		return &failure{"locked", exitLocked, err.Error(), "it does not answer on this socket; wait for it to end, or name its own with --socket"}
	case isSignIn(err):
		return &failure{"sign_in", exitSignIn, err.Error(), "begin again with: fika login"}
	case errors.As(err, &client):
		return &failure{"config_invalid", exitConfig, err.Error(), "docs/google.md says how to get the file"}
	case errors.Is(err, web.ErrNoDaemon):
		return &failure{"no_daemon", exitNoDaemon, "no fika is running", "start one with: fika run"}
	case errors.Is(err, context.Canceled):
		return &failure{"interrupted", exitInterrupted, "interrupted", ""}
	}
	for _, row := range explanations() {
		if errors.Is(err, row.is) {
			return &failure{row.code, row.exit, err.Error(), row.hint}
		}
	}
	return &failure{"failed", exitFailed, err.Error(), ""}
}

// isSignIn reports whether err ended a sign-in that the user can begin again.
func isSignIn(err error) bool {
	var denied *google.DeniedError
	var scope *google.ScopeError
	var other *remote.AccountError
	return errors.As(err, &denied) || errors.As(err, &scope) || errors.As(err, &other) || errors.Is(err, google.ErrPasted)
}

type explanation struct {
	is   error
	code string
	exit int
	hint string
}

// explanations are the errors that are told by a value, the narrow ones first.
func explanations() []explanation {
	const room = "make room on the disk; fika paths shows where the state lies"
	return []explanation{
		{calendar.ErrOther, "wrong_account", exitSignIn, "add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika login"},
		{calendar.ErrSignIn, "auth_required", exitSignIn, "fika login"},
		{calendar.ErrUnsent, "temporary", exitTemporary, "try again in a while"},
		{web.ErrHangs, "hangs", exitLocked, "look at it, or stop it and start it again"},
		{store.ErrNewer, "store_newer", exitNewer, "use the newer fika; an older one would forget what it wrote"},
		{config.ErrUnsafe, "unsafe", exitUnsafe, "make the file and its folder writable for you alone: chmod go-w"},
		{store.ErrUnsafe, "unsafe", exitUnsafe, "make the folder yours alone: chmod 700"},
		{store.ErrLost, "store_corrupt", exitDisk, "put a copy back with: fika restore FILE; to begin anew, and forget whom fika invited, remove the file \"installed\" beside it"},
		{store.ErrCorrupt, "store_corrupt", exitDisk, "keep the folder as it is; put a copy back with: fika restore FILE"},
		{store.ErrFull, "disk", exitDisk, room},
		{store.ErrReadOnly, "disk", exitDisk, "mend the rights or the disk of the state folder; fika paths shows it"},
		{syscall.ENOSPC, "disk", exitDisk, room},
		{syscall.EDQUOT, "disk", exitDisk, room},
		{fs.ErrPermission, "disk", exitDisk, "look at the owner and the mode of the file"},
	}
}

// faultExit is the exit code of a refusal.
func faultExit(code daemon.Code) int {
	switch code {
	case daemon.Guarded, daemon.Held:
		return exitGuarded
	case daemon.SignIn:
		return exitSignIn
	case daemon.Invalid:
		return exitUsage
	case daemon.Disk, daemon.Damaged:
		return exitDisk
	}
	return exitFailed
}

// tallyErrors is how many errors there are.
func tallyErrors(faults config.Faults) string { return english.Count(len(faults.Errors()), "error") }

// summary is what a file with faults is called in one line.
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

// lines makes every line of text safe to print.
func lines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(visible(strings.TrimSuffix(line, "\n")) + "\n")
	}
	return b.String()
}
