package diagnosis

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"

	"fika/config"
	"fika/internal/api"
)

// collector creates the parts of one bundle.
type collector struct {
	Bundle
	hidden *redaction
}

// part writes one file with the result of look, or the code of its error.
func (c collector) part(ctx context.Context, name, about string, look func(context.Context) (any, error)) Part {
	ctx, stop := context.WithTimeout(ctx, c.Patience)
	defer stop()
	found, err := look(ctx)
	if err != nil {
		found = unknownPart{c.Doctor.Explain(err).Code, phrases(err.Error())}
	}
	if text, ok := found.(string); ok {
		return Part{name, about, []byte(text)}
	}
	text, err := api.Document(found)
	if err != nil {
		text = []byte("cannot be written as JSON\n")
	}
	return Part{name, about, text}
}

// unknownPart stands for a part that could not be collected.
type unknownPart struct {
	Code    api.Code `json:"code"`
	Phrases []string `json:"phrases,omitempty"`
}

// programPart describes the program and its system.
type programPart struct {
	Fika    api.Version       `json:"fika"`
	System  string            `json:"system"`
	Kernel  string            `json:"kernel"` // only its number: the rest of its name may contain anything
	CPUs    int               `json:"cpus"`
	Modules map[string]string `json:"modules"`
}

func (c collector) program(context.Context) (any, error) {
	found := programPart{Fika: c.Doctor.Program, System: runtime.GOOS + "/" + runtime.GOARCH, CPUs: runtime.NumCPU(), Modules: map[string]string{}}
	var name unix.Utsname
	if unix.Uname(&name) == nil {
		found.Kernel = leadingNumbers(unix.ByteSliceToString(name.Release[:]))
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Replace == nil { // it may be a folder's name
				found.Modules[m.Path] = m.Version
			}
		}
	}
	return found, nil
}

// configPart is the file, or the configuration in force if the file cannot be used.
type configPart struct {
	Code    api.Code       `json:"code,omitempty"` // why the file cannot be used
	Faults  []hiddenFault  `json:"faults,omitempty"`
	File    map[string]any `json:"file,omitempty"`
	InForce map[string]any `json:"in_force,omitempty"`
}

func (c collector) config(context.Context) (any, error) {
	if file := c.Doctor.Config; file != nil {
		return configPart{File: c.hidden.config(file), Faults: hideFaults(file.Warnings)}, nil
	}
	found := configPart{Code: c.Doctor.Explain(c.Doctor.ConfigErr).Code}
	var faults config.Faults
	if errors.As(c.Doctor.ConfigErr, &faults) {
		found.Faults = hideFaults(faults)
	}
	if c.InForce != nil {
		found.InForce = c.hidden.config(c.InForce)
	}
	return found, nil
}

// status asks the running fika only: without one it would have to read calendars.
func (c collector) status(ctx context.Context) (any, error) {
	if c.Doctor.Running == nil {
		return nil, api.NewFault(api.CodeNoDaemon, "no fika is running")
	}
	status, err := api.CallStatus.Make(ctx, c.Doctor.Running, api.NoArgs{})
	return hideStatus(status), err
}

func (c collector) doctor(ctx context.Context) (any, error) {
	return hideChecks(c.Doctor.Look(ctx)), nil
}

func (c collector) metrics(ctx context.Context, f Fika) (any, error) { return f.Metrics(ctx) }

// storePart is the size of the store. Layout is that of the program that answered, which
// has already upgraded the store.
type storePart struct {
	Layout int            `json:"layout"`
	Rows   map[string]int `json:"rows"`
}

func (c collector) store(ctx context.Context, f Fika) (any, error) {
	all, err := api.CallExport.Make(ctx, f, api.NoArgs{})
	found := storePart{all.Layout, map[string]int{}}
	for table, rows := range all.Tables {
		found.Rows[table] = len(rows)
	}
	return found, err
}

func (c collector) log(ctx context.Context, f Fika) (any, error) {
	const entries = 500
	all, err := api.CallLog.Make(ctx, f, api.LogArgs{Limit: entries})
	return c.hidden.log(all.Entries), err
}
