package web

import (
	"time"

	"fika/daemon"
	"fika/internal/api"
)

// Service is what the socket serves.
type Service struct {
	Calls   api.Handlers
	Daemon  *daemon.Daemon   // to monitor
	Now     func() time.Time // the daemon's clock
	Version string           // of the program; clients compare it with their own
	Shared  func() []string  // what the user shares with assistants; nil for nothing
}
