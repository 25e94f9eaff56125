package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/matrix"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/mattermost"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/signal"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/slack"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/teams"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/telegram"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/email/smtp"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/push/gotify"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/push/ntfy"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/specialized/generic"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"
)

// ErrURL is wrapped by errors about an address that names no service.
var ErrURL = errors.New("no such service")

// Service returns the channel to the service that address names, as the library shoutrrr
// spells it: ntfy://ntfy.sh/TOPIC, smtp://user:password@host/?from=a@b&to=a@b,
// generic+https://host/path. The address is a secret: whoever has it can write to the user.
func Service(address string) (Channel, error) {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return nil, fmt.Errorf("%w: the text is not a URL such as ntfy://ntfy.sh/TOPIC", ErrURL)
	}
	s := service{scheme: u.Scheme, secrets: secretsOf(u)}
	if s.sender, err = newSender(u); err != nil {
		return nil, fmt.Errorf("%w: %s", ErrURL, s.redact(err.Error()))
	}
	return s, nil
}

// services are the services that fika has, by scheme. The library has more; those that
// people ask for are here, because each makes the program larger.
var services = map[string]func() types.Service{
	"generic":    func() types.Service { return &generic.Service{} },
	"gotify":     func() types.Service { return &gotify.Service{} },
	"matrix":     func() types.Service { return &matrix.Service{} },
	"mattermost": func() types.Service { return &mattermost.Service{} },
	"ntfy":       func() types.Service { return &ntfy.Service{} },
	"signal":     func() types.Service { return &signal.Service{} },
	"slack":      func() types.Service { return &slack.Service{} },
	"smtp":       func() types.Service { return &smtp.Service{} },
	"teams":      func() types.Service { return &teams.Service{} },
	"telegram":   func() types.Service { return &telegram.Service{} },
}

// newSender returns the service of the library for an address. generic+https://host/path is
// the web page of another service.
func newSender(address *url.URL) (types.Sender, error) {
	scheme, _, custom := strings.Cut(address.Scheme, "+")
	create := services[scheme]
	if create == nil {
		return nil, fmt.Errorf("the scheme must be one of %s", strings.Join(slices.Sorted(maps.Keys(services)), ", "))
	}
	s := create()
	if custom {
		of, ok := s.(types.CustomURLService)
		if !ok {
			return nil, fmt.Errorf("%s takes no other address", scheme)
		}
		var err error
		if address, err = of.GetConfigURLFromCustom(address); err != nil {
			return nil, err
		}
	}
	return s, s.Initialize(address, log.New(io.Discard, "", 0))
}

type service struct {
	sender  types.Sender
	scheme  string
	secrets []string
}

func (s service) String() string { return s.scheme }

func (s service) Send(ctx context.Context, m Message) error {
	params := types.Params{}
	params.SetTitle(m.Title)
	err := within(ctx, s.scheme, func() error { return s.sender.Send(m.Text, &params) })
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return err
	}
	if isDial(err) {
		return fmt.Errorf("%s: %s: %w", s.scheme, s.redact(err.Error()), ErrNotSent)
	}
	return fmt.Errorf("%s: %s", s.scheme, s.redact(err.Error()))
}

// isDial reports whether err comes from a connection that was never made. Some services of
// the library keep only the text of the cause; [net.OpError] begins it so.
func isDial(err error) bool {
	var op *net.OpError
	var name *net.DNSError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &name) || strings.Contains(err.Error(), ": dial tcp ")
}

// secretsOf returns the parts of u that may be secret: all but the scheme, the host and
// short words.
func secretsOf(u *url.URL) (secrets []string) {
	add := func(text string) {
		if len(text) >= 4 {
			secrets = append(secrets, text, url.QueryEscape(text), url.PathEscape(text))
		}
	}
	password, _ := u.User.Password()
	add(u.User.Username())
	add(password)
	for part := range strings.SplitSeq(u.Path, "/") {
		add(part)
	}
	for _, values := range u.Query() {
		for _, v := range values {
			add(v)
		}
	}
	add(u.Fragment)
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(secrets)
}

// redact returns text without the secrets of the address. Libraries quote the address in
// their errors, which end in logs.
func (s service) redact(text string) string {
	for _, secret := range s.secrets {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return strings.Join(strings.Fields(text), " ")
}
