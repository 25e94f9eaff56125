package googletest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// code is an authorization code that was not redeemed yet.
type code struct {
	account   *Account
	scopes    []string
	redirect  string
	challenge string
	method    string
	expires   time.Time
}

// grant is the result of one sign-in.
type grant struct {
	account   *Account
	scopes    []string
	refresh   string
	access    []access
	created   time.Time
	lastUsed  time.Time
	testing   bool
	revokedBy grantState
}

type access struct {
	token   string
	expires time.Time
}

// grantState is the error description of an invalid grant; "" if the grant is valid.
type grantState string

const (
	grantValid          grantState = ""
	grantRevoked        grantState = "Token has been expired or revoked."
	grantEvicted        grantState = "Bad Request"
	grantAccountDeleted grantState = "The account has been deleted"
	grantReauthRequired grantState = "reauth related error (invalid_rapt)"
)

const (
	accessLife   = 3599 * time.Second
	codeLife     = 10 * time.Minute
	testingLife  = 7 * 24 * time.Hour
	unusedMonths = 6 // months
	maxGrants    = 100
)

// Grant signs the account in without a browser and returns the resulting token.
// Scopes may omit Google's prefix.
func (a *Account) Grant(scopes ...string) *oauth2.Token {
	s := a.server
	s.mu.Lock()
	defer s.mu.Unlock()
	full := make([]string, len(scopes))
	for i, scope := range scopes {
		full[i] = scopePrefix + strings.TrimPrefix(scope, scopePrefix)
	}
	g := s.grant(a, full)
	t := g.access[0]
	return &oauth2.Token{AccessToken: t.token, TokenType: "Bearer", RefreshToken: g.refresh, Expiry: t.expires}
}

// grant creates a grant. The 101st grant of an account silently revokes the oldest.
func (s *Server) grant(a *Account, scopes []string) *grant {
	now := s.now()
	g := &grant{account: a, scopes: scopes, created: now, lastUsed: now, testing: s.settings.Testing}
	g.refresh = s.newSecret("1//fake-refresh-")
	g.access = []access{{s.newSecret("ya29.fake-access-"), now.Add(accessLife)}}
	var living []*grant
	for _, other := range s.grants {
		if other.account == a && other.state(now) == grantValid {
			living = append(living, other)
		}
	}
	if len(living) >= maxGrants {
		living[0].revokedBy = grantEvicted
	}
	s.grants = append(s.grants, g)
	return g
}

func (s *Server) newSecret(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%08d", prefix, s.serial)
}

// state returns the state of the grant at now.
func (g *grant) state(now time.Time) grantState {
	switch {
	case g.revokedBy != grantValid:
		return g.revokedBy
	case g.account.reauthRequired:
		return grantReauthRequired
	case g.testing && !now.Before(g.created.Add(testingLife)), !now.Before(g.lastUsed.AddDate(0, unusedMonths, 0)):
		return grantRevoked
	}
	return grantValid
}

// byAccess returns the grant of a valid access token, nil if there is none. An access
// token stays valid if its grant is evicted, but not if it is revoked.
func (s *Server) byAccess(token string) *grant {
	now := s.now()
	for _, g := range s.grants {
		i := slices.IndexFunc(g.access, func(a access) bool { return a.token == token })
		if i >= 0 && now.Before(g.access[i].expires) && (g.revokedBy == grantValid || g.revokedBy == grantEvicted) {
			return g
		}
	}
	return nil
}

// ExpireAccess invalidates every access token of the account now.
func (a *Account) ExpireAccess() {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	for _, g := range a.server.grants {
		if g.account == a {
			g.access = nil
		}
	}
}

// Revoke revokes all grants of the account, as its owner can do on the account page.
func (a *Account) Revoke() {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	for _, g := range a.server.grants {
		if g.account == a && g.revokedBy == grantValid {
			g.revokedBy = grantRevoked
		}
	}
}

// DemandReauth sets whether the organisation's session control demands a new sign-in.
// While it does, every refresh fails with invalid_rapt.
func (a *Account) DemandReauth(on bool) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	a.reauthRequired = on
}
