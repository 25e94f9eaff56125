package google

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"

	"golang.org/x/oauth2"

	"fika/calendar/remote"
)

// Client is the OAuth client of type "Desktop app" of a project in Google's console.
// Its secret is not really secret (RFC 8252, 8.5), but Google requires it, and users
// do not expect to see it.
type Client struct {
	ID       string
	Secret   remote.Secret
	AuthURL  string // where the user consents
	TokenURL string // where codes and refresh tokens are exchanged for access tokens
}

// ClientError says that a file is not the JSON file that Google's console offers for
// a desktop client.
type ClientError struct {
	Path string
	Text string
}

func (e *ClientError) Error() string { return e.Path + ": " + e.Text }

// ReadClient reads the JSON file that the console offers for download, including its
// endpoints. The error is a [*ClientError], or wraps that of the system.
func ReadClient(path string) (Client, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Client{}, fmt.Errorf("client file: %w", err)
	}
	c, err := parseClient(data)
	if err != nil {
		return Client{}, &ClientError{path, err.Error()}
	}
	return c, nil
}

func parseClient(data []byte) (Client, error) {
	var file struct {
		Type      string          `json:"type"`
		Web       json.RawMessage `json:"web"`
		Installed *struct {
			ID       string        `json:"client_id"`
			Secret   remote.Secret `json:"client_secret"`
			AuthURL  string        `json:"auth_uri"`
			TokenURL string        `json:"token_uri"`
		} `json:"installed"`
	}
	if json.Unmarshal(data, &file) != nil {
		return Client{}, errors.New("it is not JSON") // the decoder's error could quote the secret
	}
	switch {
	case file.Type == "service_account":
		return Client{}, errors.New("it is the key of a service account; make an OAuth client of the type Desktop app")
	case file.Web != nil:
		return Client{}, errors.New("it is a client of the type Web application; make one of the type Desktop app")
	case file.Installed == nil:
		return Client{}, errors.New(`it has no "installed" part; download the JSON file of a client of the type Desktop app`)
	}
	c := Client(*file.Installed)
	for _, part := range []struct{ name, value string }{
		{"client_id", c.ID}, {"client_secret", string(c.Secret)}, {"auth_uri", c.AuthURL}, {"token_uri", c.TokenURL},
	} {
		if part.value == "" {
			return Client{}, fmt.Errorf("it has no %q", part.name)
		}
	}
	for _, address := range []string{c.AuthURL, c.TokenURL} {
		if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return Client{}, errors.New("its auth_uri or token_uri is not a server address")
		}
	}
	return c, nil
}

// oauth converts c for package oauth2. The secret is sent in the form, as Google
// expects; with auto-detection, oauth2 would send two requests.
func (c Client) oauth(scopes []string) *oauth2.Config {
	return &oauth2.Config{ClientID: c.ID, ClientSecret: string(c.Secret), Scopes: scopes, Endpoint: oauth2.Endpoint{
		AuthURL: c.AuthURL, TokenURL: c.TokenURL, AuthStyle: oauth2.AuthStyleInParams}}
}

// revokeURL returns the revocation endpoint, which is next to the token endpoint. The
// client file does not contain it.
func (c Client) revokeURL() string {
	u, err := url.Parse(c.TokenURL)
	if err != nil {
		return ""
	}
	return u.ResolveReference(&url.URL{Path: "revoke"}).String()
}
