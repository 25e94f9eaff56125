package remote

import (
	"context"
	"maps"
	"sync"
)

// Mirror stores synced calendars of one account, so that after a restart only changes
// have to be requested. Cursors and items are opaque text to it.
//
// Losing everything costs a full listing. Keeping a cursor without the items that
// belong to it loses events, so both must change in one transaction.
type Mirror interface {
	// Load returns the copies of all calendars, by id.
	Load(ctx context.Context) (map[string]Copy, error)

	// Swap changes the copy of one calendar durably, and completely or not at all. A
	// calendar without a copy counts as empty.
	Swap(ctx context.Context, calendar string, s Swap) error

	// Forget deletes the copy of a calendar. It is not an error if there is none.
	Forget(ctx context.Context, calendar string) error
}

// Copy is the stored state of one calendar.
type Copy struct {
	Cursor string            // where the next sync continues
	Items  map[string][]byte // JSON by event id
}

// Swap is a change of a [Copy].
type Swap struct {
	Cursor     string            // the new cursor
	ReplaceAll bool              // Items replace all previous items
	Items      map[string][]byte // added, or replacing those with the same id
	Removed    []string          // ids to remove; nil if ReplaceAll. Unknown ids are ignored
}

// Memory is a [Mirror] in memory.
type Memory struct {
	mu     sync.Mutex
	copies map[string]Copy
}

// NewMemory returns an empty mirror.
func NewMemory() *Memory { return &Memory{copies: map[string]Copy{}} }

// Load returns copies of the maps; the items are shared and must not be changed.
func (m *Memory) Load(context.Context) (map[string]Copy, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := map[string]Copy{}
	for id, c := range m.copies {
		all[id] = Copy{c.Cursor, maps.Clone(c.Items)}
	}
	return all, nil
}

// Swap implements [Mirror].
func (m *Memory) Swap(_ context.Context, calendar string, s Swap) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	items := m.copies[calendar].Items
	if items == nil || s.ReplaceAll {
		items = map[string][]byte{}
	}
	maps.Copy(items, s.Items)
	for _, id := range s.Removed {
		delete(items, id)
	}
	m.copies[calendar] = Copy{s.Cursor, items}
	return nil
}

// Forget implements [Mirror].
func (m *Memory) Forget(_ context.Context, calendar string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.copies, calendar)
	return nil
}
