package google

import (
	"mime"
	"net/http"

	"fika/calendar/remote"
)

// bearer adds the access token to requests. If Google rejects the token, it gets a
// new one and retries once.
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

// captiveCheck rejects successful responses of the token endpoint that are not from
// Google: they come from a captive portal. An error page in HTML may come from
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

// isFromGoogle reports whether resp can come from the API, which sends JSON or no
// content. An HTML page comes from a proxy or a captive portal, and its status means
// nothing.
func isFromGoogle(resp *http.Response) bool {
	if resp.StatusCode == http.StatusNoContent {
		return true
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}
