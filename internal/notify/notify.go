// Package notify brings short messages to the user: to the desktop, to a service such as
// ntfy or mail, or to a program. It knows neither what the messages are about nor when
// they are due, and it never repeats one: whoever sends decides that.
package notify

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrNotSent is wrapped by errors that mean that the channel surely has not taken the
// message. After any other error it may have: an answer may be lost on its way back.
var ErrNotSent = errors.New("the message was not sent")

// sendTime limits one message. A channel that takes longer has failed.
const sendTime = 20 * time.Second

// Message is what the user reads. Title and Text are plain text in one line each; a channel
// without titles shows only the text, so it must be understood alone.
type Message struct{ Title, Text string }

// Channel is a way to the user.
type Channel interface {
	// Send brings m to the user, or fails within half a minute. A nil error means that
	// the channel took the message, not that it was read. Errors contain no secret,
	// and wrap [ErrNotSent] if the message is surely not on its way.
	Send(ctx context.Context, m Message) error
	// String names the channel in messages about it, without secrets.
	String() string
}

// within calls send and returns its error, or that of ctx if that is over first. Then send
// goes on until its library gives up.
func within(ctx context.Context, name string, send func() error) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	sent := make(chan error, 1)
	go func() { sent <- send() }()
	select {
	case err := <-sent:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%s did not take the message in time: %w", name, ctx.Err())
	}
}
