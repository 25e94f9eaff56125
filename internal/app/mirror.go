package app

import (
	"context"

	"fika/calendar/remote"
	"fika/internal/store"
)

// Mirror lets the store keep the results of syncs.
func Mirror(m *store.Mirror) remote.Mirror { return mirror{m} }

type mirror struct{ *store.Mirror }

func (m mirror) Load(ctx context.Context) (map[string]remote.Copy, error) {
	held, err := m.Mirror.Load(ctx)
	copies := make(map[string]remote.Copy, len(held))
	for id, c := range held {
		copies[id] = remote.Copy(c)
	}
	return copies, err
}

func (m mirror) Swap(ctx context.Context, calendar string, s remote.Swap) error {
	return m.Mirror.Swap(ctx, calendar, s.Cursor, s.ReplaceAll, s.Items, s.Removed)
}
