package daemon

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"fika/calendar"
	"fika/internal/prose"
	"fika/internal/store"
	"fika/planner"
)

// The text of a blocked slot, for the user alone.
const (
	blockTitle = "Held for coffee with "
	blockText  = "Nobody was told yet."
)

// blockDraft makes draft the blocked slot of b.
func blockDraft(draft *calendar.Draft, guests []planner.Person, b store.Booking) {
	draft.Private = true
	var full, first []string
	for _, guest := range guests {
		full, first = append(full, cmp.Or(guest.Name, string(guest.ID))), append(first, guest.FirstName())
	}
	draft.Title = blockTitle + prose.List(full)
	draft.Text = fmt.Sprintf("%s\nfika approve %s invites %s, fika skip %s frees the slot.", blockText, b.ID, prose.List(first), b.ID)
}

// isBlock reports whether e still says that it is the blocked slot of b.
func isBlock(b store.Booking, e calendar.Event) bool {
	return strings.HasPrefix(e.Title, blockTitle) || slices.ContainsFunc(strings.Split(tidy(e.Description), "\n"), func(line string) bool { return ofBlock(b, line) })
}

// ofBlock reports whether a line is part of the text of a blocked slot.
func ofBlock(b store.Booking, line string) bool {
	line = strings.TrimSpace(line)
	return line == blockText || strings.HasPrefix(line, "fika approve "+b.ID+" ")
}

// keepBlock keeps what the user wrote on a blocked slot when it becomes the invitation.
// ErrChanged means that it differs from what the user saw when they approved.
func (p *pass) keepBlock(ctx context.Context, b store.Booking, draft *calendar.Draft) error {
	e, err := p.find(ctx, p.observation, b)
	if err != nil {
		return err
	}
	if e.ETag != b.ETag {
		return fmt.Errorf("the blocked slot of %s: %w", b.ID, calendar.ErrChanged)
	}
	keepWords(b, e.Event, draft)
	return nil
}

// keepWords copies the user's words on the blocked slot e into the invitation: their
// title and place replace fika's, and so does their text. The slot's own text is
// removed; if the user wrote before or after it, the letter takes its place.
func keepWords(b store.Booking, e calendar.Event, draft *calendar.Draft) {
	if title := strings.TrimSpace(e.Title); title != "" && !strings.HasPrefix(title, blockTitle) {
		draft.Title = e.Title
	}
	if strings.TrimSpace(e.Location) != "" {
		draft.Location = e.Location
	}
	var text []string
	said := false // the letter is in place
	for line := range strings.SplitSeq(tidy(e.Description), "\n") {
		switch {
		case !ofBlock(b, line):
			text = append(text, line)
		case !said:
			text, said = append(text, draft.Text), true
		}
	}
	if own := strings.TrimSpace(strings.Join(text, "\n")); own != "" {
		draft.Text = own
	}
}
