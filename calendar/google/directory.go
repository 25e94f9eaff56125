package google

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"fika/calendar/google/rest"
	"fika/internal/mailbox"
)

// DefaultPeopleEndpoint is the address of Google's People API.
const DefaultPeopleEndpoint = "https://people.googleapis.com/v1/"

// Colleague is a person in the organisation's directory.
type Colleague struct {
	Address    mailbox.Address
	Aliases    []mailbox.Address // other addresses
	Name       string
	Given      string
	Department string
	Title      string
}

// Directory returns the people in the organisation's directory
// (people.listDirectoryPeople) whom its administrator shares, in Google's order.
// People without an address are omitted. It requires a sign-in with [ScopeDirectory];
// private accounts have no directory.
func (a *Account) Directory(ctx context.Context) ([]Colleague, error) {
	base := a.options.PeopleEndpoint
	if base == "" {
		base = DefaultPeopleEndpoint
	}
	query := url.Values{
		"readMask": {"names,emailAddresses,organizations"},
		"sources":  {"DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE"},
		"pageSize": {"1000"},
	}
	var all []Colleague
	err := service.EachPage(func(token string) (string, error) {
		if token != "" {
			query.Set("pageToken", token)
		}
		page := &directoryPage{}
		err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
			page, err = rest.Get[directoryPage](ctx, a.api, strings.TrimSuffix(base, "/")+"/people:listDirectoryPeople", query)
			return err
		})
		if err != nil {
			return "", err
		}
		for _, p := range page.People {
			if c := p.colleague(); c.Address != "" {
				all = append(all, c)
			}
		}
		return page.Next, nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

type directoryPage struct {
	People []directoryPerson `json:"people"`
	Next   string            `json:"nextPageToken"`
}

type directoryPerson struct {
	Names []struct {
		Name  string `json:"displayName"`
		Given string `json:"givenName"`
	} `json:"names"`
	Addresses []struct {
		Value    string `json:"value"`
		Metadata struct {
			Primary bool `json:"primary"`
		} `json:"metadata"`
	} `json:"emailAddresses"`
	Organizations []struct {
		Department string `json:"department"`
		Title      string `json:"title"`
	} `json:"organizations"`
}

// colleague converts p. The address is the primary one, or the first valid one; the
// others become aliases.
func (p directoryPerson) colleague() Colleague {
	var c Colleague
	for _, a := range p.Addresses {
		if address := mailbox.Parse(a.Value); address != "" && (c.Address == "" || a.Metadata.Primary) {
			c.Address = address
		}
	}
	for _, a := range p.Addresses {
		if alias := mailbox.Parse(a.Value); alias != "" && alias != c.Address && !slices.Contains(c.Aliases, alias) {
			c.Aliases = append(c.Aliases, alias)
		}
	}
	if len(p.Names) > 0 {
		c.Name, c.Given = p.Names[0].Name, p.Names[0].Given
	}
	if len(p.Organizations) > 0 {
		c.Department, c.Title = p.Organizations[0].Department, p.Organizations[0].Title
	}
	return c
}
