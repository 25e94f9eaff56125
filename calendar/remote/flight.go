package remote

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// flight is how far a request got. What became of it follows from that alone:
// errors only say what went wrong on this side.
type flight struct {
	handed atomic.Bool // given to the network; before that, no sign-in was at hand
	dialed atomic.Bool // a connection was asked for, so the trace will report one
	wrote  atomic.Bool // the first byte may have left
	alone  atomic.Bool // in the end there was no connection
}

type flightKey struct{}

// track returns a context whose requests are recorded in the flight.
func track(ctx context.Context) (context.Context, *flight) {
	f := &flight{}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { f.dialed.Store(true) },
		// Called when the first field is put into the buffer, which is before
		// any byte of the buffer leaves.
		WroteHeaderField: func(string, []string) { f.wrote.Store(true) },
		WroteHeaders:     func() { f.wrote.Store(true) },
		WroteRequest:     func(httptrace.WroteRequestInfo) { f.wrote.Store(true) },
	})
	return context.WithValue(ctx, flightKey{}, f), f
}

// flightOf is what track made for ctx; a new one, of no use, if it did not.
func flightOf(ctx context.Context) *flight {
	if f, ok := ctx.Value(flightKey{}).(*flight); ok {
		return f
	}
	return &flight{}
}

// landed records the error of a network. net/http asks for another connection
// only if nothing of a change had left on the one before, so failing to get one
// is as good as never having had one.
func (f *flight) landed(err error) {
	var op *net.OpError
	f.alone.Store(errors.As(err, &op) && op.Op == "dial")
}

// unsent reports whether certainly no byte has left. A network that does not
// report to the trace leaves that uncertain.
func (f *flight) unsent() bool {
	return !f.handed.Load() || f.alone.Load() || f.dialed.Load() && !f.wrote.Load()
}
