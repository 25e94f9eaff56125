// Package web serves a running daemon to other programs of the same user: HTTP and JSON
// over a unix socket that only its owner can open. Package api defines the messages.
//
// A call is POST /v1/NAME with its arguments as one JSON object. The answer is the
// document that the command of that name prints, or an [api.Fault] with a status of 400
// or above. A header of each answer has the program's version.
package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"fika/internal/api"
	"fika/internal/span"
)

const (
	maxRequest = 2 << 20         // a whole configuration, escaped
	drain      = 5 * time.Second // for calls in progress when the daemon stops
)

// Listen creates the socket at path, for its owner alone, and its folder if needed. It
// replaces a socket that nobody answers on, which a killed daemon left behind. It leaves
// any other file alone and returns an error.
func Listen(path string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	switch info, err := os.Lstat(path); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode().Type() != os.ModeSocket:
		return nil, fmt.Errorf("%s is in the way: it is not a socket", path)
	default:
		if conn, err := net.Dial("unix", path); err == nil {
			conn.Close()
			return nil, fmt.Errorf("another program is listening on %s", path)
		}
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return ownListener{l}, nil
}

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

// Handler answers the calls.
func Handler(s Service) http.Handler {
	d, now, mux := s.Daemon, s.Now, http.NewServeMux()
	answer(mux, api.CallPlan, func(ctx context.Context, a api.Arguments) (api.Plan, error) { return d.Plan(ctx, now()) })
	answer(mux, api.CallWhy, func(ctx context.Context, a api.Arguments) (api.Why, error) { return d.Why(ctx, now(), a.ID) })
	answer(mux, api.CallWhyNot, func(ctx context.Context, a api.Arguments) (api.WhyNot, error) {
		return d.WhyNot(ctx, now(), a.Who, a.At, a.Fresh)
	})
	answer(mux, api.CallLP, func(ctx context.Context, _ api.Arguments) (api.LP, error) { return d.LP(ctx, now()) })
	answer(mux, api.CallBookings, func(ctx context.Context, a api.Arguments) (api.Bookings, error) {
		return d.Bookings(ctx, now(), a.All)
	})
	answer(mux, api.CallApprove, func(ctx context.Context, a api.Arguments) (api.Change, error) {
		return d.Approve(ctx, now(), a.ID)
	})
	answer(mux, api.CallSkip, func(ctx context.Context, a api.Arguments) (api.Change, error) { return d.Skip(ctx, now(), a.ID) })
	answer(mux, api.CallCancel, func(ctx context.Context, a api.Arguments) (api.Change, error) { return d.Cancel(ctx, now(), a.ID) })
	answer(mux, api.CallPreviewCancel, func(ctx context.Context, a api.Arguments) (api.Cancellation, error) {
		return d.PreviewCancel(ctx, now(), a.ID, a.Until)
	})
	answer(mux, api.CallCancelAll, func(ctx context.Context, a api.Arguments) (api.Cancellation, error) {
		return d.CancelAll(ctx, now(), a.IDs)
	})
	answer(mux, api.CallUndo, func(ctx context.Context, a api.Arguments) (api.Change, error) { return d.Undo(ctx, now()) })
	answer(mux, api.CallMet, func(ctx context.Context, a api.Arguments) (api.Change, error) { return d.Met(ctx, now(), a.ID) })
	answer(mux, api.CallBusy, func(ctx context.Context, a api.Arguments) (api.Busy, error) {
		return d.Busy(ctx, now(), span.Span(a.Window), a.Who, a.Fresh)
	})
	answer(mux, api.CallFree, func(ctx context.Context, a api.Arguments) (api.Free, error) {
		return d.Free(ctx, now(), span.Span(a.Window), a.Length, a.Who, a.Fresh)
	})
	answer(mux, api.CallEvents, func(ctx context.Context, a api.Arguments) (api.Events, error) {
		return d.Events(ctx, span.Span(a.Window))
	})
	answer(mux, api.CallPeople, func(ctx context.Context, a api.Arguments) (api.People, error) { return d.People(ctx, now()) })
	answer(mux, api.CallPerson, func(ctx context.Context, a api.Arguments) (api.Colleague, error) {
		return d.Colleague(ctx, now(), a.Who)
	})
	answer(mux, api.CallGuard, func(ctx context.Context, a api.Arguments) (api.Colleague, error) {
		return d.OrderGuard(ctx, now(), a.Who, a.Guard, a.Until)
	})
	answer(mux, api.CallForget, func(ctx context.Context, a api.Arguments) (api.Forgotten, error) {
		return d.Forget(ctx, now(), a.Who)
	})
	answer(mux, api.CallPreviewForget, func(ctx context.Context, a api.Arguments) (api.Forgotten, error) {
		return d.PreviewForget(ctx, now(), a.Who)
	})
	answer(mux, api.CallGoals, func(ctx context.Context, a api.Arguments) (api.Goals, error) { return d.Goals(ctx, now()) })
	answer(mux, api.CallLog, func(ctx context.Context, a api.Arguments) (api.Log, error) {
		return d.History(ctx, a.After, a.Limit)
	})
	answer(mux, api.CallStatus, func(ctx context.Context, a api.Arguments) (api.Status, error) { return d.Status(ctx, now()) })
	answer(mux, api.CallSync, func(ctx context.Context, a api.Arguments) (api.Nothing, error) {
		return api.Nothing{}, d.Sync(ctx, a.All)
	})
	answer(mux, api.CallFresh, func(ctx context.Context, _ api.Arguments) (api.Nothing, error) {
		return api.Nothing{}, d.Fresh(ctx, now())
	})
	answer(mux, api.CallBackup, func(ctx context.Context, a api.Arguments) (api.Backup, error) { return d.Backup(ctx, a.Path) })
	answer(mux, api.CallExport, func(ctx context.Context, a api.Arguments) (api.Export, error) { return d.Export(ctx) })
	answer(mux, api.CallDoctor, func(ctx context.Context, _ api.Arguments) (api.Checks, error) { return d.Checks(ctx, now()) })
	answer(mux, api.CallCheckStore, func(ctx context.Context, _ api.Arguments) (api.Nothing, error) {
		return api.Nothing{}, d.CheckStore(ctx)
	})
	answer(mux, api.CallReload, func(ctx context.Context, a api.Arguments) (api.Reload, error) { return s.Reload(ctx, a.Accept) })
	answer(mux, api.CallCompare, func(ctx context.Context, a api.Arguments) (api.ConfigDiff, error) { return s.Compare(ctx, a.Draft) })
	watched(mux, d, now)
	return versioned(mux, s.Version)
}

// versioned names the version of the program in each answer of h.
func versioned(h http.Handler, version string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(api.VersionHeader, version)
		h.ServeHTTP(w, r)
	})
}

// answer registers the handler of one call.
func answer[A any](mux *http.ServeMux, name string, do func(context.Context, api.Arguments) (A, error)) {
	mux.HandleFunc("POST /v1/"+name, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		var args api.Arguments
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&args); err != nil {
			refuse(w, api.NewFault(api.CodeInvalid, "the request is not valid for this version: "+err.Error()))
			return
		}
		a, err := do(r.Context(), args)
		if err != nil {
			refuse(w, err)
			return
		}
		json.NewEncoder(w).Encode(a) // the client may be gone
	})
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusConflict
	var f *api.Fault
	if !errors.As(err, &f) {
		status, f = http.StatusInternalServerError, api.NewFault(api.CodeFailed, err.Error())
	}
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(f)
}
