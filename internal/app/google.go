package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"fika/calendar/google"
	"fika/calendar/remote"
	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// openGoogle opens a Google account. Its sign-in and mirror are in the state. Only a
// daemon has a mirror, because it needs the past too; without a store nothing is
// mirrored.
func openGoogle(w *Wiring, c config.Calendar, st *store.Store) *account {
	o := google.Options{
		Vault: vaultOf(c, w.o.Paths.State), Endpoint: c.Endpoint, IDs: c.IDs, PeopleEndpoint: c.PeopleEndpoint,
		IsUserAddress: func(address string) bool { return mine(w.config.Load(), address) },
		Zone:          w.config.Load().Me.Zone, ExtraZones: w.peopleZones,
	}
	if st != nil {
		o.Mirror, o.IncludePast = Mirror(st.Mirror(c.Name)), daemon.PastDays*24*time.Hour
	}
	return openRemote(c, func() (*google.Account, error) {
		client, err := google.ReadClient(c.ClientSecretFile)
		if err != nil {
			return nil, err
		}
		o.Client = client
		return google.Open(o)
	}, googleDirectory)
}

// mine reports whether c has address as one of the user's.
func mine(c *config.Config, address string) bool {
	return slices.Contains(c.Me.Addresses, mailbox.ParseLoose(address))
}

// vaultOf returns where the sign-in of c is kept.
func vaultOf(c config.Calendar, state string) google.Vault {
	if c.Keyring {
		return google.Keyring{Name: c.Name}
	}
	return google.File{Path: filepath.Join(state, "google-"+c.Name+".json")}
}

func googleDirectory(ctx context.Context, a *google.Account) ([]planner.Person, error) {
	found, err := a.Directory(ctx)
	var list []planner.Person
	for _, c := range found {
		list = append(list, planner.Person{ID: c.Address, Aliases: c.Aliases, Name: c.Name, Given: c.Given, Department: c.Department, Title: c.Title})
	}
	return list, err
}

func loginToGoogle(ctx context.Context, c *config.Config, cal config.Calendar, state string, d Dialogue) (SignIn, error) {
	client, err := google.ReadClient(cal.ClientSecretFile)
	if err != nil {
		return SignIn{}, err
	}
	in, err := google.Login(ctx, google.LoginOptions{
		Client: client, Vault: vaultOf(cal, state), Endpoint: cal.Endpoint, Directory: c.People.Directory,
		Hint: string(c.Rules.Me), IsUserAddress: func(address string) bool { return mine(c, address) }, Port: d.Port, Show: d.Show, Paste: d.Paste,
	})
	if err != nil {
		return SignIn{}, err
	}
	signed := SignIn{Calendar: cal.Name, Account: in.Account}
	if dies, certain := in.Expires(d.Now); !dies.IsZero() {
		signed.Dies, signed.Certain = dies.In(c.Me.Zone), certain
	}
	return signed, nil
}

func logoutOfGoogle(ctx context.Context, cal config.Calendar, state string) error {
	client, err := google.ReadClient(cal.ClientSecretFile)
	if err != nil {
		return err
	}
	return google.Logout(ctx, client, vaultOf(cal, state), nil)
}

// explainGoogle explains sign-ins that failed and can be started again, and bad client
// files.
func explainGoogle(err error) *api.Fault {
	var denied *google.DeniedError
	var scope *google.ScopeError
	var other *remote.AccountError
	var client *google.ClientError
	switch {
	case errors.As(err, &denied), errors.As(err, &scope), errors.As(err, &other), errors.Is(err, google.ErrPasted):
		return api.NewFault(api.CodeNotSignedIn, err.Error())
	case errors.As(err, &client):
		return &api.Fault{Code: api.CodeConfigInvalid, Text: err.Error(), Hint: "docs/google.md says how to get the file"}
	}
	return nil
}
