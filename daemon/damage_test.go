package daemon

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// TestHoldForStore checks which hold reports each error of the store (F14, F16 and
// F18). The package store tests the errors themselves.
func TestHoldForStore(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	d := &Daemon{}
	for n, c := range []struct {
		err  error
		want api.Code
		mins int // since when it stands
	}{
		{fmt.Errorf("record: %w", store.ErrFull), "store_full", 0},
		{fmt.Errorf("report: %w", store.ErrFull), "store_full", 0},
		{fmt.Errorf("record: %w", store.ErrReadOnly), "store_readonly", 2},
		{store.ErrCorrupt, "store_corrupt", 3},
		{errors.New("the context ended"), "", 0},
		{nil, "", 0},
		{store.ErrFull, "store_full", 6},
	} {
		d.storeHold = d.holdForStore(now.Add(time.Duration(n)*time.Minute), c.err)
		if d.storeHold == nil {
			d.storeHold = &store.Hold{}
		}
		if d.storeHold.Code != c.want {
			t.Errorf("%v: hold %q, want %q", c.err, d.storeHold.Code, c.want)
		}
		if since := now.Add(time.Duration(c.mins) * time.Minute); c.want != "" && !d.storeHold.Since.Equal(since) {
			t.Errorf("%v: since %s, want %s", c.err, d.storeHold.Since, since)
		}
	}
}
