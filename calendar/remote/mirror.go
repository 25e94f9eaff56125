package remote

import (
	"context"
	"maps"
	"sync"
)

// Mirror keeps what syncs have learned about the calendars of one account, so
// that a restart costs a question for changes and not a whole listing. Cursors
// and items are text that only the kind of calendar understands.
//
// A Mirror that loses everything costs a listing, nothing else. One that keeps a
// cursor without the items that belong to it loses events: the two must change
// in one transaction.
type Mirror interface {
	// Load returns what is held of every calendar, by id.
	Load(ctx context.Context) (map[string]Copy, error)

	// Swap makes one change to the copy of one calendar, all of it or none,
	// durably. A calendar of which nothing is held counts as empty.
	Swap(ctx context.Context, calendar string, s Swap) error

	// Forget drops the copy of a calendar. That there was none is no error.
	Forget(ctx context.Context, calendar string) error
}

// Copy is what a [Mirror] holds of one calendar.
type Copy struct {
	Cursor string            // where the sync stands
	Items  map[string][]byte // JSON by event id
}

// Swap is one change of a [Copy].
type Swap struct {
	Cursor     string            // takes the place of the old one
	ReplaceAll bool              // Items are all there is: what is not among them goes
	Items      map[string][]byte // new, or in the place of those with the same id
	Removed    []string          // ids that go; nil if Whole. Unknown ones are no error
}

// Memory is a [Mirror] that forgets with the process.
type Memory struct {
	mu     sync.Mutex
	copies map[string]Copy
}

// NewMemory returns an empty one.
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
