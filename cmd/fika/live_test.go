package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fika/internal/api"
)

// TestReloadCommand checks that fika reload returns the decision about the file,
// whether the file had settled or not.
func TestReloadCommand(t *testing.T) {
	o := startInProcess(t)
	whole := ""
	o.edit(func(text string) string {
		whole = text
		return strings.Replace(text, "meetings = 2", "meetings = 5", 1)
	})
	if code, out, talk := o.fika("reload"); code != api.ExitDone || !strings.Contains(out, "In force:\n  goal field: 2 to 5 a quarter") {
		t.Errorf("sound: exit %d, %s%s", code, out, talk)
	}
	o.edit(func(string) string { return "[me" })
	if code, _, talk := o.fika("reload"); code != api.ExitConfig || !strings.Contains(talk, "fika.toml:1") {
		t.Errorf("broken: exit %d, %s", code, talk)
	}
	o.edit(func(string) string { return whole[:strings.LastIndex(whole, "[[goal]]")] })
	if code, out, _ := o.fika("reload", "--json"); code != api.ExitAttention || !strings.Contains(out, `"verdict": "shrunk"`) {
		t.Errorf("shrunk: exit %d, %s", code, out)
	}
	if code, out, _ := o.fika("config", "diff"); code != api.ExitAttention || !strings.Contains(out, "goal circle is gone") {
		t.Errorf("diff: exit %d, %s", code, out)
	}
	if got := o.holds(); got != "config_shrunk" {
		t.Errorf("shrunk: holds %q", got)
	}
	if code, out, _ := o.fika("config", "accept"); code != api.ExitDone || !strings.Contains(out, "goal circle is gone") {
		t.Errorf("accept: exit %d, %s", code, out)
	}
	if got := o.holds(); got != "" {
		t.Errorf("accepted: holds %q", got)
	}
	if err := os.Chmod(filepath.Join(o.dir, "fika.toml"), 0o606); err != nil {
		t.Fatal(err)
	}
	if code, _, talk := o.fika("reload"); code != api.ExitUnsafe {
		t.Errorf("unsafe: exit %d, %s", code, talk)
	}
	if got := o.holds(); got != "config_invalid" {
		t.Errorf("unsafe: holds %q", got)
	}
}
