package api

// Fault is an error answer: a code for programs, and a hint for people.
type Fault struct {
	Code Code   `json:"code"`
	Text string `json:"message"`
	Hint string `json:"hint,omitempty"`
}

func (f *Fault) Error() string { return f.Text }

// NewFault returns a fault with the default hint of its code.
func NewFault(code Code, text string) *Fault {
	return &Fault{Code: code, Text: text, Hint: Faults.Of(code).Hint.Text}
}

// Failure is the last line that a failing command writes to stderr with --json.
type Failure struct {
	Error FailureError `json:"error"`
}

// FailureError is a fault with the command's exit code.
type FailureError struct {
	Code Code   `json:"code"`
	Exit int    `json:"exit"`
	Text string `json:"message"`
	Hint string `json:"hint"`
}

// Fault codes of questions and orders.
const (
	CodeNotFound  Code = "not_found"
	CodeAmbiguous Code = "ambiguous"
	CodeTooLate   Code = "too_late"
	CodeGuarded   Code = "guard"
	CodeHeld      Code = "held"
	CodeInvalid   Code = "invalid"
	CodeFailed    Code = "failed"
	CodeDisk      Code = "disk"
	CodeStarting  Code = "starting"
	CodeBusy      Code = "busy"
	CodeVersion   Code = "other_version"
	CodeNotAsked  Code = "not_asked"
	CodeRole      Code = "role"
)

// Fault codes of commands that need no daemon, or do not reach it.
const (
	CodeUsage        Code = "usage"
	CodeNotConfirmed Code = "not_confirmed"
	CodeInterrupted  Code = "interrupted"
	CodeNoDaemon     Code = "no_daemon"
	CodeHangs        Code = "hangs"
	CodeLocked       Code = "locked"
	CodeSocket       Code = "socket"
	CodeTemporary    Code = "temporary"
	CodeNotSignedIn  Code = "sign_in"
	CodeNoGoogle     Code = "no_google"
	CodeUnsafe       Code = "unsafe"
	CodeNewer        Code = "store_newer"
	CodeNoStore      Code = "no_store"

	CodeConfigMissing    Code = "config_missing"
	CodeConfigUnreadable Code = "config_unreadable"
	CodeNoGoals          Code = "no_goals"
	CodeNoRun            Code = "no_run"
	CodeEditor           Code = "editor"
	CodeChanged          Code = "changed"

	CodeExists         Code = "exists"
	CodeUnreadable     Code = "unreadable"
	CodeUnwritable     Code = "unwritable"
	CodeOutput         Code = "output"
	CodeNotCalendar    Code = "not_calendar"
	CodeNoHome         Code = "no_home"
	CodeServiceManager Code = "service_manager"
)

// Faults lists all fault codes.
var Faults = Meanings{
	{CodeNotFound, "nothing has that name", Yours, say("fika bookings --all lists every ID, and fika people everybody fika knows")},
	{CodeAmbiguous, "the name matches more than one", Yours, say("type more of it, or the address")},
	{CodeTooLate, "it is too late for that booking", Yours, say("fika why ID shows what became of it")},
	{CodeGuarded, "a rule forbids it", Wanted, say("fika plan shows the alternatives")},
	{CodeHeld, "a hold is in force", Yours, say("fika status shows the hold and what ends it")},
	{CodeSignIn, "a calendar needs a new sign-in", Yours, Run("fika login")},
	{CodeScopeMissing, "the sign-in does not allow what fika needs", Yours, Hint{"fika login, and tick every box", "fika login"}},
	{CodeWrongAccount, "the sign-in belongs to somebody else", Yours, say("add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika login")},
	{CodeInvalid, "the request is invalid", Yours, say("if the running fika is another version, restart it")},
	{CodeVersion, "the running fika is another version", Yours, say("restart it, so that it is the version of the command")},
	{CodeFailed, "any other failure", Broken, say("fika doctor checks everything that can go wrong")},
	{CodeDisk, "the disk is full, or fika cannot read or write it", Yours, say("make room on the disk; fika paths shows where the state is")},
	{CodeStarting, "fika has just started and is reading the calendars", Passing, say("try again in a moment, or wait with --fresh")},
	{CodeBusy, "a pass takes long, and the call waited for it", Passing, say("try again in a while; fika status shows what the pass does")},
	{CodeRole, "an assistant asked for what only the user may do", Wanted, say("the user does it, with a command")},
	{CodeNotAsked, "somebody's busy times have not been requested", Yours, say("to request them now, add --fresh")},
	{CodeDamaged, "the store is damaged or gone", Broken, say("stop fika and restore a copy: fika restore FILE; copies are in the folder backups beside the store")},

	{CodeUsage, "the command line is wrong", Yours, say("add --help to the command to see what it takes")},
	{CodeNotConfirmed, "the user did not say yes", Wanted, Hint{}},
	{CodeInterrupted, "the user interrupted it", Wanted, Hint{}},
	{CodeNoDaemon, "no fika is running", Yours, say("start one with: fika run")},
	{CodeHangs, "the running fika does not answer", Broken, say("check on it, or restart it")},
	{CodeLocked, "another fika is using the same state", Yours, say("it does not answer on this socket; wait for it to end, or name its socket with --socket")},
	{CodeSocket, "the socket cannot be opened", Yours, say("choose another path with --socket")},
	{CodeTemporary, "a calendar is offline or asked fika to wait", Passing, say("try again in a while")},
	{CodeNotSignedIn, "the sign-in was not finished", Yours, say("start again with: fika login")},
	{CodeNoGoogle, "no configured calendar needs a sign-in", Yours, say("docs/google.md says how to set one up")},
	{CodeUnsafe, "others can read or write a private file", Yours, say("make it yours alone: chmod go-rwx")},
	{CodeNewer, "the state was written by a newer fika", Yours, say("use the newer fika; an older one would forget what it wrote")},
	{CodeNoStore, "fika has not run on this state yet", Yours, say("start with: fika run; if the state is elsewhere, name its folder with --state")},

	{CodeConfigInvalid, "the configuration has faults", Yours, say("fix the file, then: fika config check")},
	{CodeConfigShrunk, "the configuration lost so much that it may be half saved", Yours, say("if that is right: fika config accept")},
	{CodeConfigMissing, "there is no configuration", Yours, say("fika init writes one; fika demo shows what fika does")},
	{CodeConfigUnreadable, "the configuration cannot be read", Yours, say("make the file readable; fika paths shows which one it is")},
	{CodeNoGoals, "the configuration has no goals", Yours, say("fika help goals shows how to write one")},
	{CodeNoRun, "no configuration has been used yet", Yours, say("fika config check checks the file, fika run starts using it")},
	{CodeEditor, "the editor failed", Yours, say("choose another with EDITOR")},
	{CodeChanged, "another program changed the file in the meantime", Yours, say("compare the two and keep what you need")},

	{CodeExists, "the file already exists", Yours, say("edit it, or replace it with --force")},
	{CodeUnreadable, "a file cannot be read", Yours, say("check its path, its owner and its mode")},
	{CodeUnwritable, "a file cannot be written", Yours, say("choose a file in a folder that you own")},
	{CodeOutput, "the answer cannot be written", Yours, say("free some space where the output goes")},
	{CodeNotCalendar, "the file is not a calendar", Yours, say("an iCalendar file begins with BEGIN:VCALENDAR")},
	{CodeNoHome, "the user has no home folder", Yours, say("set HOME to your home folder")},
	{CodeServiceManager, "the service manager refused, or there is none", Yours, say("without a service manager, start fika with: fika run")},
}
