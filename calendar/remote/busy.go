package remote

import (
	"errors"

	"fika/internal/span"
)

// Busy is when somebody is busy, or why that is not known. Unknown is never
// free.
type Busy struct {
	Spans []span.Span // as [span.Merge] returns them; none if Err is set
	Err   error       // wraps ErrBusyHidden or ErrBusyUnknown
}

// Why somebody's busy times are not known.
var (
	ErrBusyHidden  = errors.New("the busy times are not shared with you")
	ErrBusyUnknown = errors.New("the busy times are not known right now")
)
