package main

import (
	"context"
	"fmt"
	"time"

	"fika/internal/terminal"
)

// showProgress tells a person at a terminal what is happening, if it takes long, and whenever
// that changes. The returned function erases the line and must be called.
func (a *cli) showProgress(what func(context.Context) string) (done func()) {
	if a.flags.quiet || !terminal.Is(a.stderr) {
		return func() {}
	}
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		a.tellWaiting(ctx, what)
	}()
	return func() { stop(); <-stopped }
}

// tellWaiting keeps the line about what is happening until ctx ends, and erases it.
func (a *cli) tellWaiting(ctx context.Context, what func(context.Context) string) {
	const patience = time.Second
	for shown := ""; ; {
		select {
		case <-ctx.Done():
			if shown != "" {
				fmt.Fprint(a.stderr, "\r\x1b[K")
			}
			return
		case <-time.After(patience):
		}
		if text := what(ctx); text != shown && ctx.Err() == nil {
			fmt.Fprintf(a.stderr, "\r\x1b[K%s...", terminal.Visible(text))
			shown = text
		}
	}
}

// checking is what the user waits for in a check of everything.
func checking(context.Context) string { return "checking everything" }
