package web

import (
	"context"
	"time"

	"fika/daemon"
)

// Service is what answers on a socket: a daemon, and the program around it.
type Service struct {
	Daemon  *daemon.Daemon
	Now     func() time.Time // the daemon's clock
	Version string           // of the program, which clients compare with their own

	// Reload reads the configuration file at once and puts it in force if it
	// can be used; with accept also if it lost something.
	Reload func(ctx context.Context, accept bool) (ConfigAnswer, error)

	// Compare says what Reload with accept would do if the file were draft; nil is
	// the file as it is. It changes nothing.
	Compare func(ctx context.Context, draft *Draft) (ConfigAnswer, error)
}

// Draft is a file that may take the place of the configuration: its name, and
// what stands in it, since a running daemon may not see it where it lies.
type Draft struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// ConfigAnswer is what a file means beside the configuration in force:
// fika.reload/v1, or fika.config-diff/v1 where nothing was done.
type ConfigAnswer struct {
	Schema  string         `json:"schema"`
	Path    string         `json:"path"`
	Verdict Verdict        `json:"verdict"`
	Code    string         `json:"code,omitempty"` // of the hold that the file causes
	Text    string         `json:"text,omitempty"` // why the file is not in force
	Hint    string         `json:"hint,omitempty"`
	Changes []ChangeAnswer `json:"changes"`
	Effect  *EffectAnswer  `json:"effect,omitempty"` // where it was asked for and is known
}

// ChangeAnswer is one difference, in words.
type ChangeAnswer struct {
	Text  string `json:"text"`
	Loses bool   `json:"loses"` // something is gone, or a limit is looser

	// Guards says that what is gone kept fika from something.
	Guards bool `json:"guards"`
}

// EffectAnswer is what changes would do to the plan and to what is booked.
type EffectAnswer struct {
	Proposals int `json:"proposals"` // that go, come, or become others
	Booked    int `json:"booked"`    // booked meetings that fika would take back or lose sight of
}

// Verdict is what becomes of a file.
type Verdict string

// The verdicts.
const (
	Taken   Verdict = "taken"   // in force; where nothing was done: would be
	Shrunk  Verdict = "shrunk"  // it lost what a half-saved file loses: waits for a word of the user's
	Refused Verdict = "refused" // no configuration, or others may write it
)
