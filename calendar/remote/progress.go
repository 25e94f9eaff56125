package remote

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// requestProgress is how far a request got. What became of it follows from that alone:
// errors only say what went wrong on this side.
type requestProgress struct {
	passedToNetwork     atomic.Bool // given to the network; before that, no sign-in was at hand
	connectionRequested atomic.Bool // a connection was asked for, so the trace will report one
	wrote               atomic.Bool // the first byte may have left
	neverConnected      atomic.Bool // in the end there was no connection
}

type progressKey struct{}

// trackProgress returns a context whose requests are recorded in the flight.
func trackProgress(ctx context.Context) (context.Context, *requestProgress) {
	f := &requestProgress{}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { f.connectionRequested.Store(true) },
		// Called when the first field is put into the buffer, which is before
		// any byte of the buffer leaves.
		WroteHeaderField: func(string, []string) { f.wrote.Store(true) },
		WroteHeaders:     func() { f.wrote.Store(true) },
		WroteRequest:     func(httptrace.WroteRequestInfo) { f.wrote.Store(true) },
	})
	return context.WithValue(ctx, progressKey{}, f), f
}

// progressOf is what track made for ctx; a new one, of no use, if it did not.
func progressOf(ctx context.Context) *requestProgress {
	if f, ok := ctx.Value(progressKey{}).(*requestProgress); ok {
		return f
	}
	return &requestProgress{}
}

// recordError records the error of a network. net/http asks for another connection
// only if nothing of a change had left on the one before, so failing to get one
// is as good as never having had one.
func (f *requestProgress) recordError(err error) {
	var op *net.OpError
	f.neverConnected.Store(errors.As(err, &op) && op.Op == "dial")
}

// unsent reports whether certainly no byte has left. A network that does not
// report to the trace leaves that uncertain.
func (f *requestProgress) unsent() bool {
	return !f.passedToNetwork.Load() || f.neverConnected.Load() || f.connectionRequested.Load() && !f.wrote.Load()
}
