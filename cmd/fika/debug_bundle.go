package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/client"
	"fika/internal/store"
	"fika/internal/web"
	"fika/planner"
)

// part is one file of a bundle.
type part struct {
	name, about string
	text        []byte
}

// bundle collects what a bug report needs. A bundle is wanted most where little
// works: each part stands alone, has its own patience, and says by a code why it
// has nothing to say. What is private is left out in debug_redact.go, by letting
// through what is known to be harmless.
type bundle struct {
	app      *cli
	paths    app.Paths
	patience time.Duration // of one part, with a fika that hangs
	hidden   *redaction
}

func newBundle(a *cli, p app.Paths) *bundle { return &bundle{a, p, 30 * time.Second, newRedaction()} }

// parts are the files of the bundle.
func (b *bundle) parts(ctx context.Context) []part {
	parts := []part{
		b.part(ctx, "program.json", "version, Go, system", b.program),
		b.part(ctx, "config.json", "the configuration, texts left out", b.config),
		b.part(ctx, "status.json", "holds, calendars by kind, caps", b.status),
		b.part(ctx, "doctor.json", "what fika doctor looked at, and whether it was well", b.doctor),
	}
	m, done, err := b.memory(ctx)
	defer done()
	remembered := func(name, about string, look func(context.Context, memory) (any, error)) {
		parts = append(parts, b.part(ctx, name, about, func(ctx context.Context) (any, error) {
			if err != nil {
				return nil, err
			}
			return look(ctx, m)
		}))
	}
	remembered("metrics.txt", "figures for Prometheus; of the store alone where no fika runs", b.metrics)
	remembered("store.json", "version of the store, rows of each table", b.store)
	remembered("log.json", "the newest entries of the log: when, what, which booking", b.log)
	return append([]part{readme(parts)}, parts...)
}

// part makes one file of what look finds, or of the code of its error.
func (b *bundle) part(ctx context.Context, name, about string, look func(context.Context) (any, error)) part {
	ctx, stop := context.WithTimeout(ctx, b.patience)
	defer stop()
	found, err := look(ctx)
	if err != nil {
		found = unknownPart{string(app.Explain(err).Code), phrases(err.Error())}
	}
	if text, ok := found.(string); ok {
		return part{name, about, []byte(text)}
	}
	text, err := document(found)
	if err != nil {
		text = []byte("cannot be written as JSON\n")
	}
	return part{name, about, text}
}

// unknownPart is a part that could not be found out.
type unknownPart struct {
	Code    string   `json:"code"`
	Phrases []string `json:"phrases,omitempty"`
}

// readme says what lies beside it.
func readme(parts []part) part {
	var text strings.Builder
	text.WriteString("What fika debug bundle wrote for a bug report. Everything is plain text.\n\n")
	about := "this list"
	for _, p := range append([]part{{name: "README.txt", about: about}}, parts...) {
		fmt.Fprintf(&text, "%-14s %s\n", p.name, p.about)
	}
	text.WriteString(`
Only what is known to be harmless is in here: numbers, times, codes, and words that
fika itself chose. "left out" stands for every other text. A person is p1, p2 and
so on, the same one in every file here. "phrases" are those of a fixed list which
an error contained; the rest of it is left out.
`)
	return part{"README.txt", about, []byte(text.String())}
}

// programPart is which program runs where.
type programPart struct {
	Fika    VersionAnswer     `json:"fika"`
	System  string            `json:"system"`
	Kernel  string            `json:"kernel"` // its number alone: the rest of its name may be anybody's
	CPUs    int               `json:"cpus"`
	Modules map[string]string `json:"modules"`
}

func (b *bundle) program(context.Context) (any, error) {
	found := programPart{Fika: thisVersion(), System: runtime.GOOS + "/" + runtime.GOARCH, CPUs: runtime.NumCPU(), Modules: map[string]string{}}
	var name unix.Utsname
	if unix.Uname(&name) == nil {
		found.Kernel = leadingNumbers(unix.ByteSliceToString(name.Release[:]))
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Replace == nil { // it may name a folder
				found.Modules[m.Path] = m.Version
			}
		}
	}
	return found, nil
}

// configPart is the file, and the configuration in force where the file is none.
type configPart struct {
	Code    string         `json:"code,omitempty"` // why the file cannot be used
	Faults  []hiddenFault  `json:"faults,omitempty"`
	File    map[string]any `json:"file,omitempty"`
	InForce map[string]any `json:"in_force,omitempty"`
}

func (b *bundle) config(context.Context) (any, error) {
	c, err := app.Load(b.paths.Config)
	if err == nil {
		return configPart{File: b.hidden.config(c), Faults: hideFaults(c.Warnings)}, nil
	}
	found := configPart{Code: string(app.Explain(err).Code)}
	var faults config.Faults
	if errors.As(err, &faults) {
		found.Faults = hideFaults(faults)
	}
	if last := app.LastRun(b.paths); last != nil {
		found.InForce = b.hidden.config(last)
	}
	return found, nil
}

// status asks the running fika alone: to find it out without one, calendars
// would have to be read.
func (b *bundle) status(ctx context.Context) (any, error) {
	status, err := client.New(b.paths.Socket).Status(ctx, b.app.now())
	return hideStatus(status), err
}

func (b *bundle) doctor(ctx context.Context) (any, error) {
	d := &doctor{app: b.app, paths: b.paths, now: b.app.now()}
	d.look(ctx)
	return hideChecks(d.found), nil
}

// memory is who knows what fika remembers: the running fika, or one that was
// made of the store alone, since there may be no configuration to make more of.
type memory interface {
	History(ctx context.Context, after int64, limit int) (api.Log, error)
	Export(ctx context.Context) (api.Export, error)
	Metrics(ctx context.Context) (string, error)
}

// ownMemory is a daemon that nobody runs.
type ownMemory struct{ *daemon.Daemon }

// Metrics are those of the store; a loop that does not turn has none.
func (m ownMemory) Metrics(ctx context.Context) (string, error) { return web.Metrics(ctx, m.Daemon) }

func (b *bundle) memory(ctx context.Context) (m memory, done func(), err error) {
	if app.Answers(b.paths.Socket) {
		return client.New(b.paths.Socket), func() {}, nil
	}
	if _, err := os.Stat(b.paths.State); err != nil { // to open it would make it
		return nil, func() {}, &api.Fault{Code: api.CodeNoStore, Text: "there is no store yet", Hint: ""}
	}
	st, err := store.Open(ctx, b.paths.State)
	if err != nil {
		return nil, func() {}, err
	}
	d := daemon.New(daemon.Options{Store: st, Version: thisVersion().Version}, daemon.Settings{Rules: planner.Rules{Zone: time.UTC}})
	return ownMemory{d}, func() { st.Close() }, nil
}

func (b *bundle) metrics(ctx context.Context, m memory) (any, error) { return m.Metrics(ctx) }

// storePart is how large what fika remembers is. Layout is that of whoever
// answered, which has brought the store to it.
type storePart struct {
	Layout int            `json:"layout"`
	Rows   map[string]int `json:"rows"`
}

func (b *bundle) store(ctx context.Context, m memory) (any, error) {
	all, err := m.Export(ctx)
	found := storePart{all.Layout, map[string]int{}}
	for table, rows := range all.Tables {
		found.Rows[table] = len(rows)
	}
	return found, err
}

func (b *bundle) log(ctx context.Context, m memory) (any, error) {
	const entries = 500
	all, err := m.History(ctx, 0, entries)
	return b.hidden.log(all.Entries), err
}
