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

// Server is one Google. Its methods may be called from several goroutines.
type Server struct {
	mu       sync.Mutex
	now      func() time.Time
	base     string // path below which the calendar API lies, "/calendar/v3/"
	settings Settings

	revision  int64 // counts every change of anything; the age of sync tokens
	accounts  map[string]*Account
	aliases   map[string]*Account
	calendars map[string]*Calendar
	client    Client
	codes     map[string]*code
	grants    []*grant
	serial    int // of ids, codes and tokens

	faults      []*fault
	pending     []pendingChange // in no order
	requests    []Request
	mails       []Mail
	inFlight    map[string]int // requests being served, by calendar id
	maxInFlight map[string]int
	quotaUsed   map[string][]quotaUse // what the quota counts, by account
}

// New returns an empty server. now is the server's clock; nil means
// [time.Now]. base is the path of the calendar API as in Google's own endpoint,
// whose path is "/calendar/v3/"; "" means that one.
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

// Client is the OAuth client of type "Desktop app" that the server knows.
type Client struct{ ID, Secret string }

// Client returns the one client that may sign in.
func (s *Server) Client() Client { return s.client }

// ClientFile returns the client_secret.json that Google's console would offer,
// with the sign-in addresses of the server reached at origin, such as
// "http://127.0.0.1:8080".
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

// nextRevision counts a change.
func (s *Server) nextRevision() int64 {
	s.revision++
	return s.revision
}

// newID returns a fresh identifier in the letters that Google allows for events.
func (s *Server) newID() string {
	s.serial++
	return fmt.Sprintf("%026d", s.serial)
}

// route is one method of the API.
type route struct {
	name   string // as Google's documentation has it
	verb   string
	path   []string // of the part below the base; "{}" takes any segment
	scopes []string // one of them must be granted
	cost   int      // units of quota
	serve  func(*Server, *call) (any, error)
}

// call is a request on its way through the server.
type call struct {
	*http.Request
	name    string // of the route, or "auth", "token", "revoke", "people.listDirectoryPeople"
	body    []byte
	query   url.Values
	vars    []string // what "{}" took, in order
	route   *route
	account *Account // who asks
	scopes  []string // what their token allows
}

// routes returns the methods of the calendar API that the server has.
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

// routeCall fills in what a request asks for. Escaped slashes belong to an id.
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

// fixedPaths are the addresses outside the calendar API.
var fixedPaths = map[string]string{
	"/o/oauth2/auth": "auth", "/o/oauth2/v2/auth": "auth", "/token": "token", "/revoke": "revoke",
	"/v1/people:listDirectoryPeople": "people.listDirectoryPeople",
}

// match compares a path with a pattern and unescapes what the pattern takes.
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

// isWrite reports whether the method of that name changes anything.
func isWrite(name string) bool {
	return slices.Contains([]string{"events.insert", "events.patch", "events.update", "events.move", "events.delete"}, name)
}
