package demo

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fika/config"
	"fika/internal/people"
	"fika/planner"
)

// TestConfigIsValid loads the configuration and the people as fika does, and expects
// neither errors nor warnings.
func TestConfigIsValid(t *testing.T) {
	c, dir := companies()[0], t.TempDir()
	for _, f := range c.files {
		if filepath.Dir(f.path) == "." {
			if err := os.WriteFile(filepath.Join(dir, f.path), f.data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	file := filepath.Join(dir, "fika.toml")
	text, err := config.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse(file, text)
	if err != nil {
		t.Fatal(err)
	}
	everybody, faults := people.Load(people.Files{CSV: cfg.People.CSV}, cfg.Rules.Levels)
	if len(faults) > 0 || len(everybody) != len(c.people) {
		t.Errorf("%d people of %d, faults %v", len(everybody), len(c.people), faults)
	}
	for _, w := range slices.Concat(cfg.Warnings, cfg.Unused(), cfg.Review(everybody, now)) {
		t.Errorf("%v", w)
	}
	for i, path := range []string{workFolder, homeFile} {
		if got, want := cfg.Calendars[i].Path, filepath.Join(dir, filepath.FromSlash(path)); got != want {
			t.Errorf("calendar %d lies in %s, want %s", i, got, want)
		}
	}
	for _, p := range everybody {
		for _, g := range cfg.Goals {
			if p.ID == "ingrid@example.com" && g.From.Matches(p) {
				t.Errorf("goal %s looks for the chief executive: nobody of Maya's level would", g.ID)
			}
		}
	}
	modes := map[planner.Mode]int{}
	for _, g := range cfg.Goals {
		modes[g.Mode]++
	}
	if modes[planner.ModeBook] != 2 || modes[planner.ModeHold] != 1 || len(cfg.Goals) < 5 {
		t.Errorf("goals by mode %v, want two that book and one that holds", modes)
	}
}
