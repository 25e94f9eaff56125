package daemon_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/calendar"
)

// TestWhyStaysHome looks for a goal's private reason in everything that fika
// writes outside its own state.
func TestWhyStaysHome(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, h.settings.Rules.Zone)
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"ana", "cy"} {
		if err := h.approve(ctx, who, now); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.daemon.Pass(ctx, now.Add(3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(h.dir, "work", "*.ics"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files (%v), want an invitation for each of three", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		flat := strings.ReplaceAll(string(text), "\r\n ", "")
		if strings.Contains(flat, "SECRET") {
			t.Errorf("%s tells why:\n%s", file, flat)
		}
	}
}

// TestInvitation is what a guest reads.
func TestInvitation(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, h.settings.Rules.Zone)
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	if err := h.approve(ctx, "ana", now); err != nil {
		t.Fatal(err)
	}
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	coffees, err := h.coffees()
	if err != nil || len(coffees[b.ID]) != 1 {
		t.Fatalf("%v, %v", coffees, err)
	}
	e := coffees[b.ID][0]
	if want := "Coffee: Maya and Ana"; e.Title != want {
		t.Errorf("title %q, want %q", e.Title, want)
	}
	for _, want := range []string{"Hi Ana,", "25 minutes", "what customers ask for", "In return: a look at our plans", "Declining is fine"} {
		if !strings.Contains(e.Description, want) {
			t.Errorf("the invitation lacks %q:\n%s", want, e.Description)
		}
	}
	if e.Organizer != me {
		t.Errorf("organizer %s", e.Organizer)
	}
	guests := 0
	for _, a := range e.Attendees {
		if a.Address == "ana@example.com" && a.Reply == calendar.NoReply {
			guests++
		}
	}
	if guests != 1 || len(e.Attendees) != 2 {
		t.Errorf("attendees %+v, want Maya and Ana, who has not answered", e.Attendees)
	}
}
