package api

import (
	"context"
	"encoding/json"
	"time"
)

// VersionHeader names the version of the program that answers.
const VersionHeader = "Fika-Version"

// How long calls wait. A daemon that works answers within these times, so that a client
// that waits longer has found one that hangs.
const (
	OrderTime = time.Minute     // for a pass in progress to end
	PassTime  = 8 * time.Minute // for the end of a new pass; none takes longer
)

// Call is a call with its argument and its answer. Everybody who makes it or answers it
// uses this one value, so that the compiler checks both sides.
type Call[Args, Answer any] struct {
	Name string        // as in the address, /v1/NAME
	Wait time.Duration // how long a pass may delay the answer
}

// question is answered at once, whatever fika does.
func question[Args, Answer any](name string) Call[Args, Answer] {
	return Call[Args, Answer]{Name: name}
}

// order changes something, which passes do too, so that it waits for its turn.
func order[Args, Answer any](name string) Call[Args, Answer] {
	return Call[Args, Answer]{name, OrderTime}
}

// pass waits for the end of a pass.
func pass[Args, Answer any](name string) Call[Args, Answer] {
	return Call[Args, Answer]{name, PassTime}
}

// The calls.
var (
	CallStatus   = question[NoArgs, Status]("status")
	CallPlan     = question[NoArgs, Plan]("plan")
	CallLP       = question[NoArgs, LP]("lp")
	CallLetters  = question[LettersArgs, Letters]("letters")
	CallBrief    = question[BriefArgs, Brief]("brief")
	CallToday    = question[NoArgs, Today]("today")
	CallWeek     = question[NoArgs, Week]("week")
	CallQuarter  = question[NoArgs, Quarter]("quarter")
	CallGoals    = question[NoArgs, Goals]("goals")
	CallMirror   = question[NoArgs, Mirror]("mirror")
	CallWhy      = question[BookingArgs, Why]("why")
	CallWhyNot   = question[WhyNotArgs, WhyNot]("why-not")
	CallBookings = question[BookingsArgs, Bookings]("bookings")
	CallBusy     = question[BusyArgs, Busy]("busy")
	CallFree     = question[FreeArgs, Free]("free")
	CallEvents   = question[EventsArgs, Events]("events")
	CallPeople   = question[NoArgs, People]("people")
	CallPerson   = question[PersonArgs, Colleague]("person")
	CallLog      = question[LogArgs, Log]("log")

	CallApprove   = order[BookingArgs, Change]("approve")
	CallSkip      = order[BookingArgs, Change]("skip")
	CallCancel    = order[BookingArgs, Change]("cancel")
	CallMove      = order[MoveArgs, Change]("move")
	CallMet       = order[BookingArgs, Change]("met")
	CallUndo      = order[NoArgs, Change]("undo")
	CallCancelAll = order[CancelAllArgs, Cancellation]("cancel-all")
	CallGuard     = order[GuardArgs, Colleague]("guard")
	CallPause     = order[PauseArgs, Pause]("pause")
	CallForget    = order[PersonArgs, Forgotten]("forget")

	// An assistant asks the user to decide.
	CallAskApproval = order[BookingArgs, Change]("ask-approval")

	// What an order would do.
	CallPreviewCancel = question[PreviewCancelArgs, Cancellation]("cancelling")
	CallPreviewMove   = question[MoveArgs, Change]("moving")
	CallPreviewForget = question[PersonArgs, Forgotten]("forgetting")

	// Notes and days are the user's own: no pass delays them.
	CallNote       = question[NoteArgs, Notes]("note")
	CallNotes      = question[NotesArgs, Notes]("notes")
	CallEditNote   = question[EditNoteArgs, Notes]("edit-note")
	CallForgetNote = question[NoteIDArgs, Notes]("forget-note")
	CallDone       = question[DoneArgs, Notes]("done")
	CallTopics     = question[NoArgs, Topics]("topics")
	CallTodayDone  = question[NoArgs, Today]("today-done")

	CallSync  = order[SyncArgs, Nothing]("sync")
	CallFresh = pass[NoArgs, Nothing]("fresh")

	CallReload  = pass[ReloadArgs, Reload]("reload")
	CallCompare = question[CompareArgs, ConfigDiff]("config-diff")

	CallBackup     = question[BackupArgs, Backup]("backup")
	CallExport     = question[NoArgs, Export]("export")
	CallExportOf   = question[PersonArgs, Export]("export-person")
	CallChecks     = question[NoArgs, Checks]("checks")
	CallCheckStore = question[NoArgs, Nothing]("check-store")
)

// Request is a call on its way.
type Request struct {
	Name string
	Wait time.Duration
	Args []byte // a JSON object
}

// Caller brings a request to a fika and returns its answer, a JSON document.
type Caller interface {
	Call(ctx context.Context, r Request) (answer []byte, err error)
}

// Make makes the call. A refusal is a [*Fault]; what else can fail depends on the
// caller.
func (c Call[Args, Answer]) Make(ctx context.Context, by Caller, args Args) (answer Answer, err error) {
	sent, err := json.Marshal(args)
	if err != nil {
		return answer, err
	}
	text, err := by.Call(ctx, Request{c.Name, c.Wait, sent})
	if err != nil {
		return answer, err
	}
	return answer, json.Unmarshal(text, &answer)
}

// Handlers answer calls, by name.
type Handlers map[string]func(ctx context.Context, args []byte) (answer []byte, err error)

// Handle makes do answer the call.
func (c Call[Args, Answer]) Handle(h Handlers, do func(context.Context, Args) (Answer, error)) {
	h[c.Name] = func(ctx context.Context, text []byte) ([]byte, error) {
		var args Args
		if err := parseArgs(text, &args); err != nil {
			return nil, err
		}
		answer, err := do(ctx, args)
		if err != nil {
			return nil, err
		}
		return Marshal(answer)
	}
}

// Call implements [Caller] in the process of the handlers.
func (h Handlers) Call(ctx context.Context, r Request) ([]byte, error) {
	do, ok := h[r.Name]
	if !ok {
		return nil, NewFault(CodeVersion, "nobody answers "+r.Name+" here")
	}
	return do(ctx, r.Args)
}
