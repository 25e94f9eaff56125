package remote

import "context"

// Mutex is a mutex whose waiters can be cancelled through their context, because it
// is held during requests to a server.
type Mutex chan struct{}

// NewMutex returns an unlocked mutex.
func NewMutex() Mutex { return make(Mutex, 1) }

// Lock locks g, or returns the error of ctx if that ends first.
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

// Unlock unlocks g, which must be locked.
func (g Mutex) Unlock() { <-g }
