package googletest

import (
	"fmt"
	"html"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// authorize is the consent page. A browser gets a form, which is posted to the same
// address, so that a script needs one line:
//
//	curl -L --data decision=allow "$URL"
//
// Fields are decision (allow or deny), account (an address; by default that of
// login_hint, else the first account), and scope, repeated (by default all).
func (s *Server) authorize(c *call) *response {
	q := c.query
	if problem := s.checkAuthRequest(q); problem != "" {
		return answer(http.StatusBadRequest, typeHTML, []byte("<html><title>Error 400</title><p>"+html.EscapeString(problem)+"</html>"))
	}
	if c.Method != http.MethodPost {
		return answer(http.StatusOK, typeHTML, []byte(s.consentPage(q)))
	}
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		return answer(http.StatusBadRequest, typeHTML, []byte("<p>Malformed form"))
	}
	if form.Get("decision") != "allow" {
		return redirect(q, url.Values{"error": {"access_denied"}})
	}
	a := s.chosenAccount(q, form)
	if a == nil || a.deleted {
		return answer(http.StatusBadRequest, typeHTML, []byte("<p>Couldn't find your Google Account"))
	}
	return s.grantConsent(q, a, grantedScopes(strings.Fields(q.Get("scope")), form["scope"]))
}

// checkAuthRequest returns what is wrong with an authorization request. Such a
// request gets an error page and is never redirected.
func (s *Server) checkAuthRequest(q url.Values) string {
	method := q.Get("code_challenge_method")
	switch {
	case q.Get("client_id") == "":
		return "Missing required parameter: client_id"
	case q.Get("client_id") != s.client.ID:
		return "Error 401: invalid_client. The OAuth client was not found."
	case !isLoopback(q.Get("redirect_uri")):
		return "Error 400: redirect_uri_mismatch"
	case q.Get("response_type") != "code":
		return "Error 400: invalid_request. Required parameter is missing: response_type"
	case q.Get("scope") == "":
		return "Missing required parameter: scope"
	case method != "" && method != "S256" && method != "plain":
		return "Error 400: invalid_request. Invalid code_challenge_method"
	}
	return ""
}

// isLoopback reports whether a desktop client may be redirected to this address.
func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// grantedScopes returns the wanted scopes whose boxes are ticked.
func grantedScopes(wanted, ticked []string) []string {
	if len(ticked) == 0 {
		return wanted
	}
	return slices.DeleteFunc(slices.Clone(wanted), func(w string) bool { return !slices.Contains(ticked, w) })
}

func (s *Server) chosenAccount(q, form url.Values) *Account {
	for _, email := range []string{form.Get("account"), q.Get("login_hint")} {
		if email != "" {
			return s.findAccount(email)
		}
	}
	for _, a := range s.accountsByAddress() {
		if !a.room && !a.deleted {
			return a
		}
	}
	return nil
}

func (s *Server) grantConsent(q url.Values, a *Account, scopes []string) *response {
	key := s.newSecret("4/fake-code-")
	method := q.Get("code_challenge_method")
	if method == "" {
		method = "plain"
	}
	s.codes[key] = &code{
		account: a, scopes: scopes, redirect: q.Get("redirect_uri"),
		challenge: q.Get("code_challenge"), method: method, expires: s.now().Add(codeLife),
	}
	return redirect(q, url.Values{"code": {key}, "scope": {strings.Join(scopes, " ")}})
}

// redirect sends the browser to the client with the parameters v and the client's
// state.
func redirect(q, v url.Values) *response {
	u, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		panic(err) // validated before
	}
	back := u.Query()
	for k := range v {
		back.Set(k, v.Get(k))
	}
	if state := q.Get("state"); state != "" {
		back.Set("state", state)
	}
	u.RawQuery = back.Encode()
	r := answer(http.StatusFound, typeHTML, nil)
	r.header.Set("Location", u.String())
	return r
}

// consentPage returns the consent page: a choice of accounts, and a checkbox for each
// scope.
func (s *Server) consentPage(q url.Values) string {
	var b strings.Builder
	b.WriteString("<!doctype html><title>Sign in - fake Google</title><h1>A program wants to access your account</h1><form method=post>\n")
	b.WriteString("<select name=account>")
	chosen := s.chosenAccount(q, url.Values{})
	for _, a := range s.accountsByAddress() {
		selected := ""
		if a == chosen {
			selected = " selected"
		}
		if !a.room && !a.deleted {
			fmt.Fprintf(&b, "<option%s>%s</option>", selected, html.EscapeString(a.Email))
		}
	}
	b.WriteString("</select>\n")
	for _, scope := range strings.Fields(q.Get("scope")) {
		fmt.Fprintf(&b, "<p><label><input type=checkbox name=scope value=%q checked> %[1]s</label>\n", html.EscapeString(scope))
	}
	b.WriteString("<input type=hidden name=scope>") // distinguishes a form without ticked boxes from a request without a form
	b.WriteString("<p><button name=decision value=allow>Allow</button> <button name=decision value=deny>Deny</button></form>\n")
	return b.String()
}

// Decision is what a user does on the consent page.
type Decision struct {
	Account string   // address; "" selects the first account of the page
	Scopes  []string // ticked boxes; nil ticks all
	Deny    bool
}

// Decide plays the browser without a socket: it submits the consent page at this
// authorization address and returns the address to which Google redirects the
// browser, for the caller to open. An error means that Google showed an error.
func (s *Server) Decide(address string, d Decision) (redirect string, err error) {
	form := url.Values{"decision": {"allow"}, "scope": d.Scopes}
	if d.Deny {
		form.Set("decision", "deny")
	}
	if d.Account != "" {
		form.Set("account", d.Account)
	}
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	resp, err := s.Transport().RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusFound {
		return "", fmt.Errorf("the consent screen answered %s", resp.Status)
	}
	return resp.Header.Get("Location"), nil
}
