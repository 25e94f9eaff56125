package api

// Fault is an answer that says no: with a code for programs, and what to do
// next for people.
type Fault struct {
	Code Code   `json:"code"`
	Text string `json:"message"`
	Hint string `json:"hint,omitempty"`
}

func (f *Fault) Error() string { return f.Text }

// NewFault is a fault with the hint that its code has.
func NewFault(code Code, text string) *Fault {
	return &Fault{Code: code, Text: text, Hint: Faults.Of(code).Hint}
}

// Failure is the last line that a command writes to stderr, with --json, when it
// fails.
type Failure struct {
	Error FailureError `json:"error"`
}

// FailureError is a fault with the exit code that the command ends with.
type FailureError struct {
	Code Code   `json:"code"`
	Exit int    `json:"exit"`
	Text string `json:"message"`
	Hint string `json:"hint"`
}

// The codes of faults that a question or an order can meet.
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
	CodeNotAsked  Code = "not_asked"
)

// The codes of faults that a command meets before or beside the daemon.
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

// Faults are the codes that a fault can have.
var Faults = Meanings{
	{CodeNotFound, "nothing is called so", Yours, ""},
	{CodeAmbiguous, "the name fits several", Yours, ""},
	{CodeTooLate, "the booking is past that", Yours, "fika why ID shows what became of it"},
	{CodeGuarded, "a rule forbids it", Wanted, "fika plan shows what else would do"},
	{CodeHeld, "a hold stands", Yours, ""},
	{CodeSignIn, "a calendar wants its sign-in again", Yours, "fika login"},
	{CodeWrongAccount, "the sign-in is that of somebody else", Yours, "add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika login"},
	{CodeInvalid, "the question itself is wrong", Yours, ""},
	{CodeFailed, "something that has no code of its own", Broken, ""},
	{CodeDisk, "the disk is full, or does not let fika read or write", Yours, "make room on the disk; fika paths shows where the state lies"},
	{CodeStarting, "fika has just started and reads the calendars", Passing, "ask again in a moment, or wait for it with --fresh"},
	{CodeNotAsked, "nobody asked when somebody is busy", Yours, "to ask now, add --fresh"},
	{CodeDamaged, "the store is damaged or gone", Broken, "stop fika and put a copy back: fika restore FILE, the copies lie in the folder backups beside the store"},

	{CodeUsage, "the command line is wrong", Yours, ""},
	{CodeNotConfirmed, "the user did not say yes", Wanted, ""},
	{CodeInterrupted, "the user broke it off", Wanted, ""},
	{CodeNoDaemon, "no fika is running", Yours, "start one with: fika run"},
	{CodeHangs, "the running fika does not answer", Broken, "look at it, or stop it and start it again"},
	{CodeLocked, "another fika runs on the same state", Yours, "it does not answer on this socket; wait for it to end, or name its own with --socket"},
	{CodeSocket, "the socket cannot be opened", Yours, "another path may be named with --socket"},
	{CodeTemporary, "a calendar is offline or asked to wait", Passing, "try again in a while"},
	{CodeNotSignedIn, "the sign-in was not finished", Yours, "begin again with: fika login"},
	{CodeNoGoogle, "no calendar of the configuration needs a sign-in", Yours, "docs/google.md says how to set one up"},
	{CodeUnsafe, "others may read or write what is the user's alone", Yours, ""},
	{CodeNewer, "the state was written by a newer fika", Yours, "use the newer fika; an older one would forget what it wrote"},
	{CodeNoStore, "fika has not run on this state yet", Yours, ""},

	{CodeConfigInvalid, "the configuration has faults", Yours, "mend the file, then: fika config check"},
	{CodeConfigShrunk, "the configuration lost what a half-saved file loses", Yours, "if that is right: fika config accept"},
	{CodeConfigMissing, "there is no configuration", Yours, "fika init writes one, fika demo shows what it would do"},
	{CodeConfigUnreadable, "the configuration cannot be read", Yours, "make it a file that you can read: fika paths says which"},
	{CodeNoGoals, "the configuration has no goals", Yours, "fika help goals shows how to write one"},
	{CodeNoRun, "no configuration has been in force yet", Yours, "fika config check reads the file, fika run puts it in force"},
	{CodeEditor, "the editor failed", Yours, "name another one with EDITOR"},
	{CodeChanged, "another program changed the file meanwhile", Yours, "compare the two and keep what you need"},

	{CodeExists, "the file is there already", Yours, "edit it, or replace it with --force"},
	{CodeUnreadable, "a file cannot be read", Yours, ""},
	{CodeUnwritable, "a file cannot be written", Yours, "name a file in a folder of yours"},
	{CodeOutput, "the answer cannot be written", Yours, "make room where the output goes"},
	{CodeNotCalendar, "the file is no calendar", Yours, "an iCalendar file begins with BEGIN:VCALENDAR"},
	{CodeNoHome, "the user has no home folder", Yours, "set HOME to your home folder"},
	{CodeServiceManager, "the service manager refuses, or there is none", Yours, ""},
}
