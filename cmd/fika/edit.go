package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/internal/api"
	"fika/internal/atomicfile"
)

func newConfigEditCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "edit",
		Short: "Edit the file; it is replaced only by a sound one",
		Long: `Opens a copy of the file in $VISUAL, $EDITOR or vi. What comes back is checked, and
only a configuration without errors takes the place of the file, in one step, and
comes into force. With errors fika shows them and offers to edit again. Until then
the file stays as it is, and the copy is kept if you give up.`,
		Example: "  fika config edit\n  EDITOR=nano fika config edit",
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.editConfig(cmd.Context()) },
	}
}

// draft is a copy of a configuration that is being edited.
type draft struct {
	app    *cli
	path   string // of the configuration, at the end of all links
	copy   string // beside it, so that one step replaces it
	before []byte
	mode   fs.FileMode
}

func (a *cli) editConfig(ctx context.Context) error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	d, err := a.draft(p.Config)
	if err != nil {
		return err
	}
	changed, err := d.edit(ctx)
	if err != nil {
		d.abandon()
		return err
	}
	if !changed {
		a.say("Nothing was changed.")
		return os.Remove(d.copy)
	}
	if err := atomicfile.Move(d.copy, d.path); err != nil {
		d.abandon()
		return err
	}
	// Who has just seen the file in an editor knows that it is whole.
	answer, err := a.accept(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	return a.configAnswer(answer, "In force")
}

// draft makes the copy.
func (a *cli) draft(path string) (*draft, error) {
	text, err := config.Read(path)
	if err != nil {
		_, err = understand(path, reading{err: err})
		return nil, err
	}
	d := &draft{app: a, before: text}
	if d.path, err = filepath.EvalSymlinks(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(d.path)
	if err != nil {
		return nil, err
	}
	d.mode = info.Mode().Perm()
	// Named as TOML, so that editors know what it is.
	f, err := os.CreateTemp(filepath.Dir(d.path), "fika-edit-*.toml")
	if err != nil {
		return nil, err
	}
	d.copy = f.Name()
	_, err = f.Write(text)
	if owner, ok := info.Sys().(*syscall.Stat_t); ok { // a service may read it by its group
		err = errors.Join(err, f.Chown(int(owner.Uid), int(owner.Gid)))
	}
	if err = errors.Join(err, f.Chmod(d.mode), f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(d.copy))
	}
	return d, nil
}

// abandon says where the edit is, if there is one.
func (d *draft) abandon() {
	text, err := os.ReadFile(d.copy)
	switch {
	case err != nil: // the editor took it away
	case bytes.Equal(text, d.before):
		os.Remove(d.copy) //nolint:errcheck // nothing is lost with it
	default:
		d.app.say("fika: your edit is kept in %s", d.copy)
	}
}

// edit opens the editor until the copy is sound. It reports whether the copy
// differs from the file.
func (d *draft) edit(ctx context.Context) (changed bool, err error) {
	for {
		if err := d.open(ctx); err != nil {
			return false, err
		}
		text, err := os.ReadFile(d.copy)
		if err != nil {
			return false, err
		}
		if bytes.Equal(text, d.before) {
			return false, nil
		}
		_, err = config.Parse(d.path, text)
		if err == nil {
			return true, d.undisturbed()
		}
		if !d.app.again(err) {
			return false, err
		}
	}
}

// open runs the editor and waits for it. Ctrl-C belongs to the editor while it
// runs, vi takes it for Escape: what counts is how the editor ends.
func (d *draft) open(ctx context.Context) error {
	theirs := make(chan os.Signal, 1)
	signal.Notify(theirs, os.Interrupt)
	defer signal.Stop(theirs)
	editor := cmp.Or(d.app.getenv("VISUAL"), d.app.getenv("EDITOR"), "vi")
	// The variable holds a command, arguments included, as git and sudo take it.
	cmd := exec.Command("/bin/sh", "-c", editor+` "$1"`, "sh", d.copy) //nolint:noctx // see above
	cmd.Stdin, cmd.Stdout, cmd.Stderr = d.app.stdin, d.app.stdout, d.app.stderr
	err := cmd.Run()
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &api.Fault{Code: api.CodeEditor, Text: fmt.Sprintf("%s: %v", editor, err), Hint: "name another one with EDITOR"}
	}
	return nil
}

// undisturbed fails if somebody else wrote the file while it was edited.
func (d *draft) undisturbed() error {
	now, err := os.ReadFile(d.path)
	if err == nil && !bytes.Equal(now, d.before) {
		err = &api.Fault{Code: api.CodeChanged, Text: d.path + " was changed by another program meanwhile", Hint: "compare the two and keep what you need"}
	}
	return err
}

// again shows what is wrong with a copy and asks whether to go on.
func (a *cli) again(err error) bool {
	if !a.interactive() {
		return false
	}
	var faults config.Faults
	if errors.As(err, &faults) {
		fmt.Fprint(a.stderr, lines(faults.Error()))
	}
	answer, err := (&prompt{a, bufio.NewReader(a.stdin)}).line("Edit again?", "yes")
	return err == nil && strings.HasPrefix(strings.ToLower(answer), "y")
}
