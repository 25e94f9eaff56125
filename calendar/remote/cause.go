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

// InvalidResponseError is an answer that cannot be one to what was asked: not that of a broken
// network, and not a no. What became of a change that got one is not known.
type InvalidResponseError string

func (n InvalidResponseError) Error() string { return string(n) }

// interceptedError is an answer that somebody else gave.
type interceptedError struct {
	name   string // of the service
	status int
}

func (e *interceptedError) Error() string {
	return fmt.Sprintf("an answer that is not %s's (%d); does this network want you to log in?", e.name, e.status)
}

// Intercepted says that an answer with that status was not given by the service but by
// something in between, as a hotel's network does.
func (s Service) Intercepted(status int) error { return &interceptedError{s.Name, status} }

// NoResponse is the fault of a request that ended with err, which is no answer of s.
func (s Service) NoResponse(err error) *Fault {
	f := s.Fault(Unknown, s.FailureText(err))
	f.Transient, f.Unreachable = true, unreachableReason(err)
	return f
}

// unreachableReason is what keeps a server away where there was no answer of its own:
// [calendar.ErrOffline] or [calendar.ErrCaptivePortal]; nil where it answered nonsense.
func unreachableReason(err error) error {
	var (
		foreign  *interceptedError
		nonsense InvalidResponseError
	)
	switch {
	case errors.As(err, &foreign):
		return calendar.ErrCaptivePortal
	case errors.As(err, &nonsense):
		return nil
	}
	return calendar.ErrOffline
}

// FailureText is why there was no answer, in words that hold nothing of request or
// answer.
func (s Service) FailureText(err error) string {
	var (
		address  *url.Error
		foreign  *interceptedError
		nonsense InvalidResponseError
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
