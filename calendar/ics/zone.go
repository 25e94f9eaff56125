package ics

import (
	"math"
	"time"
)

// A zone turns wall clocks into instants and back. It remembers the last
// period that it was asked about, so it serves one goroutine only.
type zone struct {
	offsets
	from, to wall  // the clocks on which offset is known to be in force
	offset   int64 // seconds east of Greenwich

	unknown bool    // it stands for one whose name does not say which
	hints   []*zone // then: those that the name may mean, as far as it says anything
}

// offsets is where a zone's offsets come from: Go's zone data or a VTIMEZONE.
type offsets interface {
	// at returns the offset in force at an instant, in seconds east of
	// Greenwich, and the instants from, inclusive, and to, exclusive, between
	// which it is known to stay.
	at(unix int64) (offset, from, to int64)
}

func newZone(o offsets) *zone { return &zone{offsets: o} }

// unix is the instant at which the clocks of z show w. A clock that jumps over
// w is read as if it had not jumped yet (02:30 means 03:30); of two instants
// that show w it is the first. Neither [time.Date] nor iCalendar's
// implementations promise more.
func (z *zone) unix(w wall) int64 {
	if z.from <= w && w < z.to {
		return int64(w) - z.offset
	}
	before, _, _ := z.at(int64(w - aDay)) // no offset is as large as a day
	u := int64(w) - before
	offset, from, to := z.at(u)
	if offset != before {
		if v := int64(w) - offset; z.shows(v, w) {
			u = v
		}
		return u
	}
	z.offset = offset
	z.from, z.to = wall(shift(from, offset)+int64(aDay)), wall(shift(to, offset))
	return u
}

// twice reports whether the clocks of z show at another instant what they show
// at unix: in the hour that comes twice when they are put back.
func (z *zone) twice(unix int64) bool {
	_, from, to := z.at(unix)
	w := z.wall(unix)
	for _, other := range []int64{from - 1, to} {
		if from == math.MinInt64 && other != to || to == math.MaxInt64 && other == to {
			continue
		}
		offset, _, _ := z.at(other)
		if u := int64(w) - offset; u != unix && z.shows(u, w) {
			return true
		}
	}
	return false
}

func (z *zone) shows(unix int64, w wall) bool { return z.wall(unix) == w }

// wall is what the clocks of z show at an instant.
func (z *zone) wall(unix int64) wall {
	offset, _, _ := z.at(unix)
	return wall(unix + offset)
}

// shift adds an offset to an instant that may be the end of all time.
func shift(unix, offset int64) int64 {
	if unix == math.MinInt64 || unix == math.MaxInt64 {
		return unix
	}
	return unix + offset
}

// location is a zone of Go's own data.
type location struct{ *time.Location }

func (l location) at(unix int64) (offset, from, to int64) {
	t := time.Unix(unix, 0).In(l.Location)
	_, seconds := t.Zone()
	start, end := t.ZoneBounds()
	from, to = math.MinInt64, math.MaxInt64
	if !start.IsZero() {
		from = start.Unix()
	}
	if !end.IsZero() {
		to = end.Unix()
	}
	return int64(seconds), from, to
}
