package google

import (
	"mime"
	"net/http"

	"fika/calendar/remote"
)

// bearer adds the access token to requests, and asks for a new one once if Google
// does not take it.
type bearer struct {
	next   http.RoundTripper
	tokens *tokenSource
}

func (b *bearer) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	for attempt := 0; ; attempt++ {
		access, err := b.tokens.token(ctx)
		if err != nil {
			remote.CloseRequestBody(req)
			return nil, err
		}
		dressed := req.Clone(ctx)
		if attempt > 0 && req.GetBody != nil {
			if dressed.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		}
		dressed.Header.Set("Authorization", "Bearer "+string(access))
		resp, err := b.next.RoundTrip(dressed)
		if err != nil || resp.StatusCode != http.StatusUnauthorized {
			return resp, err
		}
		b.tokens.reject(access)
		if attempt > 0 || req.Body != nil && req.GetBody == nil {
			return resp, nil
		}
		remote.DrainAndClose(resp.Body)
	}
}

// captiveCheck lets no page through that was given for a token with the status of a
// success: it is that of a network which wants a login. A failure in HTML may be
// Google's own front end.
type captiveCheck struct{ base http.RoundTripper }

func (p captiveCheck) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := p.base.RoundTrip(req)
	if err == nil && resp.StatusCode < 300 && !isFromGoogle(resp) {
		remote.DrainAndClose(resp.Body)
		return nil, service.Intercepted(resp.StatusCode)
	}
	return resp, err
}

// isFromGoogle reports whether the API can have given the answer: it speaks JSON,
// or has nothing to say. A page in HTML comes from a proxy or a network that
// wants a login, and its status means nothing.
func isFromGoogle(resp *http.Response) bool {
	if resp.StatusCode == http.StatusNoContent {
		return true
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}
