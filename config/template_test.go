package config_test

import (
	"testing"

	"fika/config"
)

// TestTemplateHasGoals checks that a new file is sound, and that fika has something to do.
func TestTemplateHasGoals(t *testing.T) {
	text := config.Template(config.Answers{Name: "Maya", Email: "maya@example.com", Zone: "Europe/Stockholm", CalendarPath: "/calendar", Domains: []string{"example.com"}})
	c, err := config.Parse("fika.toml", text)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Goals) == 0 || len(c.Calendars) != 1 {
		t.Errorf("it has %d goals and %d calendars", len(c.Goals), len(c.Calendars))
	}
}
