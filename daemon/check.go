package daemon

import "context"

// CheckStore reads the whole store for damage. It is asked of a running daemon,
// since nobody else may open what the daemon has open.
func (d *Daemon) CheckStore(ctx context.Context) error { return fault(d.Store.Check(ctx)) }
