package main

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fika/config"
)

// key is one key of a commented file.
type key struct{ section, name, line, text string }

// commented parses a file in which each key has a comment after it, which may
// continue below, as in the example configuration.
func commented(text string) []key {
	var keys []key
	section, open := "", false
	for line := range strings.Lines(text) {
		code, comment, _ := strings.Cut(strings.TrimSpace(line), " #")
		code, comment = strings.TrimSpace(code), strings.TrimSpace(comment)
		name, _, assigns := strings.Cut(strings.TrimPrefix(code, "# "), " = ")
		name = strings.TrimSpace(name)
		switch {
		case strings.HasPrefix(code, "["):
			section, open = code, false
		case assigns && !strings.ContainsAny(name, " .,;"):
			_, value, _ := strings.Cut(code, " = ")
			keys = append(keys, key{section, name, name + " = " + strings.TrimSpace(value), comment})
			open = comment != ""
		case open && strings.HasPrefix(line, " ") && strings.HasPrefix(code, "#"):
			keys[len(keys)-1].text += " " + strings.TrimPrefix(code, "# ")
		default:
			open = false
		}
	}
	return keys
}

// TestManualHasEveryKey compares fika.toml(5) with the keys that the configuration
// lists when it rejects an unknown key, in both directions.
func TestManualHasEveryKey(t *testing.T) {
	documented := map[string][]string{}
	for _, k := range configKeys(t) {
		if !slices.Contains(documented[k.section], k.name) {
			documented[k.section] = append(documented[k.section], k.name)
		}
	}
	order := cmpopts.SortSlices(func(a, b string) bool { return a < b })
	for section, keys := range documented {
		if section == "[sites]" {
			continue // its keys are the user's own
		}
		text := section + "\nno_such_key_anywhere = 1\n"
		if strings.HasPrefix(section, "[goal.") {
			text = "[[goal]]\n" + text
		}
		_, err := config.Parse("fika.toml", []byte(text))
		var faults config.Faults
		if !errors.As(err, &faults) {
			t.Fatalf("%s: %v", section, err)
		}
		i := slices.IndexFunc(faults, func(f config.Fault) bool { return strings.HasSuffix(f.Key, ".no_such_key_anywhere") })
		if i < 0 {
			t.Errorf("%s is no section of a configuration: %v", section, err)
			continue
		}
		if diff := cmp.Diff(faults[i].Allowed, keys, order); diff != "" {
			t.Errorf("%s: known (-) and documented (+):\n%s", section, diff)
		}
	}
	for _, section := range []string{"me", "holidays", "sites", "calendar", "people", "person", "rhythm", "trust", "guards", "invite", "daemon", "goal"} {
		if documented["["+section+"]"] == nil && documented["[["+section+"]]"] == nil {
			t.Errorf("section %s is not documented", section)
		}
	}
}

// TestManualSaysWhatEveryKeyIs checks that each key has a description, not just a
// name and an example.
func TestManualSaysWhatEveryKeyIs(t *testing.T) {
	said, keys := map[string]bool{}, configKeys(t)
	for _, k := range keys {
		if strings.Count(k.text, " ") > 0 {
			said[k.section+" "+k.name] = true
		}
	}
	for _, k := range keys {
		if !said[k.section+" "+k.name] {
			t.Errorf("%s: nothing says what %s is", k.section, k.name)
			said[k.section+" "+k.name] = true
		}
	}
}

// configKeys returns the keys of the example, and those it leaves out.
func configKeys(t *testing.T) []key {
	t.Helper()
	beside, err := os.ReadFile("../../docs/man/beside.toml")
	if err != nil {
		t.Fatal(err)
	}
	return append(commented(configExample(t)), commented(string(beside))...)
}

func configExample(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../config/fika.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// configManual returns fika.toml(5).
func configManual(t *testing.T) string {
	m := &manual{}
	m.begin("fika.toml", 5, "whom to meet, how often, and how freely fika may act")
	m.section("DESCRIPTION")
	m.text("The configuration of fika(1), in TOML. \"fika init\" writes one, \"fika config check\" says everything that is\n" +
		"wrong with it at its line, \"fika config show\" prints it with every default filled in. A running fika reads it\n" +
		"again when it changes; one that has faults is not used, and nothing is sent until it is fixed.\n\n" +
		"Of this file only topic, offer, because, your name, department and signature, and the texts of [invite] may ever reach another person. It names files that\n" +
		"hold secrets and holds none.\n\n" +
		"Each key is shown with an example.\n")
	keys := configKeys(t)
	var sections []string
	for _, k := range keys {
		if !slices.Contains(sections, k.section) {
			sections = append(sections, k.section)
		}
	}
	for _, section := range sections {
		m.section(section)
		for i, k := range keys {
			same := func(had key) bool {
				return had.section == section && had.name == k.name && (k.text == "" || had.text == k.text)
			}
			worded := func(other key) bool {
				return k.text == "" && other.section == section && other.name == k.name && other.text != ""
			}
			if k.section == section && !slices.ContainsFunc(keys[:i], same) && !slices.ContainsFunc(keys, worded) {
				m.item(k.line, k.text)
			}
		}
	}
	m.section("KEYS WITHOUT EFFECT")
	m.text("Fika accepts these keys, and \"fika config check\" warns about them, because a later version will use them.\n")
	for _, u := range config.UnusedKeys() {
		m.item(u.Key, u.Why)
	}
	m.text("\nKind caldav in [[calendar]], with its keys user and password_file, is also for a later version. A file that uses it\n" +
		"has a fault, because fika must not plan without one of your calendars.\n")
	m.section("EXAMPLE")
	m.literal(configExample(t))
	m.section("SEE ALSO")
	m.WriteString(".BR fika (1)\n")
	return m.String()
}
