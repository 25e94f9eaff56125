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

	"fika/daemon"
	"fika/internal/api"
)

const (
	maxRequest = 2 << 20         // a whole configuration, escaped
	drain      = 5 * time.Second // that calls on their way have when the daemon stops
)

// Listen makes the socket at path, for its owner alone, in a folder that is
// made if absent. A socket that nobody answers on is what a killed daemon left,
// and is replaced; any other file stays, and is an error.
func Listen(path string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	switch info, err := os.Lstat(path); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode().Type() != os.ModeSocket:
		return nil, fmt.Errorf("%s is in the way: it is no socket", path)
	default:
		if conn, err := net.Dial("unix", path); err == nil {
			conn.Close()
			return nil, fmt.Errorf("another program answers on %s", path)
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

// Serve answers calls on l until ctx ends, then lets those on their way finish.
// It closes l.
func Serve(ctx context.Context, l net.Listener, s Service) error {
	return serve(ctx, l, &http.Server{Handler: Handler(s), ReadHeaderTimeout: 10 * time.Second})
}

// serve lets server answer on l until ctx ends, then those on their way finish.
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
	answer(mux, callPlan, func(ctx context.Context, a arguments) (daemon.PlanAnswer, error) { return d.Plan(ctx, now()) })
	answer(mux, callWhy, func(ctx context.Context, a arguments) (daemon.WhyAnswer, error) { return d.Why(ctx, now(), a.ID) })
	answer(mux, callWhyNot, func(ctx context.Context, a arguments) (daemon.WhyNotAnswer, error) {
		return d.WhyNot(ctx, now(), a.Who, a.At)
	})
	answer(mux, callLP, func(ctx context.Context, _ arguments) (daemon.LPAnswer, error) { return d.LP(ctx, now()) })
	answer(mux, callBookings, func(ctx context.Context, a arguments) (daemon.BookingsAnswer, error) {
		return d.Bookings(ctx, now(), a.All)
	})
	answer(mux, callApprove, func(ctx context.Context, a arguments) (daemon.ChangeAnswer, error) {
		return d.Approve(ctx, now(), a.ID)
	})
	answer(mux, callSkip, func(ctx context.Context, a arguments) (daemon.ChangeAnswer, error) { return d.Skip(ctx, now(), a.ID) })
	answer(mux, callCancel, func(ctx context.Context, a arguments) (daemon.ChangeAnswer, error) { return d.Cancel(ctx, now(), a.ID) })
	answer(mux, callCancels, func(ctx context.Context, a arguments) (daemon.CancelAnswer, error) {
		return d.Cancelling(ctx, now(), a.ID, a.Until)
	})
	answer(mux, callAll, func(ctx context.Context, a arguments) (daemon.CancelAnswer, error) {
		return d.CancelAll(ctx, now(), a.IDs)
	})
	answer(mux, callUndo, func(ctx context.Context, a arguments) (daemon.ChangeAnswer, error) { return d.Undo(ctx, now()) })
	answer(mux, callMet, func(ctx context.Context, a arguments) (daemon.ChangeAnswer, error) { return d.Met(ctx, now(), a.ID) })
	answer(mux, callBusy, func(ctx context.Context, a arguments) (daemon.BusyAnswer, error) {
		return d.Busy(ctx, now(), a.Window, a.Who)
	})
	answer(mux, callFree, func(ctx context.Context, a arguments) (daemon.FreeAnswer, error) {
		return d.Free(ctx, now(), a.Window, a.Length, a.Who)
	})
	answer(mux, callEvents, func(ctx context.Context, a arguments) (daemon.EventsAnswer, error) { return d.Events(ctx, a.Window) })
	answer(mux, callPeople, func(ctx context.Context, a arguments) (daemon.PeopleAnswer, error) { return d.People(ctx, now()) })
	answer(mux, callPerson, func(ctx context.Context, a arguments) (daemon.ColleagueAnswer, error) {
		return d.Colleague(ctx, now(), a.Who)
	})
	answer(mux, callGuard, func(ctx context.Context, a arguments) (daemon.ColleagueAnswer, error) {
		return d.Guarding(ctx, now(), a.Who, a.Guard, a.Until)
	})
	answer(mux, callForget, func(ctx context.Context, a arguments) (daemon.ForgetAnswer, error) {
		return d.Forget(ctx, now(), a.Who)
	})
	answer(mux, callForgets, func(ctx context.Context, a arguments) (daemon.ForgetAnswer, error) {
		return d.Forgetting(ctx, now(), a.Who)
	})
	answer(mux, callGoals, func(ctx context.Context, a arguments) (daemon.GoalsAnswer, error) { return d.Goals(ctx, now()) })
	answer(mux, callLog, func(ctx context.Context, a arguments) (daemon.LogAnswer, error) {
		return d.History(ctx, a.After, a.Limit)
	})
	answer(mux, callStatus, func(ctx context.Context, a arguments) (daemon.StatusAnswer, error) { return d.Status(ctx, now()) })
	answer(mux, callSync, func(ctx context.Context, a arguments) (nothing, error) { return nothing{}, d.Sync(ctx, a.All) })
	answer(mux, callBackup, func(ctx context.Context, a arguments) (daemon.BackupAnswer, error) { return d.Backup(ctx, a.Path) })
	answer(mux, callExport, func(ctx context.Context, a arguments) (daemon.ExportAnswer, error) { return d.Export(ctx) })
	answer(mux, callChecks, func(ctx context.Context, _ arguments) (daemon.ChecksAnswer, error) { return d.Checks(ctx, now()) })
	answer(mux, callCheck, func(ctx context.Context, _ arguments) (nothing, error) { return nothing{}, d.CheckStore(ctx) })
	answer(mux, callReload, func(ctx context.Context, a arguments) (ConfigAnswer, error) { return s.Reload(ctx, a.Accept) })
	answer(mux, callCompare, func(ctx context.Context, a arguments) (ConfigAnswer, error) { return s.Compare(ctx, a.Draft) })
	watched(mux, d, now)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(versionHeader, s.Version)
		mux.ServeHTTP(w, r)
	})
}

// answer serves one call.
func answer[A any](mux *http.ServeMux, name string, do func(context.Context, arguments) (A, error)) {
	mux.HandleFunc("POST /v1/"+name, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		var args arguments
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&args); err != nil {
			refuse(w, &api.Fault{Code: api.CodeInvalid, Text: "the request is no JSON of this version: " + err.Error()})
			return
		}
		a, err := do(r.Context(), args)
		if err != nil {
			refuse(w, err)
			return
		}
		json.NewEncoder(w).Encode(a) // an error here is the caller's line gone
	})
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusConflict
	var f *api.Fault
	if !errors.As(err, &f) {
		status, f = http.StatusInternalServerError, &api.Fault{Code: api.CodeFailed, Text: err.Error()}
	}
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(f)
}
