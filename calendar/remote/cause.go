package remote

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"

	"fika/calendar"
)

// Nonsense is an answer that cannot be one to what was asked: not that of a broken
// network, and not a no. What became of a change that got one is not known.
type Nonsense string

func (n Nonsense) Error() string { return string(n) }

// foreignError is an answer that somebody else gave.
type foreignError struct {
	name   string // of the service
	status int
}

func (e *foreignError) Error() string {
	return fmt.Sprintf("an answer that is not %s's (%d); does this network want you to log in?", e.name, e.status)
}

// Foreign says that an answer with that status was not given by the service but by
// something in between, as a hotel's network does.
func (s Service) Foreign(status int) error { return &foreignError{s.Name, status} }

// NoAnswer is the fault of a request that ended with err, which is no answer of s.
func (s Service) NoAnswer(err error) *Fault {
	f := s.Fault(Unknown, s.Cause(err))
	f.Passing, f.Away = true, away(err)
	return f
}

// away is what keeps a server away where there was no answer of its own:
// [calendar.ErrOffline] or [calendar.ErrCaptive]; nil where it answered nonsense.
func away(err error) error {
	var (
		foreign  *foreignError
		nonsense Nonsense
	)
	switch {
	case errors.As(err, &foreign):
		return calendar.ErrCaptive
	case errors.As(err, &nonsense):
		return nil
	}
	return calendar.ErrOffline
}

// Cause is why there was no answer, in words that hold nothing of request or
// answer.
func (s Service) Cause(err error) string {
	var (
		address  *url.Error
		foreign  *foreignError
		nonsense Nonsense
		network  net.Error
		tlsFail  *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &foreign):
		return foreign.Error()
	case errors.As(err, &nonsense):
		return nonsense.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.As(err, &tlsFail):
		return "the certificate is not one for " + s.Name + ": " + tlsFail.Err.Error()
	case errors.As(err, &address) && errors.As(address.Err, &network):
		return network.Error()
	case errors.As(err, &address):
		return "the connection broke"
	case errors.As(err, &network):
		return network.Error()
	}
	return "an answer that cannot be read"
}
