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

// InvalidResponseError describes a response that cannot be valid for the request. It
// is neither a network failure nor a refusal. If the request was a change, its
// outcome is unknown.
type InvalidResponseError string

func (n InvalidResponseError) Error() string { return string(n) }

// interceptedError describes a response that came from something other than the
// service.
type interceptedError struct {
	name   string // of the service
	status int
}

func (e *interceptedError) Error() string {
	return fmt.Sprintf("the response is not from %s (%d); does this network require a login?", e.name, e.status)
}

// Intercepted returns the error for a response with this status that did not come
// from the service but from something in between, such as a captive portal.
func (s Service) Intercepted(status int) error { return &interceptedError{s.Name, status} }

// NoResponse returns the fault of a request that ended with err instead of a response
// from s.
func (s Service) NoResponse(err error) *Fault {
	f := s.Fault(Unknown, s.FailureText(err))
	f.Transient, f.Unreachable = true, unreachableReason(err)
	return f
}

// unreachableReason returns why there was no response from the server:
// [calendar.ErrOffline] or [calendar.ErrCaptivePortal]. It returns nil after an
// invalid response.
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

// FailureText says why there was no response. The text never quotes the request or
// the response.
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
		return "no response in time"
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.As(err, &tlsFail):
		return "the certificate is not valid for " + s.Name + ": " + tlsFail.Err.Error()
	case errors.As(err, &address) && errors.As(address.Err, &network):
		return network.Error()
	case errors.As(err, &address):
		return "the connection was lost"
	case errors.As(err, &network):
		return network.Error()
	}
	return "the response cannot be read"
}
