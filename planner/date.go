package planner

import "fika/internal/date"

// Date and Clock are those of package date.
type (
	Date  = date.Date
	Clock = date.Clock
)

// DateOf is [date.Of].
var DateOf = date.Of
