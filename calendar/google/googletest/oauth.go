package googletest

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// exchangeToken is the token endpoint. It exchanges a code or a refresh token for an
// access token.
func (s *Server) exchangeToken(c *call) *response {
	form, err := url.ParseQuery(string(c.body))
	if err != nil || c.Method != http.MethodPost {
		return oauthError(http.StatusBadRequest, "invalid_request", "Bad Request", "")
	}
	if r := s.checkClient(c, form); r != nil {
		return r
	}
	switch form.Get("grant_type") {
	case "authorization_code":
		return s.redeem(form)
	case "refresh_token":
		return s.refresh(form)
	}
	return oauthError(http.StatusBadRequest, "unsupported_grant_type", "Invalid grant_type: "+form.Get("grant_type"), "")
}

// checkClient checks the client credentials in the form, or in HTTP Basic unless that
// is rejected. As at Google, PKCE does not replace the secret.
func (s *Server) checkClient(c *call, form url.Values) *response {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if user, pass, ok := c.BasicAuth(); ok && !s.settings.RefuseBasic {
		id, _ = url.QueryUnescape(user)
		secret, _ = url.QueryUnescape(pass)
	}
	switch {
	case id == "":
		return oauthError(http.StatusUnauthorized, "invalid_client", "Could not determine client ID from request.", "")
	case id != s.client.ID:
		return oauthError(http.StatusUnauthorized, "invalid_client", "The OAuth client was not found.", "")
	case secret == "":
		return oauthError(http.StatusBadRequest, "invalid_request", "client_secret is missing.", "")
	case subtle.ConstantTimeCompare([]byte(secret), []byte(s.client.Secret)) == 0:
		return oauthError(http.StatusUnauthorized, "invalid_client", "The provided client secret is invalid.", "")
	}
	return nil
}

// redeem exchanges a code. A code can be used once; a wrong verifier uses it up too.
func (s *Server) redeem(form url.Values) *response {
	k := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code"))
	if k == nil || !s.now().Before(k.expires) {
		return oauthError(http.StatusBadRequest, "invalid_grant", "Malformed auth code.", "")
	}
	if form.Get("redirect_uri") != k.redirect {
		return oauthError(http.StatusBadRequest, "redirect_uri_mismatch", "Bad Request", "")
	}
	if !verifierMatches(k, form.Get("code_verifier")) {
		return oauthError(http.StatusBadRequest, "invalid_grant", "Invalid code verifier.", "")
	}
	g := s.grant(k.account, k.scopes)
	return tokenAnswer(g, g.access[0].token, g.refresh)
}

// verifierMatches checks a PKCE verifier against the challenge of its code (RFC
// 7636).
func verifierMatches(k *code, verifier string) bool {
	if k.challenge == "" {
		return verifier == ""
	}
	if len(verifier) < 43 || len(verifier) > 128 {
		return false
	}
	want := verifier
	if k.method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		want = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return want == k.challenge
}

func (s *Server) refresh(form url.Values) *response {
	now := s.now()
	i := slices.IndexFunc(s.grants, func(g *grant) bool { return g.refresh == form.Get("refresh_token") })
	if i < 0 {
		return oauthError(http.StatusBadRequest, "invalid_grant", "Bad Request", "")
	}
	g := s.grants[i]
	if why := g.state(now); why != grantValid {
		subtype := ""
		if why == grantReauthRequired {
			subtype = "invalid_rapt"
		}
		return oauthError(http.StatusBadRequest, "invalid_grant", string(why), subtype)
	}
	g.lastUsed = now
	g.access = slices.DeleteFunc(g.access, func(a access) bool { return !now.Before(a.expires) })
	g.access = append(g.access, access{s.newSecret("ya29.fake-access-"), now.Add(accessLife)})
	rotated := ""
	if s.settings.RotateRefreshTokens {
		g.refresh = s.newSecret("1//fake-refresh-")
		rotated = g.refresh
	}
	return tokenAnswer(g, g.access[len(g.access)-1].token, rotated)
}

func tokenAnswer(g *grant, access, refresh string) *response {
	body := map[string]any{
		"access_token": access, "expires_in": int(accessLife.Seconds()),
		"scope": strings.Join(g.scopes, " "), "token_type": "Bearer",
	}
	if refresh != "" {
		body["refresh_token"] = refresh
	}
	return answer(http.StatusOK, "application/json; charset=utf-8", encode(body))
}

func oauthError(status int, name, description, subtype string) *response {
	body := map[string]any{"error": name, "error_description": description}
	if subtype != "" {
		body["error_subtype"] = subtype
	}
	return answer(status, "application/json; charset=utf-8", encode(body))
}

// revoke revokes the grant of a refresh or access token.
func (s *Server) revoke(c *call) *response {
	form, _ := url.ParseQuery(string(c.body))
	token := form.Get("token")
	if token == "" {
		token = c.query.Get("token")
	}
	for _, g := range s.grants {
		holds := g.refresh == token || slices.ContainsFunc(g.access, func(a access) bool { return a.token == token })
		if holds && g.revokedBy == grantValid {
			g.revokedBy = grantRevoked
			return answer(http.StatusOK, typeJSON, []byte("{}\n"))
		}
	}
	return oauthError(http.StatusBadRequest, "invalid_token", "Token expired or revoked", "")
}
