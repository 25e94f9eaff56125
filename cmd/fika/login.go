package main

import (
	"context"
	"fmt"
	"math"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
)

func newLoginCommand(a *cli) *cobra.Command {
	var noBrowser bool
	var port int
	cmd := &cobra.Command{
		Use:     "login [CALENDAR]",
		GroupID: operation,
		Short:   "Sign in to a Google calendar",
		Long: `Opens Google's page in your browser and waits for your approval. The sign-in is
kept in the state folder, readable by you alone, or in the keyring of your
desktop if the calendar says keyring = true.

If there is no browser, as on a server, --no-browser prints the address to open
elsewhere. That browser ends at an address of this machine that it cannot reach:
paste it here. With --port and an ssh tunnel (ssh -L PORT:127.0.0.1:PORT) it can
reach it, and you need not paste anything.

docs/google.md shows every click in Google's console.`,
		Example: "  fika login\n  fika login work --no-browser",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.login(cmd.Context(), firstArg(args), noBrowser, port)
		},
	}
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "print the address instead of opening it")
	numberFlag(cmd, &port, "port", limits{0, math.MaxUint16}, "wait on this `PORT` of 127.0.0.1, for a tunnel; any free one if 0")
	return cmd
}

func newLogoutCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "logout [CALENDAR]",
		GroupID: operation,
		Short:   "Revoke a sign-in, and delete it",
		Example: "  fika logout work",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			name, err := app.Logout(cmd.Context(), o, firstArg(args))
			if err != nil {
				return err
			}
			answer := api.Logout{Calendar: name}
			return a.answer(answer, func(out *page) {
				out.Line("Signed out of %s. The sign-in and all copies of it are now invalid.", name)
			})
		},
	}
}

// firstArg returns the first of args, "" if there is none.
func firstArg(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

func (a *cli) login(ctx context.Context, name string, noBrowser bool, port int) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	d := app.Dialogue{Port: port, Show: func(address string) { a.showAddress(address, noBrowser) }}
	if noBrowser || a.interactive() {
		reading, stop := context.WithCancel(ctx)
		defer stop()
		d.Paste = readLines(reading, a.stdin)
	}
	in, err := app.Login(ctx, o, name, d)
	if err != nil {
		return err
	}
	answer := api.Login{Calendar: in.Calendar, Account: in.Account, Certain: in.Certain}
	if !in.Dies.IsZero() {
		answer.Dies = &in.Dies
	}
	return a.answer(answer, func(out *page) { out.login(answer) })
}

// showAddress sends the user to Google's page. The address has its own line on stdout,
// for scripts; with --json it goes to stderr.
func (a *cli) showAddress(address string, noBrowser bool) {
	out := a.stdout
	if a.flags.json {
		out = a.stderr
	}
	if !noBrowser && browse(address) == nil {
		a.say("Google's page should open in your browser. If it does not, open:")
	} else {
		a.say("Open this address in a browser, then paste the address where it ends:")
	}
	fmt.Fprintln(out, address)
}

// browse opens address in the desktop's browser and does not wait for it.
func browse(address string) error {
	opener := "xdg-open"
	if runtime.GOOS == "darwin" {
		opener = "open"
	}
	return exec.Command(opener, address).Start() //nolint:noctx // it outlives the command
}

func (p *page) login(a api.Login) {
	p.Line("Signed in to %s as %s.", a.Calendar, a.Account)
	switch {
	case a.Dies == nil:
	case a.Certain:
		p.Line("Google ends this sign-in on %s; fika will then ask for a new one.", apitext.Zoned(*a.Dies))
	default:
		p.Wrap("", fmt.Sprintf(`If the consent screen of your project is in "Testing", Google ends this sign-in on %s. Publish it, `+
			`or make it internal, to be asked only once: docs/google.md.`, apitext.Zoned(*a.Dies)))
	}
}
