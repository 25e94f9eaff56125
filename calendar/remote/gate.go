package remote

import "context"

// Gate lets one caller through at a time. Callers give up with their context, since
// what happens behind the gate may take as long as a server does.
type Gate chan struct{}

// NewGate returns an open one.
func NewGate() Gate { return make(Gate, 1) }

// Enter waits until nobody else is behind the gate, or returns the error of ctx.
func (g Gate) Enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Leave lets the next one in. Only who has entered may leave.
func (g Gate) Leave() { <-g }
