package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/terminal"
)

func newConfigEditCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "edit",
		Short: "Edit the file; only a valid version replaces it",
		Long: `Opens a copy of the file in $VISUAL, $EDITOR or vi, and checks the result. Only a
configuration without errors replaces the file, in one step, and is then used.
If there are errors, fika shows them and offers to edit again. Until then the
file stays as it is. If you give up, the copy is kept.`,
		Example: "  fika config edit\n  EDITOR=nano fika config edit",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.editConfig(cmd.Context()) },
	}
}

func (a *cli) editConfig(ctx context.Context) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	d, err := app.NewDraft(o.Paths.Config)
	if err != nil {
		return err
	}
	changed, err := a.edit(ctx, d)
	if changed && err == nil {
		err = d.Replace()
	}
	if err != nil {
		if d.Discard() {
			a.say("fika: your edit is kept in %s", d.Path)
		}
		return err
	}
	if !changed {
		a.say("Nothing was changed.")
		return os.Remove(d.Path)
	}
	// The user has just seen the file in an editor, so it is complete.
	answer, err := app.Accept(context.WithoutCancel(ctx), o)
	if err != nil {
		return err
	}
	return a.reloaded(answer)
}

// edit opens the editor until d is valid. It reports whether d differs from the file.
func (a *cli) edit(ctx context.Context, d *config.Draft) (changed bool, err error) {
	for {
		if err := a.openEditor(ctx, d.Path); err != nil {
			return false, err
		}
		changed, err := d.Check()
		if !changed || err == nil || !a.confirmRetry(ctx, err) {
			return changed, err
		}
	}
}

// openEditor runs the editor and waits for it. It ignores Ctrl-C, which vi takes as
// Escape; only the editor's exit counts.
func (a *cli) openEditor(ctx context.Context, path string) error {
	theirs := make(chan os.Signal, 1)
	signal.Notify(theirs, os.Interrupt)
	defer signal.Stop(theirs)
	editor := cmp.Or(a.getenv("VISUAL"), a.getenv("EDITOR"), "vi")
	// The variable is a shell command with arguments, as in git and sudo.
	cmd := exec.Command("/bin/sh", "-c", editor+` "$1"`, "sh", path) //nolint:noctx // see above
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.stdin, a.stdout, a.stderr
	err := cmd.Run()
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return api.NewFault(api.CodeEditor, fmt.Sprintf("%s: %v", editor, err))
	}
	return nil
}

// confirmRetry shows the errors in a copy and asks whether to continue.
func (a *cli) confirmRetry(ctx context.Context, err error) bool {
	if !a.interactive() {
		return false
	}
	var faults config.Faults
	if errors.As(err, &faults) {
		fmt.Fprint(a.stderr, terminal.Lines(faults.Error()))
	}
	answer, err := a.prompt().line(ctx, "Edit again?", "yes")
	return err == nil && strings.HasPrefix(strings.ToLower(answer), "y")
}
