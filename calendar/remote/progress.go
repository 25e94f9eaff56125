package remote

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// requestProgress records how far a request got. Only that determines its outcome; an
// error merely says what failed on this side.
type requestProgress struct {
	passedToNetwork     atomic.Bool // given to the network; before that, a sign-in was missing
	connectionRequested atomic.Bool // a connection was requested, so the trace reports writes
	wrote               atomic.Bool // the first byte may have been sent
	neverConnected      atomic.Bool // the last attempt to connect failed
}

type progressKey struct{}

// trackProgress returns a context that records the progress of its request.
func trackProgress(ctx context.Context) (context.Context, *requestProgress) {
	f := &requestProgress{}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { f.connectionRequested.Store(true) },
		// Called when the first field is written to the buffer, before any byte of
		// the buffer is sent.
		WroteHeaderField: func(string, []string) { f.wrote.Store(true) },
		WroteHeaders:     func() { f.wrote.Store(true) },
		WroteRequest:     func(httptrace.WroteRequestInfo) { f.wrote.Store(true) },
	})
	return context.WithValue(ctx, progressKey{}, f), f
}

// progressOf returns the progress that trackProgress attached to ctx, or an unused
// one.
func progressOf(ctx context.Context) *requestProgress {
	if f, ok := ctx.Value(progressKey{}).(*requestProgress); ok {
		return f
	}
	return &requestProgress{}
}

// recordError records a network error. net/http requests another connection only if
// nothing of a change was sent on the previous one, so failing to get one means that
// nothing was sent.
func (f *requestProgress) recordError(err error) {
	var op *net.OpError
	f.neverConnected.Store(errors.As(err, &op) && op.Op == "dial")
}

// unsent reports whether it is certain that no byte was sent. With a transport that
// does not report to the trace it is not.
func (f *requestProgress) unsent() bool {
	return !f.passedToNetwork.Load() || f.neverConnected.Load() || f.connectionRequested.Load() && !f.wrote.Load()
}
