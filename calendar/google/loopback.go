package google

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"fika/calendar/remote"
)

// ErrPasted says that the pasted text is not the address at which the browser ended
// in this sign-in.
var ErrPasted = errors.New("the pasted text is not the address that the browser ended at in this sign-in")

const redirectPath = "/fika"

// redirectServer waits on the loopback address for the redirect of the browser.
type redirectServer struct {
	address string // the redirect URI
	state   string
	server  *http.Server
	served  chan struct{}
	results chan redirectResult
}

// redirectResult is the code or the error in a redirect.
type redirectResult struct {
	code string
	err  error
}

// listen starts a server for one sign-in with this state. It uses 127.0.0.1 as
// required by RFC 8252, 7.3 and 8.3: "localhost" may resolve to anything.
func listen(port int, state string) (*redirectServer, error) {
	ln, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, err
	}
	l := &redirectServer{
		address: "http://" + ln.Addr().String() + redirectPath, state: state,
		served: make(chan struct{}), results: make(chan redirectResult, 1),
	}
	l.server = &http.Server{Handler: l, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		defer close(l.served)
		l.server.Serve(ln) //nolint:errcheck // it ends by close; if it fails, the login times out
	}()
	return l, nil
}

// close stops the server after the response in progress, and waits for it.
func (l *redirectServer) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if l.server.Shutdown(ctx) != nil {
		l.server.Close()
	}
	<-l.served
}

// ServeHTTP receives the redirect. Requests with another path or state are ignored:
// they are not part of this sign-in.
func (l *redirectServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	back, ok := l.read(r.URL)
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Connection", "close")
	if back.err != nil {
		fmt.Fprintln(w, "You did not give fika access. You can close this window.")
	} else {
		fmt.Fprintln(w, "Signed in. Return to the terminal; you can close this window.")
	}
	select {
	case l.results <- back:
	default: // the first one counts
	}
}

// read returns the code or the error in a redirect, and whether it belongs to this
// sign-in.
func (l *redirectServer) read(u *url.URL) (redirectResult, bool) {
	q := u.Query()
	if u.Path != redirectPath || q.Get("state") != l.state {
		return redirectResult{}, false
	}
	if refusal := q.Get("error"); refusal != "" || q.Get("code") == "" {
		if !reasonPattern.MatchString(refusal) {
			refusal = ""
		}
		return redirectResult{err: &DeniedError{Code: refusal}}, true
	}
	return redirectResult{code: q.Get("code")}, true
}

// wait returns the code from the redirect or from paste, whichever comes first.
func (l *redirectServer) wait(ctx context.Context, paste <-chan string) (string, error) {
	for {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case back := <-l.results:
			return back.code, back.err
		case line, open := <-paste:
			if !open {
				paste = nil
			}
			if line = strings.TrimSpace(line); line != "" {
				return l.pasted(line)
			}
		}
	}
}

// pasted returns the code in an address that the user pasted.
func (l *redirectServer) pasted(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ErrPasted
	}
	back, ok := l.read(u)
	if !ok {
		return "", ErrPasted
	}
	return back.code, back.err
}

// revoke revokes the tokens of in (RFC 7009). It succeeds if Google does not know
// them.
func revoke(ctx context.Context, c Client, in SignIn, t http.RoundTripper) error {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	form := url.Values{"token": {string(in.Refresh)}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.revokeURL(), strings.NewReader(form.Encode()))
	if err != nil {
		return fault(remote.Unsent, "the client file has no usable token address")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := remote.NewClient(t).Do(req) //nolint:bodyclose // discard closes it
	if err != nil {
		return fault(remote.Unsent, "Google cannot be reached to sign out: "+service.FailureText(err))
	}
	defer remote.DrainAndClose(resp.Body)
	if !isFromGoogle(resp) || resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusBadRequest {
		f := fault(remote.Unsent, "Google rejected the sign-out")
		f.Status = resp.StatusCode
		return f
	}
	return nil
}
