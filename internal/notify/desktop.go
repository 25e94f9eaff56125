package notify

import (
	"context"
	"fmt"
	"sync"

	"github.com/gen2brain/beeep"
)

// Desktop returns the channel to the desktop of the user who runs fika. On a machine
// without one, sending fails.
func Desktop() Channel {
	nameApp()
	return desktop{}
}

// nameApp sets a variable of the library, which nobody else sets.
var nameApp = sync.OnceFunc(func() { beeep.AppName = "fika" })

type desktop struct{}

func (desktop) String() string { return "the desktop" }

func (d desktop) Send(ctx context.Context, m Message) error {
	return within(ctx, d.String(), func() error {
		if err := beeep.Notify(m.Title, m.Text, ""); err != nil {
			return fmt.Errorf("the desktop shows no messages: %w (%w)", err, ErrNotSent)
		}
		return nil
	})
}
