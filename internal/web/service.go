package web

import (
	"context"
	"time"

	"fika/daemon"
	"fika/internal/api"
)

// Service is what answers on a socket: a daemon, and the program around it.
type Service struct {
	Daemon  *daemon.Daemon
	Now     func() time.Time // the daemon's clock
	Version string           // of the program, which clients compare with their own

	// Reload reads the configuration file at once and puts it in force if it
	// can be used; with accept also if it lost something.
	Reload func(ctx context.Context, accept bool) (api.Reload, error)

	// Compare says what Reload with accept would do if the file were draft; nil is
	// the file as it is. It changes nothing.
	Compare func(ctx context.Context, draft *api.Draft) (api.ConfigDiff, error)
}
