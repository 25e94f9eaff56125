package web

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/netutil"

	"fika/daemon"
)

// maxScrapes bounds the connections to the port of the metrics. Everybody on
// this machine can open some; Prometheus needs one.
const maxScrapes = 16

// ServeMetrics lets Prometheus read the metrics of d on l, a TCP listener of this
// machine, until ctx ends. It closes l. Whoever asks shows what token answers;
// it is asked each time, as Prometheus reads its own copy, so that a new token
// needs no reload. An error of it lets nobody in.
func ServeMetrics(ctx context.Context, l net.Listener, d *daemon.Daemon, token func() (string, error)) error {
	return serve(ctx, netutil.LimitListener(l, maxScrapes), &http.Server{
		Handler:           MetricsHandler(l.Addr().String(), d, token),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute, // longer than Prometheus waits between two scrapes
		MaxHeaderBytes:    16 << 10,

		DisableGeneralOptionsHandler: true, // or it would answer for the handler, whatever the Host
	})
}

// MetricsHandler answers GET /metrics on a TCP address, host and port, and
// nothing else. Other users of the machine get to it, and so does every web page
// that is open in a browser here: a page whose own name was made to point at
// this machine (DNS rebinding) is told by that name in the Host header. What is
// refused has no body, and nobody learns from a refusal what fika knows.
func MetricsHandler(address string, d *daemon.Daemon, token func() (string, error)) http.Handler {
	host, port, _ := net.SplitHostPort(address) // without a port no host is known below
	var hosts []string
	for _, name := range []string{host, "127.0.0.1", "::1", "localhost"} {
		hosts = append(hosts, net.JoinHostPort(name, port))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse := func(status int) {
			w.Header().Set("Connection", "close") // there are few, and Prometheus shall have one
			w.WriteHeader(status)
		}
		switch {
		case !slices.Contains(hosts, r.Host):
			refuse(http.StatusForbidden)
		case r.URL.Path != "/metrics":
			refuse(http.StatusNotFound)
		case r.Method != http.MethodGet:
			w.Header().Set("Allow", http.MethodGet)
			refuse(http.StatusMethodNotAllowed)
		case !shows(r, token):
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(http.StatusUnauthorized)
		default:
			if expose(w, r, d) != nil {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}
	})
}

// shows reports whether a request has the token with it (RFC 6750, 2.1). How
// long the comparison takes says nothing of the token but its length.
func shows(r *http.Request, token func() (string, error)) bool {
	scheme, shown, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return false
	}
	want, err := token()
	return err == nil && subtle.ConstantTimeCompare([]byte(shown), []byte(want)) == 1
}
