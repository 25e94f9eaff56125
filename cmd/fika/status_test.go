package main

import (
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/terminal"
)

// TestCapsOnThePage checks that the page speaks of the first invitations and of first
// contacts with people far above only while these stop something.
func TestCapsOnThePage(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	until := now.AddDate(0, 0, 28)
	for _, test := range []struct {
		caps api.Caps
		want []string
	}{
		{api.Caps{First: api.Cap{Used: 3, Limit: 3}, Upward: api.UpwardCap{Cap: api.Cap{Limit: 1}}}, nil},
		{api.Caps{First: api.Cap{Used: 1, Limit: 3}}, []string{"1 of the first 3 invitations sent; you approve each of these"}},
		{api.Caps{Upward: api.UpwardCap{Cap: api.Cap{Used: 1, Limit: 1}, Until: &until}},
			[]string{"no first contact with anybody 2 or more levels up before Mon 30 Mar"}},
	} {
		p := &page{terminal.Page{Now: now}}
		p.caps(test.caps)
		lines := strings.Split(strings.TrimSpace(p.String()), "\n")
		if len(lines) != 2+len(test.want) {
			t.Errorf("the page is %q", lines)
			continue
		}
		for i, want := range test.want {
			if got := strings.TrimSpace(lines[2+i]); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
