package googletest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Server is a fake Google. Its methods are safe for concurrent use.
type Server struct {
	mu       sync.Mutex
	now      func() time.Time
	base     string // base path of the calendar API, "/calendar/v3/"
	settings Settings

	revision  int64 // incremented by every change; sync tokens contain it
	accounts  map[string]*Account
	aliases   map[string]*Account
	calendars map[string]*Calendar
	client    Client
	codes     map[string]*code
	grants    []*grant
	serial    int // for ids, codes and tokens

	faults      []*fault
	pending     []pendingChange // in no order
	requests    []Request
	mails       []Mail
	inFlight    map[string]int // requests being served, by calendar id
	maxInFlight map[string]int
	quotaUsed   map[string][]quotaUse // by account
}

// New returns an empty server. now is its clock; nil means [time.Now]. base is the
// base path of the calendar API; "" means Google's, "/calendar/v3/".
func New(now func() time.Time, base string) *Server {
	if now == nil {
		now = time.Now
	}
	if base == "" {
		base = "/calendar/v3/"
	}
	return &Server{
		now: now, base: "/" + strings.Trim(base, "/") + "/", settings: defaults(),
		accounts: map[string]*Account{}, aliases: map[string]*Account{}, calendars: map[string]*Calendar{},
		client: Client{ID: "1234-fake.apps.googleusercontent.com", Secret: "GOCSPX-fake"},
		codes:  map[string]*code{}, inFlight: map[string]int{}, maxInFlight: map[string]int{}, quotaUsed: map[string][]quotaUse{},
	}
}

// Client is the OAuth client of type "Desktop app" that the server accepts.
type Client struct{ ID, Secret string }

// Client returns the only client that may sign in.
func (s *Server) Client() Client { return s.client }

// ClientFile returns the client_secret.json that Google's console would offer, with
// the sign-in addresses of a server at origin, such as "http://127.0.0.1:8080".
func (s *Server) ClientFile(origin string) []byte {
	origin = strings.TrimSuffix(origin, "/")
	file := map[string]any{"installed": map[string]any{
		"client_id": s.client.ID, "client_secret": s.client.Secret, "project_id": "fake-project",
		"auth_uri": origin + "/o/oauth2/auth", "token_uri": origin + "/token",
		"auth_provider_x509_cert_url": origin + "/oauth2/v1/certs",
		"redirect_uris":               []string{"http://localhost"},
	}}
	data, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		panic(err) // strings only
	}
	return data
}

// nextRevision increments the revision and returns it.
func (s *Server) nextRevision() int64 {
	s.revision++
	return s.revision
}

// newID returns a new id, in the characters that Google allows for events.
func (s *Server) newID() string {
	s.serial++
	return fmt.Sprintf("%026d", s.serial)
}

// route is one method of the API.
type route struct {
	name   string // as in Google's documentation
	verb   string
	path   []string // below the base path; "{}" matches any segment
	scopes []string // one of them must be granted
	cost   int      // in units of quota
	serve  func(*Server, *call) (any, error)
}

// call is a request that is being served.
type call struct {
	*http.Request
	name    string // of the route, or "auth", "token", "revoke", "people.listDirectoryPeople"
	body    []byte
	query   url.Values
	vars    []string // the segments that matched "{}", in order
	route   *route
	account *Account // the caller
	scopes  []string // of the caller's token
}

// routes returns the methods of the calendar API that the server implements.
func routes() []*route {
	const one, many = "calendars/{}/events/{}", "calendars/{}/events"
	table := []*route{
		{name: "calendarList.list", verb: "GET", path: []string{"users/me/calendarList"}, scopes: listScopes, serve: (*Server).listCalendars},
		{name: "calendarList.get", verb: "GET", path: []string{"users/me/calendarList/{}"}, scopes: append([]string{scopePrefix + "calendar.app.created"}, listScopes...), serve: (*Server).getCalendar},
		{name: "events.list", verb: "GET", path: []string{many}, scopes: readScopes, serve: (*Server).listEvents},
		{name: "events.get", verb: "GET", path: []string{one}, scopes: readScopes, serve: (*Server).getEvent},
		{name: "events.instances", verb: "GET", path: []string{one + "/instances"}, scopes: readScopes, serve: (*Server).listInstances},
		{name: "events.insert", verb: "POST", path: []string{many}, scopes: writeScopes, serve: (*Server).insertEvent},
		{name: "events.patch", verb: "PATCH", path: []string{one}, scopes: writeScopes, cost: 3, serve: (*Server).patchEvent},
		{name: "events.update", verb: "PUT", path: []string{one}, scopes: writeScopes, serve: (*Server).updateEvent},
		{name: "events.move", verb: "POST", path: []string{one + "/move"}, scopes: writeScopes, serve: (*Server).moveEvent},
		{name: "events.delete", verb: "DELETE", path: []string{one}, scopes: writeScopes, serve: (*Server).deleteEvent},
		{name: "freebusy.query", verb: "POST", path: []string{"freeBusy"}, scopes: busyScopes, serve: (*Server).queryFreeBusy},
	}
	for _, r := range table {
		r.path, r.cost = strings.Split(r.path[0], "/"), max(r.cost, 1)
	}
	return table
}

var routeTable = routes()

// routeCall finds the route of a request. An escaped slash is part of an id.
func (s *Server) routeCall(c *call) {
	path := c.URL.EscapedPath()
	if fixed, ok := fixedPaths[path]; ok {
		c.name = fixed
		return
	}
	rest, ok := strings.CutPrefix(path, s.base)
	if !ok {
		return
	}
	segments := strings.Split(rest, "/")
	for _, r := range routeTable {
		if r.verb != c.Method || len(r.path) != len(segments) {
			continue
		}
		if vars, ok := match(r.path, segments); ok {
			c.name, c.route, c.vars = r.name, r, vars
			return
		}
	}
}

// fixedPaths are the paths outside of the calendar API.
var fixedPaths = map[string]string{
	"/o/oauth2/auth": "auth", "/o/oauth2/v2/auth": "auth", "/token": "token", "/revoke": "revoke",
	"/v1/people:listDirectoryPeople": "people.listDirectoryPeople",
}

// match compares a path with a pattern and returns the unescaped segments that
// matched "{}".
func match(pattern, segments []string) (vars []string, ok bool) {
	for i, p := range pattern {
		if p != "{}" {
			if p != segments[i] {
				return nil, false
			}
			continue
		}
		v, err := url.PathUnescape(segments[i])
		if err != nil {
			return nil, false
		}
		vars = append(vars, v)
	}
	return vars, true
}

// isWrite reports whether the method with this name changes anything.
func isWrite(name string) bool {
	return slices.Contains([]string{"events.insert", "events.patch", "events.update", "events.move", "events.delete"}, name)
}
