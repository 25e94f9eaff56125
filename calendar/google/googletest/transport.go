package googletest

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"syscall"
)

// Transport returns a transport to the server without sockets, in which only faults
// can delay a request, as a testing/synctest bubble requires. It ignores the host of
// requests. Errors are those of a real transport: a refused dial, or io.EOF for a
// dropped connection.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

// RoundTrip reports to an httptrace when it has a connection and when it has written
// the request, as a real transport does: clients infer from that whether anything was
// sent.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sent := r.Clone(ctx)
	unzip := sent.Header.Get("Accept-Encoding") == ""
	if unzip {
		sent.Header.Set("Accept-Encoding", "gzip") // as net/http does
	}
	x, err := t.server.beginExchange(sent)
	if err != nil {
		return nil, err
	}
	if x.fault != nil && x.fault.Effect.refuse {
		t.server.finishExchange(x)
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	reportWritten(r)
	done := make(chan *response, 1)
	go func() { done <- t.server.finishExchange(x) }()
	select {
	case answer := <-done:
		return answer.http(r, unzip)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func reportWritten(r *http.Request) {
	trace := httptrace.ContextClientTrace(r.Context())
	if trace == nil {
		return
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	if trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	if trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

// http converts the response to that of a real transport.
func (a *response) http(r *http.Request, unzip bool) (*http.Response, error) {
	if a.dropped {
		return nil, io.EOF
	}
	var body io.Reader = bytes.NewReader(a.body)
	if a.truncated {
		body = io.MultiReader(bytes.NewReader(a.body[:len(a.body)/2]), brokenReader{})
	}
	resp := &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header.Clone(), ContentLength: int64(len(a.body)), Request: r,
	}
	if unzip && a.header.Get("Content-Encoding") == "gzip" {
		body = &gunzip{from: body}
		resp.Header.Del("Content-Encoding")
		resp.Header.Del("Content-Length")
		resp.ContentLength, resp.Uncompressed = -1, true
	}
	resp.Body = io.NopCloser(body)
	return resp, nil
}

// brokenReader is the rest of a truncated body.
type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
