package main

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestTellWaiting waits for something that changes after three seconds.
func TestTellWaiting(t *testing.T) {
	for took, want := range map[time.Duration]string{
		500 * time.Millisecond:  "",
		1500 * time.Millisecond: "\r\x1b[Ka pass reads Work...\r\x1b[K",
		4500 * time.Millisecond: "\r\x1b[Ka pass reads Work...\r\x1b[Ka pass plans...\r\x1b[K",
	} {
		synctest.Test(t, func(t *testing.T) {
			var talk bytes.Buffer
			begun := time.Now()
			ctx, stop := context.WithTimeout(t.Context(), took)
			defer stop()
			(&cli{stderr: &talk}).tellWaiting(ctx, func(context.Context) string {
				if time.Since(begun) > 3*time.Second {
					return "a pass plans"
				}
				return "a pass reads Work"
			})
			if got := talk.String(); got != want {
				t.Errorf("after %v: %q, want %q", took, got, want)
			}
		})
	}
}
