package wording

import (
	"fmt"
	"time"
)

// Zoned is t with its zone, for times that were meant in one and may be read
// in another.
func Zoned(t time.Time) string {
	return fmt.Sprintf("%s (%s)", t.Format("Mon 2 Jan 2006 15:04"), t.Location())
}
