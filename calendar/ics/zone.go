package ics

import (
	"math"
	"time"
)

// A zone converts between wall clocks and instants. It caches the last period, so
// it is not safe for concurrent use.
type zone struct {
	offsets
	from, to wall  // the wall clocks for which offset is known to apply
	offset   int64 // seconds east of Greenwich

	unknown bool    // the name does not identify a zone
	hints   []*zone // the zones that an unknown one's name may mean, if any
}

// offsets is the source of a zone's offsets: Go's zone data or a VTIMEZONE.
type offsets interface {
	// at returns the offset at an instant, in seconds east of Greenwich, and the
	// half-open range of instants in which it is known to stay the same.
	at(unix int64) (offset, from, to int64)
}

func newZone(o offsets) *zone { return &zone{offsets: o} }

// unix returns the instant at which the clocks of z show w. If the clocks skip w, the
// offset before the change applies (02:30 means 03:30); if they show w twice, it is
// the first instant. Neither [time.Date] nor iCalendar implementations guarantee
// more.
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

// isRepeated reports whether the clocks of z show the same time at another instant,
// in the hour that repeats when they are set back.
func (z *zone) isRepeated(unix int64) bool {
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

// wall returns the time that the clocks of z show at an instant.
func (z *zone) wall(unix int64) wall {
	offset, _, _ := z.at(unix)
	return wall(unix + offset)
}

// shift adds an offset to an instant without overflow.
func shift(unix, offset int64) int64 {
	if unix == math.MinInt64 || unix == math.MaxInt64 {
		return unix
	}
	return unix + offset
}

// location is a zone from Go's data.
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
