package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fika/config"
)

// TestDraft edits a configuration through a link.
func TestDraft(t *testing.T) {
	whole := string(config.Template(config.Answers{Name: "Maya", Email: "maya@example.com", Zone: "Europe/Stockholm", CalendarPath: "/calendar", Domains: []string{"example.com"}}))
	for _, c := range []struct {
		name    string
		edit    string
		meant   string // what another program writes in the meantime; "" for nothing
		changed bool
		faults  bool
		err     error // of the replacement
	}{
		{name: "nothing is different", edit: whole},
		{name: "a fault", edit: whole + "[[goal]]\nweight = \"much\"\n", changed: true, faults: true},
		{name: "overtaken", edit: strings.ReplaceAll(whole, "maya@", "bo@"), meant: whole + "# mine\n", changed: true, err: config.ErrChangedMeanwhile},
		{name: "a sound edit", edit: strings.ReplaceAll(whole, "maya@", "bo@"), changed: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			file, link := filepath.Join(dir, "real.toml"), filepath.Join(dir, "link.toml")
			if err := errors.Join(os.WriteFile(file, []byte(whole), 0o640), os.Symlink(file, link)); err != nil {
				t.Fatal(err)
			}
			d, err := config.NewDraft(link, []byte(whole))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(d.Path, []byte(c.edit), 0o600); err != nil {
				t.Fatal(err)
			}
			changed, err := d.Check()
			var faults config.Faults
			if changed != c.changed || errors.As(err, &faults) != c.faults || err != nil && !c.faults {
				t.Fatalf("changed %v, %v", changed, err)
			}
			if stays := d.Discard(); stays != c.changed {
				t.Errorf("the edit stays: %v", stays)
			}
			if !c.changed || c.faults {
				return
			}
			want := c.edit
			if c.meant != "" {
				want = c.meant
				if err := os.WriteFile(file, []byte(c.meant), 0o640); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Replace(); !errors.Is(err, c.err) {
				t.Errorf("replaced: %v", err)
			}
			got, err := os.ReadFile(link)
			if err != nil || string(got) != want {
				t.Errorf("%v: the file says\n%s", err, got)
			}
			info, err := os.Lstat(file)
			if err != nil || info.Mode() != 0o640 {
				t.Errorf("%v, %v", info.Mode(), err)
			}
		})
	}
}
