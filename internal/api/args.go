package api

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// Each argument may be absent; its zero value means the same.

// NoArgs are the arguments of a call that takes none.
type NoArgs struct{}

// Nothing is the answer to a call that has no result.
type Nothing struct{}

// BookingArgs name a booking, by its ID, a prefix of that, or its person.
type BookingArgs struct {
	ID string `json:"id,omitempty"`
}

// MoveArgs name a booking as [BookingArgs], and its new start.
type MoveArgs struct {
	ID    string    `json:"id,omitempty"`
	Start time.Time `json:"start,omitzero"`
}

// BookingsArgs choose bookings.
type BookingsArgs struct {
	All bool `json:"all,omitempty"` // the ended ones too
}

// PreviewCancelArgs name one coffee or, with no ID, all that begin before Until, or ever
// if that is zero.
type PreviewCancelArgs struct {
	ID    string    `json:"id,omitempty"`
	Until time.Time `json:"until,omitzero"`
}

// CancelAllArgs name bookings by their whole IDs.
type CancelAllArgs struct {
	IDs []string `json:"ids,omitempty"`
}

// PersonArgs name a person, by an address or a part of the name.
type PersonArgs struct {
	Who string `json:"who,omitempty"`
}

// WhyNotArgs ask about a coffee with a person.
type WhyNotArgs struct {
	Who   string    `json:"who,omitempty"`
	At    time.Time `json:"at,omitzero"`     // its start; zero for any
	Fresh bool      `json:"fresh,omitempty"` // request busy times that are not known
}

// BusyArgs choose a window and whose times.
type BusyArgs struct {
	Window Span   `json:"window,omitzero"`
	Who    string `json:"who,omitempty"`   // the user if empty
	Fresh  bool   `json:"fresh,omitempty"` // request busy times that are not known
}

// FreeArgs describe a meeting that is looked for.
type FreeArgs struct {
	Window Span          `json:"window,omitzero"`
	Length time.Duration `json:"length,omitempty"` // that of the rules if zero
	Who    string        `json:"who,omitempty"`    // nobody in particular if empty
	Fresh  bool          `json:"fresh,omitempty"`  // request busy times that are not known
}

// EventsArgs choose a window.
type EventsArgs struct {
	Window Span `json:"window,omitzero"`
}

// GuardArgs protect a person from invitations, or lift that.
type GuardArgs struct {
	Who     string     `json:"who,omitempty"`
	Guard   GuardOrder `json:"guard,omitempty"`
	Until   time.Time  `json:"until,omitzero"`    // the end of a rest
	Despite bool       `json:"despite,omitempty"` // lift even what the person asked for themselves
}

// PauseArgs stop fika until a time, or until the user resumes.
type PauseArgs struct {
	Until time.Time `json:"until,omitzero"`
	Why   string    `json:"why,omitempty"`
}

// LogArgs choose log entries: the newest, or those after an ID.
type LogArgs struct {
	After int64 `json:"after,omitempty"`
	Limit int   `json:"limit,omitempty"` // how many at most; 0 for all
}

// LettersArgs ask for samples of letters.
type LettersArgs struct {
	Sample int `json:"sample"` // how many at most, from 1 to MaxLetters
}

// SyncArgs ask for a pass.
type SyncArgs struct {
	All bool `json:"all,omitempty"` // forget what was seen before, and read everything
}

// BackupArgs name a new file, by its absolute path.
type BackupArgs struct {
	Path string `json:"path,omitempty"`
}

// ReloadArgs say how to read the configuration.
type ReloadArgs struct {
	Accept bool `json:"accept,omitempty"` // use it even if it lost something
}

// CompareArgs name what to compare with the configuration in force.
type CompareArgs struct {
	Draft *Draft `json:"draft,omitempty"` // nil for the file as it is
}

// checkable are arguments that can be wrong.
type checkable interface{ faults() []string }

func (a GuardArgs) faults() (found []string) {
	switch a.Guard {
	case GuardNever, GuardLift, GuardOK:
	case GuardRest:
		if a.Until.IsZero() {
			found = append(found, "until is missing, the end of the rest")
		}
	default:
		found = append(found, fmt.Sprintf("guard is %q, but must be %s, %s, %s or %s", a.Guard, GuardNever, GuardRest, GuardLift, GuardOK))
	}
	if a.Who == "" {
		found = append(found, "who is missing, the person")
	}
	return found
}

func (a MoveArgs) faults() []string {
	if a.Start.IsZero() {
		return []string{"start is missing, the new start"}
	}
	return nil
}

func (a BusyArgs) faults() []string   { return a.Window.faults() }
func (a EventsArgs) faults() []string { return a.Window.faults() }

func (a FreeArgs) faults() []string {
	found := a.Window.faults()
	if a.Length < 0 {
		found = append(found, fmt.Sprintf("length is negative: %s", a.Length))
	}
	return found
}

func (s Span) faults() []string {
	if !s.Start.Before(s.End) {
		return []string{"window needs a start and a later end"}
	}
	return nil
}

func (a LogArgs) faults() []string {
	if a.Limit < 0 {
		return []string{fmt.Sprintf("limit is negative: %d", a.Limit)}
	}
	return nil
}

func (a LettersArgs) faults() []string {
	if a.Sample < 1 || a.Sample > MaxLetters {
		return []string{fmt.Sprintf("sample is %d, not between 1 and %d", a.Sample, MaxLetters)}
	}
	return nil
}

func (a BackupArgs) faults() []string {
	if !filepath.IsAbs(a.Path) {
		return []string{fmt.Sprintf("path is %q, but must be absolute", a.Path)}
	}
	return nil
}

// parseArgs reads the arguments of a call. No text means none. The error names every
// fault that it finds.
func parseArgs(text []byte, args any) error {
	if len(text) > 0 {
		if err := json.Unmarshal(text, args); err != nil {
			return NewFault(CodeInvalid, "the request is not valid for this version: "+err.Error())
		}
	}
	if a, ok := args.(checkable); ok {
		if found := a.faults(); len(found) > 0 {
			return NewFault(CodeInvalid, "the request is not valid: "+strings.Join(found, "; "))
		}
	}
	return nil
}
