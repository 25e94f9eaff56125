package daemon

import (
	"errors"
	"fmt"
	"testing"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
)

// TestKinds checks that every kind has codes that exist, and that no kind before it
// matches its errors.
func TestKinds(t *testing.T) {
	for _, k := range kinds() {
		if got := kindOf(fmt.Errorf("on the way: %w", k.is)); got != k {
			t.Errorf("%v: found %+v, want %+v", k.is, got, k)
		}
		if k.fault == "" && k.hold == "" {
			t.Errorf("%v: has no code", k.is)
		}
		if k.fault != "" && api.Faults.Of(k.fault).Code == "" {
			t.Errorf("%v: there is no fault %q", k.is, k.fault)
		}
		if k.hold != "" && api.Holds.Of(k.hold).Code == "" {
			t.Errorf("%v: there is no hold %q", k.is, k.hold)
		}
		if f := Explain(k.is); f != nil && f.Hint == "" {
			t.Errorf("%v: a command that ends with it has no hint", k.is)
		}
	}
}

// TestKindOfSeveral checks that the narrower of two errors decides the kind.
func TestKindOfSeveral(t *testing.T) {
	for _, c := range []struct {
		err         error
		fault, hold api.Code
	}{
		{errors.Join(calendar.ErrUnsent, calendar.ErrSignIn, calendar.ErrMissingScope), api.CodeScopeMissing, api.CodeScopeMissing},
		{errors.Join(calendar.ErrSignIn, calendar.ErrUnsent, calendar.ErrWrongAccount), api.CodeWrongAccount, api.CodeWrongAccount},
		{errors.Join(calendar.ErrUnsent, calendar.ErrSignIn), api.CodeSignIn, api.CodeSignIn},
		{errors.Join(calendar.ErrUnsent, calendar.ErrOffline), api.CodeTemporary, api.CodeOffline},
		{errors.Join(calendar.ErrUnsent, calendar.ErrRateLimited), api.CodeTemporary, api.CodeRateLimited},
		{fmt.Errorf("%w: %w", store.ErrCorrupt, store.ErrMissing), api.CodeDamaged, api.CodeDamaged},
		{errors.New("anything"), "", ""},
	} {
		if got := kindOf(c.err); got.fault != c.fault || got.hold != c.hold {
			t.Errorf("%v: fault %q and hold %q, want %q and %q", c.err, got.fault, got.hold, c.fault, c.hold)
		}
	}
}
