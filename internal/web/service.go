package web

import (
	"context"
	"time"

	"fika/daemon"
	"fika/internal/api"
)

// Service is what the socket serves: a daemon, and the program around it.
type Service struct {
	Daemon  *daemon.Daemon
	Now     func() time.Time // the daemon's clock
	Version string           // of the program; clients compare it with their own

	// Reload rereads the configuration file now and uses it if it can; with accept even
	// if it lost something.
	Reload func(ctx context.Context, accept bool) (api.Reload, error)

	// Compare returns what Reload with accept would do with draft; nil means the file as
	// it is. It changes nothing.
	Compare func(ctx context.Context, draft *api.Draft) (api.ConfigDiff, error)
}
