package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar/vdir"
	"fika/daemon"
	"fika/internal/client"
	"fika/internal/people"
	"fika/internal/store"
	"fika/planner"
)

const token = "0123456789abcdef0123456789abcdef"

// TestT28MetricsOnAPort checks threat T28, and T1 to T4 on a port: any other method,
// path, Host or token gets an answer without a body, and no answer contains anything
// that a browser acts on.
func TestT28MetricsOnAPort(t *testing.T) {
	d, _, _ := running(t)
	told := error(nil)
	h := metricsHandler("127.0.0.1:9425", d, func() (string, error) { return token, told })
	for _, e := range []struct {
		name, method, path, host, auth string
		want                           int
	}{
		{"right", "GET", "/metrics", "127.0.0.1:9425", "Bearer " + token, 200},
		{"right, by name", "GET", "/metrics", "localhost:9425", "bearer " + token, 200},
		{"right, by version 6", "GET", "/metrics", "[::1]:9425", "Bearer " + token, 200},
		{"without token", "GET", "/metrics", "127.0.0.1:9425", "", 401},
		{"wrong token", "GET", "/metrics", "127.0.0.1:9425", "Bearer " + strings.ToUpper(token), 401},
		{"half a token", "GET", "/metrics", "127.0.0.1:9425", "Bearer " + token[:16], 401},
		{"token and more", "GET", "/metrics", "127.0.0.1:9425", "Bearer " + token + token, 401},
		{"empty token", "GET", "/metrics", "127.0.0.1:9425", "Bearer ", 401},
		{"another scheme", "GET", "/metrics", "127.0.0.1:9425", "Basic " + token, 401},
		{"foreign host", "GET", "/metrics", "evil.example:9425", "Bearer " + token, 403},
		{"no host", "GET", "/metrics", "", "Bearer " + token, 403},
		{"host without port", "GET", "/metrics", "127.0.0.1", "Bearer " + token, 403},
		{"host with another port", "GET", "/metrics", "127.0.0.1:80", "Bearer " + token, 403},
		{"host with a dot", "GET", "/metrics", "localhost.:9425", "Bearer " + token, 403},
		{"foreign host, foreign path", "GET", "/", "evil.example:9425", "", 403},
		{"the root path", "GET", "/", "127.0.0.1:9425", "Bearer " + token, 404},
		{"health", "GET", "/healthz", "127.0.0.1:9425", "Bearer " + token, 404},
		{"the commands", "POST", "/v1/status", "127.0.0.1:9425", "Bearer " + token, 404},
		{"profiles", "GET", "/debug/pprof/heap", "127.0.0.1:9425", "Bearer " + token, 404},
		{"a path around it", "GET", "/x/../metrics", "127.0.0.1:9425", "Bearer " + token, 404},
		{"post", "POST", "/metrics", "127.0.0.1:9425", "Bearer " + token, 405},
		{"head", "HEAD", "/metrics", "127.0.0.1:9425", "Bearer " + token, 405},
		{"a browser's preflight", "OPTIONS", "/metrics", "127.0.0.1:9425", "", 405},
	} {
		r := httptest.NewRequestWithContext(t.Context(), e.method, e.path, nil)
		r.Host = e.host
		if e.auth != "" {
			r.Header.Set("Authorization", e.auth)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != e.want || (w.Body.Len() > 0) != (e.want == 200) {
			t.Errorf("%s: %d with %q, want %d", e.name, w.Code, w.Body, e.want)
		}
		if refused := w.Header().Get("Connection") == "close"; refused != (e.want != 200) {
			t.Errorf("%s: connection closed: %t", e.name, refused)
		}
		for name := range w.Header() {
			if !slices.Contains([]string{"Content-Type", "Www-Authenticate", "Allow", "Connection"}, name) {
				t.Errorf("%s: unexpected header %s", e.name, name)
			}
		}
	}
	told = ErrToken
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil)
	r.Host = "127.0.0.1:9425"
	r.Header.Set("Authorization", "Bearer ")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != 401 {
		t.Errorf("without a token, an empty one is accepted: %d", w.Code)
	}
}

// TestT28MetricsServer checks requests over a real port, and that the server stops.
func TestT28MetricsServer(t *testing.T) {
	d, _, _ := running(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- ServeMetrics(ctx, l, d, func() (string, error) { return token, nil })
	}()
	for _, e := range []struct{ request, want string }{
		{"GET /metrics HTTP/1.1\r\nHost: " + address + "\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n\r\n", "200 OK"},
		{"GET /metrics HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n\r\n", "403 Forbidden"},
		{"GET http://evil.example/metrics HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n", "403 Forbidden"},
		{"OPTIONS * HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "403 Forbidden"},
		{"GET /metrics HTTP/1.1\r\nHost: " + address + "\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", "431 Request Header Fields Too Large"},
	} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		go io.WriteString(conn, e.request) //nolint:errcheck // the server may close before reading everything
		line, err := bufio.NewReader(conn).ReadString('\n')
		if !strings.Contains(line, e.want) {
			t.Errorf("%.40q: %q (%v), want %s", e.request, line, err, e.want)
		}
		conn.Close()
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if conn, err := net.Dial("tcp", address); err == nil {
		conn.Close()
		t.Error("the port is still open")
	}
}

// pipes is a listener in memory, for tests under synctest.
type pipes struct {
	lines chan net.Conn
	done  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case line := <-p.lines:
		return line, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error   { close(p.done); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9425} }

// TestT28SlowAskers checks that more connections than allowed, with half a request on
// each, do not stay open for long, and that the next client gets an answer.
func TestT28SlowAskers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		l, ended := pipes{make(chan net.Conn), make(chan struct{})}, make(chan error, 1)
		go func() {
			d := daemon.New(daemon.Options{}, daemon.Settings{})
			ended <- ServeMetrics(ctx, l, d, func() (string, error) { return token, nil })
		}()
		const askers = 100
		var heard, left atomic.Int32
		for range askers {
			go func() {
				near, far := net.Pipe()
				l.lines <- far
				heard.Add(1)
				io.WriteString(near, "GET /met") //nolint:errcheck // it is read, or the copy below fails
				io.Copy(io.Discard, near)        //nolint:errcheck // until the connection is closed
				left.Add(1)
			}()
		}
		synctest.Wait()
		if n := heard.Load(); n > 20 {
			t.Errorf("%d connections are open at once", n)
		}
		<-time.After(time.Minute)
		if heard.Load() != askers || left.Load() != askers {
			t.Errorf("after a minute %d of %d were accepted, and %d closed", heard.Load(), askers, left.Load())
		}
		near, far := net.Pipe()
		l.lines <- far
		io.WriteString(near, "GET / HTTP/1.1\r\nHost: localhost:9425\r\n\r\n") //nolint:errcheck // the answer shows it
		if line, err := bufio.NewReader(near).ReadString('\n'); !strings.Contains(line, "404") {
			t.Errorf("%q, %v", line, err)
		}
		near.Close()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestT28LabelsAreFew checks every label against its few allowed values, with names for
// everything that a label could leak.
func TestT28LabelsAreFew(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	cal, err := vdir.Open(t.TempDir(), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	d := daemon.New(daemon.Options{
		Store: st, Version: "1.2",
		Calendars: []daemon.Calendar{{Source: daemon.Source{Name: "private", Kind: "vdir", Book: true}, Calendar: cal}, {Source: daemon.Source{Name: "private too", Kind: "vdir"}, Calendar: cal}},
		ReadPeople: func(context.Context) (people.Everybody, []people.Fault) {
			return people.Everybody{Colleagues: []planner.Person{{ID: "private@private.example", Name: "Private"}}}, []people.Fault{{Text: "private"}}
		},
		Paused: func(time.Time) (store.Pause, bool, error) { return store.Pause{Why: "private"}, true, nil },
	}, daemon.Settings{
		Goals: []planner.Goal{{ID: "private", Topic: "private", Why: "private"}}, Name: "Private", Problem: "private",
		Rules: planner.Rules{Me: "private@private.example", Domains: []string{"private.example"}, Zone: time.UTC, PerDay: 1, PerWeek: 2, Open: 3},
	})
	ctx, stop := context.WithCancel(t.Context())
	d.Run(ctx, func() daemon.Clock { return daemon.Clock{Wall: time.Now()} }, func(_ daemon.Report, err error) {
		if err != nil {
			t.Error(err)
		}
		stop()
	})
	text, err := Metrics(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	few := map[string]string{
		"version": `1\.2`, "go": `go.*`, "reason": `paused|config_invalid|people_unreadable`, "result": "ok|error", "window": "day|week|open|upward",
		"provider": "google|caldav|vdir", "state": "new|approved|sending|unknown|confirmed",
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`[{,]([a-z_]+)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		seen[m[1]] = true
		if values, ok := few[m[1]]; !ok || !regexp.MustCompile(`^(`+values+`)$`).MatchString(m[2]) {
			t.Errorf("label %s=%q", m[1], m[2])
		}
	}
	if len(seen) != len(few) {
		t.Errorf("saw %v of %d labels", seen, len(few))
	}
	if strings.Contains(strings.ToLower(text), "private") {
		t.Errorf("a name is in the metrics:\n%s", text)
	}
}

// TestMetricsOverTheSocket compares the client's metrics with those of [Metrics].
func TestMetricsOverTheSocket(t *testing.T) {
	_, c, _ := running(t)
	text, err := c.Metrics(t.Context())
	if err != nil || !strings.HasSuffix(text, "\n# EOF\n") {
		t.Errorf("%v, %s", err, text)
	}
	if _, err := client.New(filepath.Join(t.TempDir(), "fika.sock")).Metrics(t.Context()); !errors.Is(err, client.ErrNoDaemon) {
		t.Errorf("got %v, want ErrNoDaemon", err)
	}
}
