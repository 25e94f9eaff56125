package googletest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// token is the content of a sync token or page token, which is opaque to clients.
type token struct {
	List     string `json:"l"`           // the list that it continues
	Revision int64  `json:"r"`           // later changes are not included yet
	Issued   int64  `json:"t"`           // unix seconds
	After    string `json:"a,omitempty"` // page tokens: the last key of the previous page
	Page     bool   `json:"p,omitempty"`
	Print    string `json:"f,omitempty"` // the parameters of the first request
}

func (t token) String() string {
	data, err := json.Marshal(t)
	if err != nil {
		panic(err) // plain fields
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

func parseToken(text string) (t token, ok bool) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	return t, err == nil && json.Unmarshal(data, &t) == nil
}

// readToken parses a sync token for this list. Tokens from before the revision from
// are expired.
func (s *Server) readToken(text, list string, from int64) (token, *apiError) {
	t, ok := parseToken(text)
	if !ok || t.List != list || t.Page {
		return t, invalid("syncToken", "Invalid sync token value.")
	}
	old := s.settings.TokenLife > 0 && s.now().Sub(time.Unix(t.Issued, 0)) > s.settings.TokenLife
	if t.Revision < from || old {
		return t, &apiError{
			code: http.StatusGone, domain: "calendar", reason: "fullSyncRequired",
			message:      "Sync token is no longer valid, a full sync is required.",
			locationType: "parameter", location: "syncToken",
		}
	}
	return t, nil
}

// paged is an item of a list with the key that orders it.
type paged[T any] struct {
	key  string
	item T
}

type pageLimits struct{ defaultSize, maxSize int }

type pageResult[T any] struct {
	items              []T
	nextPage, nextSync string
}

// page returns the page of a list that the call requests. Page tokens and the sync
// token at the end contain the revision of the first page, so that changes during
// paging are in the next delta, whatever page they would have been on.
func page[T any](s *Server, c *call, items []paged[T], list string, limits pageLimits) (*pageResult[T], *apiError) {
	slices.SortStableFunc(items, func(a, b paged[T]) int { return cmp.Compare(a.key, b.key) })
	size, err := c.pageSize(limits)
	if err != nil {
		return nil, err
	}
	if s.settings.PageSize > 0 {
		size = min(size, s.settings.PageSize)
	}
	t := token{List: list, Revision: s.revision, Issued: s.now().Unix(), Print: c.fingerprint()}
	start := 0
	if text := c.query.Get("pageToken"); text != "" {
		before, ok := parseToken(text)
		if !ok || !before.Page || before.List != list {
			return nil, invalid("pageToken", "Invalid page token value.")
		}
		t.Revision, t.Issued = before.Revision, before.Issued
		for start < len(items) && items[start].key <= before.After {
			start++
		}
	} else if s.settings.EmptyPages {
		size = 0
	}
	end := min(start+size, len(items))
	p := &pageResult[T]{items: []T{}}
	for _, i := range items[start:end] {
		p.items = append(p.items, i.item)
	}
	if end == len(items) && size > 0 && !s.settings.EndlessPages {
		p.nextSync = t.String()
		return p, nil
	}
	next := t
	next.Page = true
	if end > 0 {
		next.After = items[end-1].key
	}
	if s.settings.EndlessPages && end == len(items) && start < end {
		next.After = "" // the whole list again
		if start > 0 {
			next.After = items[start-1].key
		}
	}
	p.nextPage = next.String()
	return p, nil
}

func (c *call) pageSize(limits pageLimits) (int, *apiError) {
	text := c.query.Get("maxResults")
	if text == "" {
		text = c.query.Get("pageSize")
	}
	if text == "" {
		return limits.defaultSize, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, &apiError{code: 400, reason: "invalidParameter", message: "Invalid integer value: '" + text + "'.", locationType: "parameter", location: "maxResults"}
	}
	return min(n, limits.maxSize), nil
}

// fingerprint returns the parameters that must be the same with a sync token as in
// the first request.
func (c *call) fingerprint() string {
	same := ""
	for _, name := range []string{"singleEvents", "maxAttendees", "eventTypes", "showHiddenInvitations", "timeZone", "fields"} {
		for _, v := range c.query[name] {
			same += name + "=" + v + ";"
		}
	}
	return same
}
