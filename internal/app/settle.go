package app

import (
	"bytes"
	"context"
	"time"
)

// How long a change of the file may stay unseen, and how long it must stay as
// it is before it is believed.
const (
	pollEvery = 15 * time.Second       // without a nudge, as on a disk of the network
	settled   = 500 * time.Millisecond // between two equal reads
)

// reading is a file as it was read once: its text, or why there is none.
type reading struct {
	text []byte
	err  error
}

// same reports whether nothing happened to the file between two readings. The
// time of change says less: editors, syncers and mounts treat it in their own
// ways.
func (r reading) same(other reading) bool {
	if r.err != nil || other.err != nil {
		return r.err != nil && other.err != nil && r.err.Error() == other.err.Error()
	}
	return bytes.Equal(r.text, other.text)
}

// settle reads a file after each nudge, and every now and then without one, and
// calls changed with each new reading that two reads agree on, until ctx ends.
// known is the reading that was judged last, also by somebody else who did not
// wait: what differs from that is new.
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
