// Package app is the process: it makes a daemon out of the configuration, keeps
// it running while the file changes, and answers a command through the fika that
// runs, or in its place.
//
// It prints nothing and ends nothing. What is to be told goes to the functions in
// [Options], and what goes wrong comes back as an error, which [Explain] makes a
// fault with a code. So a program of a few lines or a test can be around it.
package app

import (
	"log/slog"
	"time"

	"fika/internal/api"
	"fika/internal/service"
)

// Options are what fika works with in one process.
type Options struct {
	Paths   Paths
	Version string           // of the program
	Now     func() time.Time // the wall clock

	// Manager started this process; the zero value if none did.
	Manager service.Manager

	// Log gets what helps to find a fault in fika. Nil drops it.
	Log *slog.Logger

	// What the user is told that is no answer: one line, a trouble that ends nothing,
	// and what the running fika did. Nil drops it.
	Say      func(format string, args ...any)
	Complain func(*api.Fault)
	Tell     func(api.Entry)

	// Wait tells the user what takes so long, until the function it returns is called.
	// Nil tells nothing.
	Wait func(what string) (done func())

	// Named says that the user chose the configuration: they are told if the fika
	// that answers works after another one.
	Named bool

	// Carried says that somebody brings invitations from folders to their guests, as
	// the invented company does.
	Carried bool
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
	if o.Wait == nil {
		return func() {}
	}
	return o.Wait(what)
}
