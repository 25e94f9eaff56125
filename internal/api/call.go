package api

import "time"

// The calls and their arguments. Every argument is optional on the wire; its zero value
// means the same as for the daemon's method.
const (
	CallPlan          = "plan"
	CallWhy           = "why"
	CallWhyNot        = "why-not"
	CallLP            = "lp"
	CallBookings      = "bookings"
	CallApprove       = "approve"
	CallSkip          = "skip"
	CallCancel        = "cancel"
	CallPreviewCancel = "cancelling"
	CallCancelAll     = "cancel-all"
	CallUndo          = "undo"
	CallMet           = "met"
	CallBusy          = "busy"
	CallFree          = "free"
	CallEvents        = "events"
	CallPeople        = "people"
	CallPerson        = "person"
	CallGuard         = "guard"
	CallForget        = "forget"
	CallPreviewForget = "forgetting"
	CallGoals         = "goals"
	CallLog           = "log"
	CallStatus        = "status"
	CallSync          = "sync"
	CallFresh         = "fresh"
	CallBackup        = "backup"
	CallExport        = "export"
	CallDoctor        = "checks"
	CallCheckStore    = "check-store"
	CallReload        = "reload"
	CallCompare       = "config-diff"
)

// VersionHeader names the version of the program that answers.
const VersionHeader = "Fika-Version"

// Arguments is the union of the arguments of all calls.
type Arguments struct {
	ID     string        `json:"id,omitempty"`
	IDs    []string      `json:"ids,omitempty"`
	Who    string        `json:"who,omitempty"`
	At     time.Time     `json:"at,omitzero"`
	All    bool          `json:"all,omitempty"`
	Window Span          `json:"window,omitzero"`
	Length time.Duration `json:"length,omitempty"`
	Guard  GuardOrder    `json:"guard,omitempty"`
	Until  time.Time     `json:"until,omitzero"`
	After  int64         `json:"after,omitempty"`
	Limit  int           `json:"limit,omitempty"`
	Path   string        `json:"path,omitempty"` // absolute
	Accept bool          `json:"accept,omitempty"`
	Fresh  bool          `json:"fresh,omitempty"`
	Draft  *Draft        `json:"draft,omitempty"`
}

// Nothing is the answer to a call that has no result.
type Nothing struct{}
