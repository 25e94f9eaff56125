package googletest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// response is a complete response before it is sent, so that a fault can still affect
// it after its change was committed.
type response struct {
	status    int
	header    http.Header
	body      []byte
	dropped   bool // the connection is closed without a response
	truncated bool // the connection is closed in the middle of the body
}

func answer(status int, contentType string, body []byte) *response {
	h := http.Header{}
	if contentType != "" {
		h.Set("Content-Type", contentType)
	}
	return &response{status: status, header: h, body: body}
}

const (
	typeJSON = "application/json; charset=UTF-8"
	typeHTML = "text/html; charset=UTF-8"
)

// apiError is an error of the calendar backend. The front end adds status and
// details.
type apiError struct {
	code         int
	domain       string // "global" if empty
	reason       string
	message      string
	locationType string
	location     string
	status       string
	details      []any
	header       http.Header
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s: %s", e.code, e.reason, e.message) }

func (e *apiError) response() *response {
	domain := e.domain
	if domain == "" {
		domain = "global"
	}
	item := map[string]any{"domain": domain, "reason": e.reason, "message": e.message}
	if e.location != "" {
		item["locationType"], item["location"] = e.locationType, e.location
	}
	body := map[string]any{"code": e.code, "message": e.message, "errors": []any{item}}
	if e.status != "" {
		body["status"] = e.status
	}
	if e.details != nil {
		body["details"] = e.details
	}
	r := answer(e.code, typeJSON, encode(map[string]any{"error": body}))
	for k, v := range e.header {
		r.header[k] = v
	}
	return r
}

// Errors of the calendar backend.
func notFound() *apiError {
	return &apiError{code: 404, reason: "notFound", message: "Not Found"}
}

func invalid(location, message string) *apiError {
	return &apiError{code: 400, reason: "invalid", message: message, locationType: "parameter", location: location}
}

func badRequest(reason, message string) *apiError {
	return &apiError{code: 400, reason: reason, message: message}
}

func forbidden(reason, message string) *apiError {
	return &apiError{code: 403, domain: "calendar", reason: reason, message: message}
}

// encode returns v as JSON without HTML escapes, like Google.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // our own values can be encoded
	}
	return b.Bytes()
}

// read decodes the body of a request. A null in an array is an error.
func (c *call) read(v any) *apiError {
	var whole any
	if json.Unmarshal(c.body, &whole) != nil || hasNullInArray(whole, false) || json.Unmarshal(c.body, v) != nil {
		return badRequest("parseError", "Parse Error")
	}
	return nil
}

func hasNullInArray(v any, inArray bool) bool {
	switch v := v.(type) {
	case nil:
		return inArray
	case []any:
		return slices.ContainsFunc(v, func(v any) bool { return hasNullInArray(v, true) })
	case map[string]any:
		for _, v := range v {
			if hasNullInArray(v, false) {
				return true
			}
		}
	}
	return false
}

// result converts the result of a method to a response; nil becomes 204.
func (c *call) result(v any, err error) *response {
	var e *apiError
	if errors.As(err, &e) {
		return e.response()
	}
	if err != nil {
		return (&apiError{code: 500, reason: "backendError", message: err.Error()}).response()
	}
	if v == nil {
		return answer(http.StatusNoContent, "", nil)
	}
	body := encode(v)
	if fields := c.query.Get("fields"); fields != "" {
		mask, err := parseMask(fields)
		if err != nil {
			return invalid("fields", "Invalid field selection "+fields).response()
		}
		body = mask.apply(body)
	}
	if c.query.Get("prettyPrint") != "false" {
		var b bytes.Buffer
		if json.Indent(&b, body, "", " ") == nil {
			body = b.Bytes()
		}
	}
	r := answer(http.StatusOK, typeJSON, body)
	var tagged struct {
		Etag string `json:"etag"`
	}
	if json.Unmarshal(body, &tagged) == nil && tagged.Etag != "" {
		r.header.Set("ETag", tagged.Etag)
		if c.Method == http.MethodGet && c.Header.Get("If-None-Match") == tagged.Etag {
			return answer(http.StatusNotModified, "", nil)
		}
	}
	return r
}

// gzipWriters are reused because each needs nearly a megabyte.
var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// finish adds the headers of every response, and compresses the body if the client
// accepts gzip.
func (r *response) finish(c *call, date time.Time) {
	r.header.Set("Date", date.UTC().Format(http.TimeFormat))
	if len(r.body) > 0 && strings.Contains(c.Header.Get("Accept-Encoding"), "gzip") && r.header.Get("Content-Encoding") == "" {
		var b bytes.Buffer
		w := gzipWriters.Get().(*gzip.Writer)
		w.Reset(&b)
		_, _ = w.Write(r.body) // a buffer takes everything
		_ = w.Close()
		gzipWriters.Put(w)
		r.body = b.Bytes()
		r.header.Set("Content-Encoding", "gzip")
		r.header.Set("Vary", "Accept-Encoding")
	}
	if r.status != http.StatusNoContent && r.status != http.StatusNotModified {
		r.header.Set("Content-Length", strconv.Itoa(len(r.body)))
	}
}

// write sends the response over a socket. It closes a connection early by panicking
// with [http.ErrAbortHandler].
func (r *response) write(w http.ResponseWriter) {
	if r.dropped {
		panic(http.ErrAbortHandler)
	}
	for k, v := range r.header {
		w.Header()[k] = v
	}
	body := r.body
	if r.truncated {
		body = body[:len(body)/2]
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(body) // the client may have disconnected
	if r.truncated {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}
