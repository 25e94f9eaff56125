package client_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/client"
)

// TestNoDaemon checks the error without a running daemon.
func TestNoDaemon(t *testing.T) {
	c := client.New(filepath.Join(t.TempDir(), "fika.sock"))
	if _, err := api.CallPlan.Make(t.Context(), c, api.NoArgs{}); !errors.Is(err, client.ErrNoDaemon) {
		t.Errorf("got %v, want ErrNoDaemon", err)
	}
}

// TestHangs checks the fault of a daemon that accepts connections but never answers.
func TestHangs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fika.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	if _, err := api.CallStatus.Make(ctx, client.New(path), api.NoArgs{}); !errors.Is(err, client.ErrHangs) {
		t.Errorf("got %v, want ErrHangs", err)
	}
}
