package googletest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// person is an entry of the directory in the format of the People API.
type person struct {
	ResourceName   string          `json:"resourceName"`
	Etag           string          `json:"etag"`
	Metadata       *personMetadata `json:"metadata,omitempty"`
	Names          []personName    `json:"names,omitempty"`
	EmailAddresses []personEmail   `json:"emailAddresses,omitempty"`
}

type personMetadata struct {
	Deleted bool `json:"deleted"`
}

type personName struct {
	Metadata    fieldMetadata `json:"metadata"`
	DisplayName string        `json:"displayName"`
	GivenName   string        `json:"givenName,omitempty"`
}

type personEmail struct {
	Metadata fieldMetadata `json:"metadata"`
	Value    string        `json:"value"`
}

type fieldMetadata struct {
	Primary bool `json:"primary"`
}

// listDirectory is people.listDirectoryPeople. The readMask is required; only names
// and emailAddresses are supported.
func (s *Server) listDirectory(c *call) (any, error) {
	q := c.query
	if q.Get("readMask") == "" || len(q["sources"]) == 0 {
		return nil, statusError(http.StatusBadRequest, "INVALID_ARGUMENT", "readMask mask is required. Please specify one or more valid paths.")
	}
	if s.settings.NoDirectory {
		return nil, statusError(http.StatusForbidden, "PERMISSION_DENIED", "Must be a G Suite domain user.")
	}
	since := int64(0)
	if text := q.Get("syncToken"); text != "" {
		t, err := s.readToken(text, "directory", 0)
		if err != nil {
			return nil, statusError(http.StatusBadRequest, "FAILED_PRECONDITION", "Sync token is expired. Clear local cache and retry call without the sync token.")
		}
		since = t.Revision
	}
	var items []paged[person]
	for _, a := range s.accountsByAddress() {
		if a.rev > since && !a.room && (!a.deleted || since > 0) {
			items = append(items, paged[person]{normalizeID(a.Email), a.person()})
		}
	}
	p, err := page(s, c, items, "directory", pageLimits{100, 1000})
	if err != nil {
		return nil, err
	}
	list := map[string]any{}
	if len(p.items) > 0 {
		list["people"] = p.items
	}
	if p.nextPage != "" {
		list["nextPageToken"] = p.nextPage
	} else if q.Get("requestSyncToken") == "true" {
		list["nextSyncToken"] = p.nextSync
	}
	return list, nil
}

func (a *Account) person() person {
	p := person{ResourceName: fmt.Sprintf("people/%x", normalizeID(a.Email)), Etag: fmt.Sprintf("%%%d", a.rev)}
	if a.deleted {
		p.Metadata = &personMetadata{Deleted: true}
		return p
	}
	given, _, _ := strings.Cut(a.Name, " ") // a separate field in Google's directory
	p.Names = []personName{{fieldMetadata{true}, a.Name, given}}
	p.EmailAddresses = []personEmail{{fieldMetadata{true}, a.Email}}
	for _, alias := range slices.Sorted(maps.Keys(a.server.aliases)) {
		if a.server.aliases[alias] == a {
			p.EmailAddresses = append(p.EmailAddresses, personEmail{fieldMetadata{false}, alias})
		}
	}
	return p
}

// statusError returns an error in the format of Google's newer APIs.
func statusError(code int, status, message string) *apiError {
	return &apiError{code: code, reason: "badRequest", status: status, message: message}
}
