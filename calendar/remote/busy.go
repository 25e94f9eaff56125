package remote

import (
	"errors"

	"fika/internal/span"
)

// Busy holds somebody's busy times, or the reason why they are unknown. Unknown never
// means free.
type Busy struct {
	Spans []span.Span // as [span.Merge] returns them; none if Err is set
	Err   error       // wraps ErrBusyHidden or ErrBusyUnknown
}

// Reasons why somebody's busy times are unknown.
var (
	ErrBusyHidden  = errors.New("the busy times are not shared with you")
	ErrBusyUnknown = errors.New("the busy times are not known right now")
)
