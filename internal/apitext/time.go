package apitext

import (
	"fmt"
	"time"
)

// Zoned formats t with the name of its zone, for times that may be read in another zone.
func Zoned(t time.Time) string {
	return fmt.Sprintf("%s (%s)", t.Format("Mon 2 Jan 2006 15:04"), t.Location())
}
