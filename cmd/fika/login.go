package main

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/calendar/google"
	"fika/config"
	"fika/internal/api"
)

// LoginAnswer is who signed in: fika.login/v1.
type LoginAnswer struct {
	Schema   string     `json:"schema"`
	Calendar string     `json:"calendar"`
	Account  string     `json:"account"`
	Dies     *time.Time `json:"dies,omitempty"` // when the sign-in stops working, where that is known or feared
	Certain  bool       `json:"certain"`        // false: only if the consent screen is in "Testing"
}

func newLoginCommand(a *cli) *cobra.Command {
	var noBrowser bool
	var port int
	cmd := &cobra.Command{
		Use:     "login [CALENDAR]",
		GroupID: running,
		Short:   "Sign in to a Google calendar",
		Long: `Opens Google's page in your browser and waits for your yes. The sign-in is kept
in the state folder, readable by you alone, or in the keyring of your desktop
where the calendar says keyring = true.

Where there is no browser, as on a server, --no-browser prints the address to
open elsewhere. That browser ends at an address of this machine which it cannot
reach: paste it here. With --port and an ssh tunnel (ssh -L PORT:127.0.0.1:PORT)
it can, and nothing has to be pasted.

Every click in Google's console is in docs/google.md.`,
		Example: "  fika login\n  fika login work --no-browser",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.signIn(args)
			if err != nil {
				return err
			}
			return a.login(cmd.Context(), s, noBrowser, port)
		},
	}
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "print the address instead of opening it")
	cmd.Flags().IntVar(&port, "port", 0, "wait on this `PORT` of 127.0.0.1, for a tunnel; any free one if 0")
	return cmd
}

func newLogoutCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "logout [CALENDAR]",
		GroupID: running,
		Short:   "Give a sign-in back, and forget it",
		Example: "  fika logout work",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.signIn(args)
			if err != nil {
				return err
			}
			if err := google.Logout(cmd.Context(), s.client, s.vault, nil); err != nil {
				return err
			}
			answer := LoginAnswer{Schema: "fika.logout/v1", Calendar: s.calendar.Name}
			return a.answer(answer, func(out *page) {
				out.line("Signed out of %s. The sign-in is worthless now, copies too.", s.calendar.Name)
			})
		},
	}
}

// signIn is what login and logout work on.
type signIn struct {
	config   *config.Config
	calendar config.Calendar
	client   google.Client
	vault    google.Vault
}

// signIn is about the calendar that args name, or the only one of its kind.
func (a *cli) signIn(args []string) (s signIn, err error) {
	p, err := a.paths()
	if err != nil {
		return s, err
	}
	if s.config, err = load(p.Config); err != nil {
		return s, err
	}
	if s.calendar, err = googleCalendar(s.config, args); err != nil {
		return s, err
	}
	s.vault = vaultOf(s.calendar, p.State)
	s.client, err = google.ReadClient(s.calendar.ClientSecretFile)
	return s, err
}

// googleCalendar is the calendar of c that args name, or the only one of its
// kind.
func googleCalendar(c *config.Config, args []string) (config.Calendar, error) {
	var found []config.Calendar
	var names []string
	for _, cal := range c.Calendars {
		if cal.Kind != config.Google {
			continue
		}
		names = append(names, cal.Name)
		if len(args) == 0 || strings.EqualFold(cal.Name, args[0]) {
			found = append(found, cal)
		}
	}
	switch {
	case len(names) == 0:
		return config.Calendar{}, &api.Fault{Code: api.CodeNoGoogle, Text: "no calendar of the configuration is of kind \"google\"", Hint: "docs/google.md says how to set one up"}
	case len(found) == 0:
		return config.Calendar{}, usage("no google calendar is called %q; there is %s", args[0], strings.Join(names, ", "))
	case len(found) > 1:
		return config.Calendar{}, usage("which one? There is %s", strings.Join(names, ", "))
	}
	return found[0], nil
}

func (a *cli) login(ctx context.Context, s signIn, noBrowser bool, port int) error {
	o := google.LoginOptions{
		Client: s.client, Vault: s.vault, Endpoint: s.calendar.Endpoint, Directory: s.config.People.Directory,
		Hint: string(s.config.Rules.Me), Mine: mine(s.config), Port: port,
		Show: func(address string) { a.showAddress(address, noBrowser) },
	}
	if noBrowser || a.interactive() {
		o.Paste = a.stdin
	}
	in, err := google.Login(ctx, o)
	if err != nil {
		return err
	}
	answer := LoginAnswer{Schema: "fika.login/v1", Calendar: s.calendar.Name, Account: in.Account}
	if dies, certain := in.Death(a.now()); !dies.IsZero() {
		dies = dies.In(s.config.Me.Zone)
		answer.Dies, answer.Certain = &dies, certain
	}
	return a.answer(answer, func(out *page) { out.login(answer) })
}

// showAddress brings the user to Google's page. The address stands alone on its
// line of stdout, so that scripts can take it; beside --json it goes to stderr.
func (a *cli) showAddress(address string, noBrowser bool) {
	out := a.stdout
	if a.flags.json {
		out = a.stderr
	}
	if !noBrowser && browse(address) == nil {
		a.say("Your browser shows Google's page. If it does not, open:")
	} else {
		a.say("Open this address in a browser, and paste here where it ends:")
	}
	fmt.Fprintln(out, address)
}

// browse opens address in the desktop's browser, and does not wait for it.
func browse(address string) error {
	opener := "xdg-open"
	if runtime.GOOS == "darwin" {
		opener = "open"
	}
	return exec.Command(opener, address).Start() //nolint:noctx // it outlives the command
}

func (p *page) login(a LoginAnswer) {
	p.line("Signed in to %s as %s.", a.Calendar, a.Account)
	switch {
	case a.Dies == nil:
	case a.Certain:
		p.line("Google ends this sign-in on %s; fika will ask for a new one then.", sayZone(*a.Dies))
	default:
		p.wrap("", fmt.Sprintf(`If the consent screen of your project is in "Testing", Google ends this sign-in on %s. Publish it, `+
			`or make it internal, to be asked only once: docs/google.md.`, sayZone(*a.Dies)))
	}
}
