package app

import (
	"bytes"
	"context"
	"time"
)

// How late a change of the file may be noticed, and how long the file must stay
// unchanged before it is used.
const (
	pollEvery = 15 * time.Second       // without a nudge, as on a network drive
	settled   = 500 * time.Millisecond // between two equal reads
)

// reading is the result of reading the file once: its text, or an error.
type reading struct {
	text []byte
	err  error
}

// same reports whether two readings are equal. It ignores modification times, because
// editors, syncers and mounts set them in their own ways.
func (r reading) same(other reading) bool {
	if r.err != nil || other.err != nil {
		return r.err != nil && other.err != nil && r.err.Error() == other.err.Error()
	}
	return bytes.Equal(r.text, other.text)
}

// settle reads a file after each nudge, and regularly without one. It calls changed with
// each new reading that two reads agree on, until ctx ends. known is the last reading
// that was judged, perhaps by somebody who did not wait; any other reading is new.
func settle(ctx context.Context, nudges <-chan struct{}, read, known func() reading, changed func(reading)) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	candidate := known()
	var again <-chan time.Time
	for ripe := false; ; {
		switch now, believed := read(), known(); {
		case now.same(believed):
			candidate, again = believed, nil
		case !now.same(candidate):
			candidate, again = now, time.After(settled)
		case ripe:
			again = nil
			changed(now)
		}
		ripe = false
		select {
		case <-ctx.Done():
			return
		case <-nudges:
		case <-tick.C:
		case <-again:
			ripe = true
		}
	}
}
