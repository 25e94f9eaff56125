package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/mcp"
)

func newMCPCommand(a *cli) *cobra.Command {
	var readOnly bool
	cmd := &cobra.Command{
		Use:     "mcp",
		GroupID: operation,
		Short:   "Let an assistant ask the running fika, over stdin and stdout",
		Long: `Speaks the Model Context Protocol on stdin and stdout, for an assistant that you
use. It asks the running fika over its socket, in a role that can send nothing:
the assistant sees plans, goals, bookings and why, and may skip a proposal, let
somebody rest, never invite somebody, pause fika, and ask you for a decision.
Approving, cancelling, moving, undoing, resuming and lifting are yours. What the
assistant asks is in fika log, at most 60 calls a minute. With --read-only it
changes nothing.

It does not see the why of your goals, letters, questions, comments, or titles of
events. "share" in [mcp] lets it read your mirror. docs/mcp.md says more.`,
		Example: "  fika mcp\n  fika mcp --read-only",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.paths()
			if err != nil {
				return err
			}
			return a.serveAssistant(cmd.Context(), client.New(p.Socket).As(api.RoleAssistant), mcp.Options{Version: thisVersion().Version, ReadOnly: readOnly})
		},
	}
	cmd.Flags().BoolVar(&readOnly, "read-only", false, "offer nothing that changes something")
	return cmd
}

// serveAssistant answers until stdin or ctx ends.
func (a *cli) serveAssistant(ctx context.Context, fika api.Caller, o mcp.Options) error {
	err := mcp.Serve(ctx, fika, io.NopCloser(a.stdin), nopWriteCloser{a.stdout}, o)
	if ctx.Err() != nil {
		return nil //nolint:nilerr // the user or the client ended it
	}
	return err
}

// nopWriteCloser leaves stdout open: the process ends with the session.
type nopWriteCloser struct{ io.Writer }

func (nopWriteCloser) Close() error { return nil }
