package main

import (
	"fmt"
	"time"

	"fika/internal/terminal"
)

// waiting tells a person at a terminal what is happening, if it takes long. The returned
// function erases the line and must be called.
func (a *cli) waiting(what string) (done func()) {
	const patience = time.Second
	if a.flags.quiet || !terminal.Is(a.stderr) {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		select {
		case <-stop:
		case <-time.After(patience):
			fmt.Fprintf(a.stderr, "%s...", what)
			<-stop
			fmt.Fprint(a.stderr, "\r\x1b[K")
		}
	}()
	return func() { close(stop); <-stopped }
}
