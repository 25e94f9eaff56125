package daemon

import (
	"context"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// actorKey is the key of who gives an order, in its context.
type actorKey struct{}

// ForAssistant returns ctx for a call of an assistant: what it changes is logged so.
func ForAssistant(ctx context.Context) context.Context {
	return context.WithValue(ctx, actorKey{}, api.ByAssistant)
}

// actorOf returns who gives the order in ctx: the user, unless ctx says otherwise.
func actorOf(ctx context.Context) api.Actor {
	if by, ok := ctx.Value(actorKey{}).(api.Actor); ok {
		return by
	}
	return api.ByUser
}

// RecordAssistant logs a call of an assistant. note names it, and nobody else.
func (d *Daemon) RecordAssistant(ctx context.Context, now time.Time, note string) error {
	return fault(d.store.Record(ctx, store.Entry{At: now, Kind: api.EntryCall, By: api.ByAssistant, Note: note}))
}

// AskApproval puts the wish of an assistant that the user decides on a proposal before the
// user, once. It decides nothing.
func (d *Daemon) AskApproval(ctx context.Context, now time.Time, id string) (api.Change, error) {
	return d.orderWith(ctx, now, func(*View, store.Booking, *api.Change) {}, func(v *View) (store.Booking, error) {
		b, err := v.findCoffee(id, forOrder)
		if err != nil {
			return b, err
		}
		if b, err = d.stored(ctx, now, b); err != nil {
			return b, err
		}
		if b.State != store.Proposed {
			return b, api.NewFault(api.CodeTooLate, "the coffee with "+names(b)+" waits for no decision: it is "+string(b.State))
		}
		if v.askedByAssistant(b) {
			return b, nil
		}
		return b, d.store.Record(ctx, store.Entry{At: now, Kind: api.EntryAsked, By: api.ByAssistant, Booking: b.ID, Person: b.Person})
	})
}

// askedByAssistant reports whether an assistant asks for the decision on b.
func (v *View) askedByAssistant(b store.Booking) bool {
	return b.State == store.Proposed && slices.ContainsFunc(v.histories[b.ID], func(e store.Entry) bool { return e.Kind == api.EntryAsked })
}
