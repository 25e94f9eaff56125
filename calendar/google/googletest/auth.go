package googletest

import (
	"net/http"
	"slices"
	"strings"
)

const scopePrefix = "https://www.googleapis.com/auth/"

// The scopes that allow a method, from the discovery document.
var (
	listScopes  = scopes("calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly")
	readScopes  = scopes("calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly", "calendar.events.owned", "calendar.events.owned.readonly", "calendar.events.freebusy", "calendar.events.public.readonly", "calendar.app.created")
	writeScopes = scopes("calendar", "calendar.events", "calendar.events.owned", "calendar.app.created")
	busyScopes  = scopes("calendar", "calendar.readonly", "calendar.events.freebusy", "calendar.freebusy")
)

func scopes(names ...string) []string {
	for i, n := range names {
		names[i] = scopePrefix + n
	}
	return names
}

// authenticate identifies the caller and checks whether their token allows the method.
func (s *Server) authenticate(c *call) *apiError {
	header := c.Header.Get("Authorization")
	if header == "" {
		return unauthenticated("required", "Login Required.")
	}
	g := s.byAccess(strings.TrimPrefix(header, "Bearer "))
	if g == nil {
		return unauthenticated("authError", "Invalid Credentials")
	}
	c.account, c.scopes = g.account, g.scopes
	need := []string{scopePrefix + "directory.readonly"}
	if c.route != nil {
		need = c.route.scopes
	}
	for _, have := range g.scopes {
		if slices.Contains(need, have) {
			return nil
		}
	}
	return &apiError{
		code: http.StatusForbidden, reason: "insufficientPermissions", status: "PERMISSION_DENIED",
		message: "Request had insufficient authentication scopes.",
		details: []any{map[string]any{
			"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
			"domain": "googleapis.com", "metadata": map[string]any{"service": "calendar-json.googleapis.com"},
		}},
	}
}

func unauthenticated(reason, message string) *apiError {
	return &apiError{
		code: http.StatusUnauthorized, reason: reason, message: message, status: "UNAUTHENTICATED",
		locationType: "header", location: "Authorization",
		header: http.Header{"Www-Authenticate": {`Bearer realm="https://accounts.google.com/", error="invalid_token"`}},
	}
}

// hasScope reports whether one of the named scopes was granted.
func (c *call) hasScope(names ...string) bool {
	for _, n := range names {
		if slices.Contains(c.scopes, scopePrefix+n) {
			return true
		}
	}
	return false
}

// visibilityOf returns how much of cal the caller may see, or refuses: some scopes cover the
// user's own calendars only.
func (c *call) visibilityOf(cal *Calendar) (visibility, *apiError) {
	role := c.account.role(cal)
	owned := role == "owner" && c.hasScope("calendar.events.owned", "calendar.events.owned.readonly", "calendar.app.created")
	switch {
	case owned, c.hasScope("calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly"):
		return visibility{rank(role) >= rank("reader"), rank(role) >= rank("writer")}, nil
	case c.hasScope("calendar.events.freebusy"):
		return visibility{}, nil
	}
	return visibility{}, forbidden("forbidden", "Forbidden")
}

// checkMayWrite refuses a write that the role or the scopes do not allow.
func (c *call) checkMayWrite(cal *Calendar) *apiError {
	if rank(c.account.role(cal)) < rank("writerWithoutPrivateAccess") {
		return forbidden("requiredAccessLevel", "You need to have writer access to this calendar.")
	}
	if c.account.role(cal) != "owner" && !c.hasScope("calendar", "calendar.events") {
		return forbidden("forbidden", "Forbidden")
	}
	return nil
}
