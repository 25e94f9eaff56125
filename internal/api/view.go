package api

import "time"

// View says which of fika's views an answer is from. Each pass and each order
// leaves a new one, and every question is answered from the newest.
type View struct {
	Rev  int64     `json:"rev,omitzero"`  // counts up while a fika runs; absent where the answer is from no view
	Seen time.Time `json:"seen,omitzero"` // when the calendars and the people were read
}
