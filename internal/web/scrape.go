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

// maxScrapes limits the connections to the metrics port. Every user of this machine can
// open some; Prometheus needs one.
const maxScrapes = 16

// ServeMetrics serves the metrics of d on l, a TCP listener of this machine, until ctx
// ends. It closes l. A request must carry the token. ServeMetrics calls token for each
// request, so a new token needs no reload; if token fails, the request is refused.
func ServeMetrics(ctx context.Context, l net.Listener, d *daemon.Daemon, token func() (string, error)) error {
	return serve(ctx, netutil.LimitListener(l, maxScrapes), &http.Server{
		Handler:           metricsHandler(l.Addr().String(), d, token),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute, // longer than the usual scrape interval
		MaxHeaderBytes:    16 << 10,

		DisableGeneralOptionsHandler: true, // or it would bypass the handler and its check of Host
	})
}

// metricsHandler answers GET /metrics on a TCP address, host and port, and nothing else.
// Other users of the machine can reach it, and so can web pages in a browser here: a
// page that rebinds its own name to this machine (DNS rebinding) is recognized by the
// Host header. Refusals have no body and reveal nothing.
func metricsHandler(address string, d *daemon.Daemon, token func() (string, error)) http.Handler {
	host, port, _ := net.SplitHostPort(address) // an address without a port matches no host below
	var hosts []string
	for _, name := range []string{host, "127.0.0.1", "::1", "localhost"} {
		hosts = append(hosts, net.JoinHostPort(name, port))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse := func(status int) {
			w.Header().Set("Connection", "close") // connections are few, and Prometheus needs one
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
		case !hasToken(r, token):
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(http.StatusUnauthorized)
		default:
			if writeMetrics(w, r, d) != nil {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}
	})
}

// hasToken reports whether a request carries the token (RFC 6750, 2.1). The time of the
// comparison reveals only the token's length.
func hasToken(r *http.Request, token func() (string, error)) bool {
	scheme, shown, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return false
	}
	want, err := token()
	return err == nil && subtle.ConstantTimeCompare([]byte(shown), []byte(want)) == 1
}
