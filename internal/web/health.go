package web

import (
	"net/http"
	"time"

	"fika/daemon"
)

// handleMonitoring serves the programs that monitor fika. It takes no lock that a pass holds,
// because monitoring matters most when something hangs.
//
// GET /healthz is 200 while the loop runs. GET /readyz is 200 while nothing but the
// user's own pause stops fika. Otherwise both are 503. Neither has a body: the details
// are in fika status. GET /metrics is OpenMetrics. All three are on the socket, whose
// owner may see everything; [ServeMetrics] serves the metrics on a port.
func handleMonitoring(mux *http.ServeMux, d *daemon.Daemon, now func() time.Time) {
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
		if err := writeMetrics(w, r, d); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
}

// writeMetrics answers with the metrics. If it returns an error, nothing was written.
func writeMetrics(w http.ResponseWriter, r *http.Request, d *daemon.Daemon) error {
	text, err := Metrics(r.Context(), d)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
	w.Write([]byte(text)) //nolint:errcheck // the client may be gone
	return nil
}
