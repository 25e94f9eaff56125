package network

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/mailbox"
	"fika/internal/span"
)

func TestTogether(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	met := func(daysAgo, size int, with ...mailbox.Address) Encounter {
		return Encounter{With: with, Size: size, Span: span.New(now.AddDate(0, 0, -daysAgo), time.Hour)}
	}
	got := Together(now, now.AddDate(-1, 0, 0), []Encounter{
		met(10, 4, "cy", "ana", "bo"), met(20, 3, "ana", "bo"), met(3, 2, "dan"),
		met(400, 3, "ana", "dan"), // too long ago
		met(5, 13, "cy", "dan"),   // too many
		met(-2, 3, "bo", "dan"),   // still to come
		met(7, 3, "eve@old", "ana"),
	}, func(a mailbox.Address) mailbox.Address {
		if a == "eve@old" {
			return "eve"
		}
		return a
	})
	want := map[mailbox.Address][]mailbox.Address{"ana": {"bo", "cy", "eve"}, "bo": {"ana", "cy"}, "cy": {"ana", "bo"}, "eve": {"ana"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
