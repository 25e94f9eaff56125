package app

import (
	"strings"
	"testing"

	"fika/config"
	"fika/internal/api"
)

// TestKindsAreWhole checks that each kind of calendar has everything that callers rely
// on.
func TestKindsAreWhole(t *testing.T) {
	for name, k := range kinds() {
		if k.open == nil || k.key == "" {
			t.Errorf("%s: it cannot be opened, or a fault of that has no place", name)
		}
		if (k.login == nil) != (k.logout == nil) {
			t.Errorf("%s: only one of login and logout", name)
		}
		if _, err := kindOf(config.Calendar{Name: "work", Kind: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := kindOf(config.Calendar{Name: "work", Kind: "stone"}); err == nil || Explain(err).Code != api.CodeConfigInvalid {
		t.Errorf("a kind that there is not: %v", err)
	}
}

// TestWhoSignsIn checks which calendar a sign-in is for: the named one, or the only one
// of a kind with a sign-in.
func TestWhoSignsIn(t *testing.T) {
	google := func(name string) string {
		return "\n[[calendar]]\nname = \"" + name + "\"\nkind = \"google\"\nclient_secret_file = \"secret.json\"\n"
	}
	for name, c := range map[string]struct {
		calendars []string
		named     string
		want      string
		code      api.Code
		text      string
	}{
		"the only one":    {[]string{"far"}, "", "far", "", ""},
		"by its name":     {[]string{"far", "farther"}, "FARTHER", "farther", "", ""},
		"none":            {nil, "", "", api.CodeNoGoogle, `of kind "google"`},
		"one of two":      {[]string{"far", "farther"}, "", "", api.CodeUsage, "which one? There is far, farther"},
		"one that is not": {[]string{"far"}, "near", "", api.CodeUsage, `no google calendar is called "near"; there is far`},
		"one without one": {[]string{"far"}, "work", "", api.CodeUsage, `no google calendar is called "work"; there is far`},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.edit(func(text string) string {
				for _, name := range c.calendars {
					text += google(name)
				}
				return text
			})
			_, cal, err := signingIn(h.o.Paths, c.named)
			if c.code == "" {
				if err != nil || cal.Name != c.want {
					t.Errorf("%q, %v", cal.Name, err)
				}
				return
			}
			if f := Explain(err); err == nil || f.Code != c.code || !strings.Contains(f.Text, c.text) {
				t.Errorf("%v; want %s: %s", err, c.code, c.text)
			}
		})
	}
}
