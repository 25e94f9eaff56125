package web

import (
	"net/http"
	"time"

	"fika/daemon"
)

// watched answers what programs that watch fika ask, with no lock that a pass
// holds: they ask most when something hangs.
//
// GET /healthz is 200 while the loop turns, GET /readyz while nothing but the
// user's own pause keeps fika from its work; else 503. Neither has a body: the
// words are for those who may read them, in fika status. GET /metrics is
// OpenMetrics. All three are on the socket, whose owner sees everything anyway;
// see [ServeMetrics] for the port of the third.
func watched(mux *http.ServeMux, d *daemon.Daemon, now func() time.Time) {
	tell := func(ok func() bool) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if !ok() {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}
	}
	mux.HandleFunc("GET /healthz", tell(func() bool { return d.Pulse().Alive(now()) }))
	mux.HandleFunc("GET /readyz", tell(func() bool { return d.Pulse().Ready() && d.Pulse().Alive(now()) }))
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if err := expose(w, r, d); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
}

// expose answers with the metrics. After an error nothing was written yet.
func expose(w http.ResponseWriter, r *http.Request, d *daemon.Daemon) error {
	text, err := Metrics(r.Context(), d)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
	w.Write([]byte(text)) //nolint:errcheck // the caller's line gone
	return nil
}
