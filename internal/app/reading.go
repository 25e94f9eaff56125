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
	stableFor = 500 * time.Millisecond // between two equal reads
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
		// The texts are only compared: what an error means is decided elsewhere.
		return r.err != nil && other.err != nil && r.err.Error() == other.err.Error()
	}
	return bytes.Equal(r.text, other.text)
}

// followReadings reads a file after each nudge, and regularly without one. It calls
// changed with each new reading that two reads agree on, until ctx ends. known returns
// the last reading that was judged, perhaps by somebody who did not wait; any other
// reading is new.
func followReadings(ctx context.Context, nudges <-chan struct{}, read, known func() reading, changed func(reading)) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	candidate := known()
	var again <-chan time.Time
	for stable := false; ; {
		switch now, judged := read(), known(); {
		case now.same(judged):
			candidate, again = judged, nil
		case !now.same(candidate):
			candidate, again = now, time.After(stableFor)
		case stable:
			again = nil
			changed(now)
		}
		stable = false
		select {
		case <-ctx.Done():
			return
		case <-nudges:
		case <-tick.C:
		case <-again:
			stable = true
		}
	}
}
