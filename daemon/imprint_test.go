package daemon_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"fika/internal/store"
)

// TestOldDigests checks coffees that an older fika booked, which kept one sum of title,
// place, text and time: the user's changes are recognised by it, and what they did not
// touch gets a fingerprint.
func TestOldDigests(t *testing.T) {
	for what, c := range map[string]struct {
		alter  []string
		edited bool
	}{
		"untouched": {}, "white space": {alter: []string{"blank"}}, "a place": {[]string{"place"}, true},
		"a guest more": {[]string{"add", "Cleo", "ACCEPTED"}, true}, "a series": {[]string{"repeats"}, true},
	} {
		t.Run(what, func(t *testing.T) {
			h := newHarness(t)
			ctx, now := t.Context(), time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
			mustPass(t, h, now)
			if err := h.approve(ctx, "ana", now); err != nil {
				t.Fatal(err)
			}
			mustPass(t, h, now)
			b, err := h.booking(ctx, "ana")
			if err != nil || b.State != store.Booked {
				t.Fatalf("%s, %v", b.State, err)
			}
			by, err := h.others.coffees()
			if err != nil {
				t.Fatal(err)
			}
			e := by[b.ID][0]
			sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d\x00%d", e.Title, e.Location, e.Description, e.Span.Start.Unix(), e.Span.End.Unix()))
			old := store.Seen{Span: b.Span, ETag: b.ETag, Digest: hex.EncodeToString(sum[:8]), Reply: b.Reply}
			if err := h.store.Observe(ctx, now, b.ID, old, ""); err != nil {
				t.Fatal(err)
			}
			if c.alter != nil {
				if err := h.others.alter(b, c.alter); err != nil {
					t.Fatal(err)
				}
			}
			mustPass(t, h, now.Add(time.Minute))
			if b, err = h.booking(ctx, "ana"); err != nil {
				t.Fatal(err)
			}
			if b.Edited != c.edited || strings.HasPrefix(b.Digest, "2:") == c.edited {
				t.Errorf("edited %v with the digest %q, want edited %v", b.Edited, b.Digest, c.edited)
			}
		})
	}
}
