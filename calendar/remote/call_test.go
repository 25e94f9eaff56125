package remote

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
)

// statusError is an error response, as the client of the tests returns it.
type statusError struct {
	code   int
	header http.Header
}

func (s *statusError) Error() string { return strconv.Itoa(s.code) }

func classifyStatusError(err error) (http.Header, error) {
	var s *statusError
	if !errors.As(err, &s) {
		return nil, nil
	}
	return s.header, dav.ClassifyStatus("maya", s.code)
}

// roundTrip is a RoundTripper from a function.
type roundTrip func(r *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// respondWith returns a network that responds with these statuses, repeating the last
// one, and counts the requests.
func respondWith(n *int, codes ...int) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		code := codes[min(*n, len(codes)-1)]
		*n++
		if code == 0 {
			return nil, errors.New("canary")
		}
		return &http.Response{StatusCode: code, Body: io.NopCloser(strings.NewReader("canary")), Header: http.Header{}}, nil
	}
}

func acceptAll(*http.Request, *http.Response) error { return nil }

// requestThrough returns a function that sends a request by c through a network.
func requestThrough(c *Caller, network http.RoundTripper, method string) func(ctx context.Context) error {
	client := NewClient(c.Transport(network, acceptAll))
	return func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, method, "http://dav.invalid/", nil)
		if err != nil {
			return err
		}
		resp, err := client.Do(req) //nolint:bodyclose // DrainAndClose closes it
		if err != nil {
			return err
		}
		defer DrainAndClose(resp.Body)
		if resp.StatusCode >= 300 {
			return &statusError{resp.StatusCode, resp.Header}
		}
		_, err = io.Copy(io.Discard, resp.Body)
		return err
	}
}

// TestReadsAreRetried checks that reads are retried after transient failures only.
func TestReadsAreRetried(t *testing.T) {
	for _, c := range []struct {
		what    string
		answers []int
		tries   int
		ok      bool
	}{
		{"a success", []int{200}, 1, true},
		{"a broken server", []int{503, 500, 207}, 3, true},
		{"a broken network", []int{0, 207}, 2, true},
		{"too many failures", []int{503}, MaxReadAttempts, false},
		{"bursts", []int{429, 429, 429, 200}, 4, true},
		{"a refusal", []int{400}, 1, false},
		{"no sign-in", []int{401}, 1, false},
		{"a redirect is not followed", []int{302}, MaxReadAttempts, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			caller, n, start := NewCaller(dav, classifyStatusError), 0, time.Now()
			err := caller.Read(t.Context(), requestThrough(caller, respondWith(&n, c.answers...), http.MethodGet))
			if n != c.tries || (err == nil) != c.ok {
				t.Errorf("%s: %d tries, want %d: %v", c.what, n, c.tries, err)
			}
			if took := time.Since(start); took > time.Minute || n > 1 && took < time.Duration(n-1)*time.Millisecond {
				t.Errorf("%s: took %v", c.what, took)
			}
		})
	}
}

// TestChangesAreSentOnce checks that changes are never retried.
func TestChangesAreSentOnce(t *testing.T) {
	for code, want := range map[int]error{0: nil, 302: nil, 500: nil, 503: nil, 400: calendar.ErrRefused, 429: calendar.ErrUnsent} {
		synctest.Test(t, func(t *testing.T) {
			caller, n := NewCaller(dav, classifyStatusError), 0
			err := caller.Change(t.Context(), requestThrough(caller, respondWith(&n, code), http.MethodPut))
			if err == nil || n != 1 || want != nil && !errors.Is(err, want) || strings.Contains(err.Error(), "canary") {
				t.Errorf("%d: %d requests, %v", code, n, err)
			}
			for _, c := range certainOutcomes {
				if want == nil && errors.Is(err, c) {
					t.Errorf("%d: %v wraps %q, but the outcome is unknown", code, err, c)
				}
			}
		})
	}
}

// TestOneChangeAtATime checks that a change waits for the previous one, and that
// nothing is sent if it gives up.
func TestOneChangeAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		caller := NewCaller(dav, classifyStatusError)
		var under, most, sent atomic.Int32
		slow := func(ctx context.Context) error {
			most.Store(max(most.Load(), under.Add(1)))
			defer under.Add(-1)
			sent.Add(1)
			return Sleep(ctx, time.Second)
		}
		for range 5 {
			go caller.Change(t.Context(), slow)
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		err := caller.Change(ctx, func(context.Context) error { t.Error("sent"); return nil })
		if !errors.Is(err, calendar.ErrUnsent) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a change that gives up: %v", err)
		}
		time.Sleep(10 * time.Second)
		if most.Load() != 1 || sent.Load() != 5 {
			t.Errorf("%d of %d changes at the same time", most.Load(), sent.Load())
		}
	})
}

// TestUnsentDependsOnBytesSent checks that a change counts as unsent exactly if no
// byte of it was sent. Each attempt has its deadline.
func TestUnsentDependsOnBytesSent(t *testing.T) {
	for what, c := range map[string]struct {
		dial func(ctx context.Context) (net.Conn, error)
		want bool // whether it was certainly not sent
	}{
		"the dial hangs": {func(ctx context.Context) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }, true},
		"the server reads and is silent": {func(context.Context) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() {
				http.ReadRequest(bufio.NewReader(theirs))
				io.Copy(io.Discard, theirs)
			}()
			return ours, nil
		}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			network := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return c.dial(ctx) }}
			defer network.CloseIdleConnections()
			caller, start := NewCaller(dav, classifyStatusError), time.Now()
			err := caller.Change(t.Context(), requestThrough(caller, network, http.MethodPut))
			if got := errors.Is(err, calendar.ErrUnsent); err == nil || got != c.want || !errors.Is(err, calendar.ErrOffline) {
				t.Errorf("%s: got %v, certainly unsent %v, want %v", what, err, got, c.want)
			}
			if took := time.Since(start); took != ChangeTimeout {
				t.Errorf("%s: gave up after %v, want %v", what, took, ChangeTimeout)
			}
		})
	}
}

// brokenConn is a connection that breaks once a request was written to it.
type brokenConn struct {
	net.Conn
	written chan struct{}
}

func (c brokenConn) Read([]byte) (int, error) {
	<-c.written
	return 0, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
}

func (c brokenConn) Write(p []byte) (int, error) {
	select {
	case <-c.written:
	default:
		close(c.written)
	}
	return len(p), nil
}

// TestBrokenConnection resets the connection after the change was written: the server may
// have carried it out.
func TestBrokenConnection(t *testing.T) {
	ours, theirs := net.Pipe()
	defer theirs.Close()
	network := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return brokenConn{ours, make(chan struct{})}, nil
	}}
	defer network.CloseIdleConnections()
	caller := NewCaller(dav, classifyStatusError)
	err := caller.Change(t.Context(), requestThrough(caller, network, http.MethodPut))
	if !errors.Is(err, calendar.ErrOffline) || errors.Is(err, calendar.ErrUnsent) {
		t.Errorf("got %v, want an error that does not claim to know", err)
	}
}

// TestNoRedirects answers with a redirect. Whoever sent it must not get a second request,
// which would carry the user's sign-in.
func TestNoRedirects(t *testing.T) {
	asked := 0
	client := NewClient(roundTrip(func(req *http.Request) (*http.Response, error) {
		asked++
		return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {"https://elsewhere.example/"}}, Body: http.NoBody, Request: req}, nil
	}))
	resp, err := client.Get("https://dav.example/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusFound || asked != 1 {
		t.Errorf("%d requests, %s", asked, resp.Status)
	}
}

// TestUntracedTransportIsUncertain uses a transport that does not report to the
// trace: then only a request that never reached it counts as unsent.
func TestUntracedTransportIsUncertain(t *testing.T) {
	caller, n := NewCaller(dav, classifyStatusError), 0
	if err := caller.Change(t.Context(), requestThrough(caller, respondWith(&n, 0), http.MethodPut)); err == nil || errors.Is(err, calendar.ErrUnsent) {
		t.Errorf("got %v, want an error that does not claim to know", err)
	}
	err := caller.Change(t.Context(), func(context.Context) error { return errors.New("no sign-in at hand") })
	if !errors.Is(err, calendar.ErrUnsent) {
		t.Errorf("got %v for a request that never reached the network", err)
	}
}

// zeros returns a body of n bytes.
func zeros(n int64) io.ReadCloser { return io.NopCloser(io.LimitReader(zero{}, n)) }

type zero struct{}

func (zero) Read(p []byte) (int, error) { return len(p), nil }

// TestInvalidResponses checks that a response that check rejects counts as none, and
// that the size of responses is limited.
func TestInvalidResponses(t *testing.T) {
	for what, c := range map[string]struct {
		check func(*http.Request, *http.Response) error
		body  io.ReadCloser
		says  string
		away  error
	}{
		"a captive portal":   {func(*http.Request, *http.Response) error { return dav.Intercepted(200) }, http.NoBody, "does this network require a login?", calendar.ErrCaptivePortal},
		"nothing":            {func(*http.Request, *http.Response) error { return InvalidResponseError("an empty response") }, http.NoBody, "an empty response", nil},
		"a body without end": {acceptAll, zeros(maxResponseBytes + 1), "more than 64 MB", nil},
	} {
		caller := NewCaller(dav, classifyStatusError)
		client := NewClient(caller.Transport(roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Body: c.body, Header: http.Header{}}, nil
		}), c.check))
		err := caller.Change(t.Context(), func(ctx context.Context) error {
			req, _ := http.NewRequestWithContext(ctx, http.MethodPut, "http://dav.invalid/", nil)
			resp, err := client.Do(req)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			_, err = io.Copy(io.Discard, resp.Body)
			return err
		})
		var f *Fault
		if !errors.As(err, &f) || f.Outcome != Unknown || !strings.Contains(err.Error(), c.says) || !errors.Is(f.Unreachable, c.away) {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

// TestUnreadBodyIsClosed checks that the body of a request that is not sent is
// closed.
func TestUnreadBodyIsClosed(t *testing.T) {
	caller := NewCaller(dav, classifyStatusError)
	f := dav.Fault(Unsent, "")
	f.MarkRateLimited(Burst)
	caller.limiter.recordLimit(f, http.Header{"Retry-After": {"600"}}, time.Now())
	body := &closeRecorder{Reader: bytes.NewReader([]byte("x"))}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://dav.invalid/", body)
	resp, err := NewClient(caller.Transport(roundTrip(nil), acceptAll)).Do(req) //nolint:bodyclose // there is none
	if err == nil || resp != nil || !body.closed {
		t.Errorf("%v, closed: %v", err, body.closed)
	}
}

type closeRecorder struct {
	io.Reader
	closed bool
}

func (c *closeRecorder) Close() error {
	c.closed = true
	return nil
}

func TestState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		caller := NewCaller(dav, classifyStatusError)
		texts := func() (lines []string) {
			s := caller.State(time.Now())
			for _, c := range []calendar.Check{s.ClockCheck(dav), s.RateLimitCheck(dav, time.Now().UTC())} {
				lines = append(lines, c.Text+" | "+c.Fix)
			}
			return lines
		}
		expect := func(what string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, texts()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		expect("at first", "the server has not told its time yet | ", "the server imposed no limit since 00:00 | ")
		caller.limiter.recordServerDate(http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}}, time.Now().Add(5*time.Minute))
		f := dav.Fault(Unsent, "")
		f.MarkRateLimited(Quota)
		caller.limiter.recordLimit(f, nil, time.Now())
		expect("after a limit", "ahead of the server's by 5 minutes | let the machine set its clock from the network",
			"the server imposed 1 limit since 00:00; no change is sent before 01:00 | no action needed; if it happens often, check whether other programs use the same client")
		time.Sleep(25 * time.Hour)
		caller.limiter.recordServerDate(http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}}, time.Now())
		expect("the next day", "as the server's | ", "the server imposed no limit today | ")
	})
}
