package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
)

// TestPromptEndsWithContext checks that Ctrl-C ends a question that nobody answers,
// although the read of the terminal goes on.
func TestPromptEndsWithContext(t *testing.T) {
	in, answer := io.Pipe()
	defer answer.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	var asked bytes.Buffer
	a := &cli{stdin: in, stderr: &asked}
	interrupt()
	if got, err := a.prompt().line(ctx, "Your name", "Maya"); !errors.Is(err, context.Canceled) || got != "" {
		t.Errorf("an interrupted question ends with %q, %v", got, err)
	}
	if asked.String() != "Your name [Maya]: \n" {
		t.Errorf("the terminal shows %q", asked.String())
	}
}
