// Package web serves a running daemon to other programs of the same user: HTTP and JSON
// over a unix socket that only its owner can open. Package api defines the messages.
//
// A call is POST /v1/NAME with its arguments as one JSON object, or no body. The answer is
// the document that the command of that name prints, or an [api.Fault] with a status of
// 400 or above. A header of each answer has the program's version.
package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"fika/internal/api"
)

const (
	maxRequest = 2 << 20         // a whole configuration, escaped
	drain      = 5 * time.Second // for calls in progress when the daemon stops
)

// Serve answers calls on l until ctx ends, then lets calls in progress finish. It closes
// l.
func Serve(ctx context.Context, l net.Listener, s Service) error {
	return serve(ctx, l, &http.Server{Handler: Handler(s), ReadHeaderTimeout: 10 * time.Second})
}

// serve runs server on l until ctx ends, then lets requests in progress finish.
func serve(ctx context.Context, l net.Listener, server *http.Server) error {
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		err := server.Shutdown(ending)
		if errors.Is(err, context.DeadlineExceeded) {
			err = server.Close()
		}
		stopped <- err
	})
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// Handler answers the calls, and the programs that monitor fika.
func Handler(s Service) http.Handler {
	mux := http.NewServeMux()
	door := &door{service: s}
	for name, do := range s.Calls {
		mux.HandleFunc("POST /v1/"+name, answer(door.guard(name, do)))
	}
	handleMonitoring(mux, s.Daemon, s.Now)
	return versioned(mux, s.Version)
}

// versioned names the version of the program in each answer of h.
func versioned(h http.Handler, version string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(api.VersionHeader, version)
		h.ServeHTTP(w, r)
	})
}

// answer returns the handler of one call.
func answer(do func(context.Context, api.Role, []byte) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		args, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
		if err != nil {
			refuse(w, api.NewFault(api.CodeInvalid, "the request cannot be read: "+err.Error()))
			return
		}
		text, err := do(r.Context(), api.Role(r.Header.Get(api.RoleHeader)), args)
		if err != nil {
			refuse(w, err)
			return
		}
		w.Write(text) //nolint:errcheck // the client may be gone
	}
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusConflict
	var f *api.Fault
	if !errors.As(err, &f) {
		status, f = http.StatusInternalServerError, api.NewFault(api.CodeFailed, err.Error())
	}
	if f.Code == api.CodeRole {
		status = http.StatusForbidden
	}
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(f)
}
