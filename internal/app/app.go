// Package app is the process. It makes a daemon from the configuration, keeps it running
// while the file changes, and answers commands through the running fika or in its place.
//
// It prints nothing and never exits. Messages go to the functions in [Options], and
// errors are returned; [Explain] turns them into a fault with a code. So a small program
// or a test can drive it.
package app

import (
	"context"
	"log/slog"
	"time"

	"fika/internal/api"
	"fika/internal/service"
)

// Options are the environment of fika in one process.
type Options struct {
	Paths   api.Paths
	Version string           // of the program
	Now     func() time.Time // the wall clock

	// Manager is the service manager that started this process; the zero value if none
	// did.
	Manager service.Manager

	// Log gets debug messages. It may be nil.
	Log *slog.Logger

	// Messages to the user that are not answers: a line, a problem that is not fatal,
	// and what the running fika did. Each may be nil.
	Say      func(format string, args ...any)
	Complain func(*api.Fault)
	Tell     func(api.Entry)

	// Wait tells the user what takes so long, and how that changes, until the returned
	// function is called. It may be nil.
	Wait func(what func(context.Context) string) (done func())

	// ConfigChosen means that the user chose the configuration. They are told if the fika that
	// answers uses another one.
	ConfigChosen bool

	// Delivered means that something delivers invitations from folders to their guests, as
	// the invented company does.
	Delivered bool
}

func (o Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}

func (o Options) say(format string, args ...any) {
	if o.Say != nil {
		o.Say(format, args...)
	}
}

func (o Options) complain(f *api.Fault) {
	if o.Complain != nil {
		o.Complain(f)
	}
}

func (o Options) tell(e api.Entry) {
	if o.Tell != nil {
		o.Tell(e)
	}
}

func (o Options) wait(what string) (done func()) {
	return o.waitFor(func(context.Context) string { return what })
}

func (o Options) waitFor(what func(context.Context) string) (done func()) {
	if o.Wait == nil {
		return func() {}
	}
	return o.Wait(what)
}
