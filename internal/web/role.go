package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"fika/daemon"
	"fika/internal/api"
)

// callsAMinute limits an assistant. One that loops would fill the log.
const callsAMinute = 60

// door lets calls in by the role of the caller.
type door struct {
	service Service

	mu    sync.Mutex
	calls []time.Time // of assistants in the last minute
}

// guard returns do for those who may make the call. A call of an assistant is logged first,
// refused ones too: if that fails, the call does.
func (d *door) guard(name string, do func(context.Context, []byte) ([]byte, error)) func(context.Context, api.Role, []byte) ([]byte, error) {
	return func(ctx context.Context, role api.Role, args []byte) ([]byte, error) {
		if role == api.RoleUser {
			return do(ctx, args)
		}
		now := d.service.Now()
		if !d.admit(now) {
			return nil, api.NewFault(api.CodeBusy, fmt.Sprintf("an assistant may make %d calls a minute", callsAMinute))
		}
		var shared []string
		if d.service.Shared != nil {
			shared = d.service.Shared()
		}
		refusal := role.Refusal(name, args, shared)
		note := name
		if refusal != nil {
			note += ", refused"
		}
		if err := d.service.Daemon.RecordAssistant(ctx, now, note); err != nil {
			return nil, err
		}
		if refusal != nil {
			return nil, refusal
		}
		return do(daemon.ForAssistant(ctx), args)
	}
}

// admit counts a call, and reports whether it is within the limit.
func (d *door) admit(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.calls) > 0 && !now.Before(d.calls[0].Add(time.Minute)) {
		d.calls = d.calls[1:]
	}
	if len(d.calls) >= callsAMinute {
		return false
	}
	d.calls = append(d.calls, now)
	return true
}
