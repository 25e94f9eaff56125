package api

import "slices"

// Exit codes of commands. 2 is unused because a Go program that panics exits with it.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitAttention   = 3 // the command succeeded
	ExitNoDaemon    = 4
	ExitSignIn      = 5
	ExitRefused     = 6
	ExitUsage       = 64
	ExitDisk        = 74
	ExitTemporary   = 75
	ExitUnsafe      = 77
	ExitConfig      = 78
	ExitNewer       = 79
	ExitLocked      = 80
	ExitInterrupted = 130
)

// Exit describes an exit code.
type Exit struct {
	Code    int
	Meaning string
	Faults  []Code // that end a command with it; all that have no other code end it with ExitFailed
}

// Exits lists all exit codes, in order.
var Exits = []Exit{
	{ExitDone, "success", nil},
	{ExitFailed, "failed; the message says why", nil},
	{ExitAttention, "success, but something needs attention: run --once, status --check, doctor", nil},
	{ExitNoDaemon, "no fika is running", []Code{CodeNoDaemon}},
	{ExitSignIn, "you must sign in", []Code{CodeSignIn, CodeScopeMissing, CodeWrongAccount, CodeNotSignedIn}},
	{ExitRefused, "refused: by a rule, a hold or you", []Code{CodeGuarded, CodeHeld, CodeNotConfirmed, CodeRole}},
	{ExitUsage, "the command line is wrong", []Code{CodeUsage, CodeInvalid}},
	{ExitDisk, "the disk: full, not readable, not writable, or the state is damaged",
		[]Code{CodeDisk, CodeDamaged, CodeOutput, CodeUnreadable, CodeUnwritable}},
	{ExitTemporary, "temporary: offline or asked to wait; try later", []Code{CodeTemporary, CodeStarting, CodeBusy}},
	{ExitUnsafe, "others can read or write the state folder", []Code{CodeUnsafe}},
	{ExitConfig, "the configuration has faults, or there is none",
		[]Code{CodeConfigInvalid, CodeConfigMissing, CodeConfigUnreadable, CodeNoGoals, CodeNoGoogle}},
	{ExitNewer, "the state was written by a newer fika", []Code{CodeNewer}},
	{ExitLocked, "another fika uses the same state and does not answer", []Code{CodeLocked, CodeHangs}},
	{ExitInterrupted, "interrupted", []Code{CodeInterrupted}},
}

// ExitOf returns the exit code of a command that ends with a fault of that code.
func ExitOf(code Code) int {
	for _, e := range Exits {
		if slices.Contains(e.Faults, code) {
			return e.Code
		}
	}
	return ExitFailed
}
