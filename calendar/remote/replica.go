package remote

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"iter"
)

// Replica is the synced state of one calendar.
type Replica[C, I any] struct {
	// Cursor is where the next sync continues. It may be changed without Commit if
	// the stored cursor leads to the same items.
	Cursor C

	known   bool // Cursor and items come from a sync
	items   map[string]digestedItem[I]
	version [16]byte // a digest of the set of items
	intern  func(*I)
}

// digestedItem is an item with the digest of its JSON.
type digestedItem[I any] struct {
	item   I
	digest [16]byte
}

// Known reports whether the calendar was ever synced.
func (r *Replica[C, I]) Known() bool { return r.known }

// Len returns the number of items.
func (r *Replica[C, I]) Len() int { return len(r.items) }

// Item returns the item with this id.
func (r *Replica[C, I]) Item(id string) (I, bool) {
	h, ok := r.items[id]
	return h.item, ok
}

// Items yields all items by id, in no particular order.
func (r *Replica[C, I]) Items() iter.Seq2[string, I] {
	return func(yield func(string, I) bool) {
		for id, h := range r.items {
			if !yield(id, h.item) {
				return
			}
		}
	}
}

// Version returns a string that depends only on the set of items.
func (r *Replica[C, I]) Version() string { return fmt.Sprintf("%x", r.version) }

// decode reads a stored copy, and reports whether it could.
func (r *Replica[C, I]) decode(c Copy, valid func(C) bool) bool {
	if json.Unmarshal([]byte(c.Cursor), &r.Cursor) != nil || !valid(r.Cursor) {
		return false
	}
	for id, data := range c.Items {
		var it I
		if json.Unmarshal(data, &it) != nil {
			return false
		}
		r.add(id, &it, data)
	}
	r.known = true
	return true
}

// add stores it, whose JSON is data, under id, and remove deletes the item with that
// id. The version is the XOR of all digests: it does not depend on the order of
// items, and updating it costs only the changed items.
func (r *Replica[C, I]) add(id string, it *I, data []byte) {
	r.remove(id)
	if r.intern != nil {
		r.intern(it)
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%q ", id)
	sum.Write(data)
	h := digestedItem[I]{item: *it, digest: [16]byte(sum.Sum(nil))}
	r.items[id] = h
	r.toggleDigest(h.digest)
}

func (r *Replica[C, I]) remove(id string) {
	if h, ok := r.items[id]; ok {
		delete(r.items, id)
		r.toggleDigest(h.digest)
	}
}

func (r *Replica[C, I]) toggleDigest(digest [16]byte) {
	for i := range r.version {
		r.version[i] ^= digest[i]
	}
}

// Change collects what a sync found to be changed, before it is committed.
type Change[I any] struct {
	Items   map[string]I    // added, or replacing those with the same id
	Removed map[string]bool // ids to remove; unknown ids are ignored
}

// NewChange returns an empty change.
func NewChange[I any]() Change[I] { return Change[I]{map[string]I{}, map[string]bool{}} }

// Empty reports whether nothing has changed.
func (c Change[I]) Empty() bool { return len(c.Items) == 0 && len(c.Removed) == 0 }

// swap converts the change to its stored form.
func (c Change[I]) swap(cursor any) (Swap, error) {
	text, err := json.Marshal(cursor)
	if err != nil {
		return Swap{}, err
	}
	w := Swap{Cursor: string(text), Items: make(map[string][]byte, len(c.Items))}
	for id, it := range c.Items {
		if w.Items[id], err = json.Marshal(it); err != nil {
			return Swap{}, err
		}
	}
	for id := range c.Removed {
		w.Removed = append(w.Removed, id)
	}
	return w, nil
}
