package remote

import "context"

// Mutex lets one caller through at a time. Callers give up with their context, since
// what happens behind the gate may take as long as a server does.
type Mutex chan struct{}

// NewMutex returns an open one.
func NewMutex() Mutex { return make(Mutex, 1) }

// Lock waits until nobody else is behind the gate, or returns the error of ctx.
func (g Mutex) Lock(ctx context.Context) error {
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

// Unlock lets the next one in. Only who has entered may leave.
func (g Mutex) Unlock() { <-g }
