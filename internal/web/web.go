// Package web lets other programs of the same user talk to a running daemon:
// HTTP and JSON over a unix socket that its owner alone can open. Server and
// client live here together, so that a request type exists once.
//
// A call is POST /v1/NAME with its arguments as one JSON object; the answer is
// the document that the command of that name prints, or a [api.Fault] with a
// status of 400 and above. Fields are only added. Each answer names the program's
// version in a header.
package web

import (
	"time"

	"fika/daemon"
	"fika/internal/span"
)

// The calls, with the arguments that they take. Every argument is optional on
// the wire; the zero value means what it means to the daemon's method.
const (
	callPlan     = "plan"
	callWhy      = "why"
	callWhyNot   = "why-not"
	callLP       = "lp"
	callBookings = "bookings"
	callApprove  = "approve"
	callSkip     = "skip"
	callCancel   = "cancel"
	callCancels  = "cancelling"
	callAll      = "cancel-all"
	callUndo     = "undo"
	callMet      = "met"
	callBusy     = "busy"
	callFree     = "free"
	callEvents   = "events"
	callPeople   = "people"
	callPerson   = "person"
	callGuard    = "guard"
	callForget   = "forget"
	callForgets  = "forgetting"
	callGoals    = "goals"
	callLog      = "log"
	callStatus   = "status"
	callSync     = "sync"
	callBackup   = "backup"
	callExport   = "export"
	callChecks   = "checks"
	callCheck    = "check-store"
	callReload   = "reload"
	callCompare  = "config-diff"
)

// versionHeader names the version of the program that answers.
const versionHeader = "Fika-Version"

// arguments is the union of what the calls take.
type arguments struct {
	ID     string        `json:"id,omitempty"`
	IDs    []string      `json:"ids,omitempty"`
	Who    string        `json:"who,omitempty"`
	At     time.Time     `json:"at,omitzero"`
	All    bool          `json:"all,omitempty"`
	Window span.Span     `json:"window,omitzero"`
	Length time.Duration `json:"length,omitempty"`
	Guard  daemon.Guard  `json:"guard,omitempty"`
	Until  time.Time     `json:"until,omitzero"`
	After  int64         `json:"after,omitempty"`
	Limit  int           `json:"limit,omitempty"`
	Path   string        `json:"path,omitempty"` // absolute
	Accept bool          `json:"accept,omitempty"`
	Draft  *Draft        `json:"draft,omitempty"`
}

// nothing answers a call that only does something.
type nothing struct{}
