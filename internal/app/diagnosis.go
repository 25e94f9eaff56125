package app

import (
	"context"
	"os"
	"time"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/diagnosis"
	"fika/internal/people"
	"fika/internal/store"
	"fika/internal/web"
	"fika/planner"
)

// Doctor returns a doctor for this fika. The caller calls done after the checks.
func Doctor(o Options, program api.Version) (d diagnosis.Doctor, done func()) {
	d = diagnosis.Doctor{Program: program, Paths: o.Paths, Now: o.Now(), Explain: Explain}
	if Answers(o.Paths.Socket) {
		d.Running = client.New(o.Paths.Socket)
	}
	if d.Config, d.ConfigErr = Load(o.Paths.Config); d.ConfigErr != nil {
		return d, func() {}
	}
	w := Wire(o, d.Config)
	d.Open = w.Calendar
	d.OpenChannel = func(n config.Notify) error { _, err := openChannel(channelOf(n)); return err }
	d.Holidays = func(ctx context.Context) error {
		_, _, err := ReadHolidays(ctx, d.Config, d.Now)
		return err
	}
	d.People = func() (people.Everybody, []people.Fault) { return ReadPeople(d.Config) }
	return d, w.Close
}

// Bundle returns the bundle for this fika. The caller calls done after collecting the
// parts.
func Bundle(o Options, program api.Version) (b diagnosis.Bundle, done func()) {
	d, done := Doctor(o, program)
	b = diagnosis.Bundle{Doctor: d, Patience: diagnosis.Patience}
	if d.Config == nil {
		b.InForce = LastRun(o.Paths)
	}
	b.Remember = func(ctx context.Context) (diagnosis.Fika, func(), error) { return openMemory(ctx, o) }
	return b, done
}

// openMemory returns a fika that can read the store: the running one, or one made for this
// purpose.
func openMemory(ctx context.Context, o Options) (f diagnosis.Fika, done func(), err error) {
	if Answers(o.Paths.Socket) {
		return client.New(o.Paths.Socket), func() {}, nil
	}
	if _, err := os.Stat(o.Paths.State); err != nil { // opening it would create it
		return nil, func() {}, api.NewFault(api.CodeNoStore, "there is no store yet")
	}
	st, err := store.Open(ctx, o.Paths.State)
	if err != nil {
		return nil, func() {}, err
	}
	d := daemon.New(daemon.Options{Store: st, Version: o.Version}, daemon.Settings{Rules: planner.Rules{Zone: time.UTC}})
	return idle{d.Calls(o.Now), d}, func() { st.Close() }, nil
}

// idle is a daemon that is not running.
type idle struct {
	api.Handlers
	daemon *daemon.Daemon
}

// Metrics returns the metrics of the store: there is no loop to measure.
func (i idle) Metrics(ctx context.Context) (string, error) { return web.Metrics(ctx, i.daemon) }
