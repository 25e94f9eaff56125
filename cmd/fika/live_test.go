package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReload breaks the configuration under a running fika and mends it.
func TestReload(t *testing.T) {
	o := begin(t)
	good := ""
	o.configure(func(text string) string { good = text; return text + "\n[[goal]\n" })
	o.hear("fika.toml")
	if got := o.holds(); got != "config_invalid" {
		t.Errorf("broken: holds %q", got)
	}
	if code, out, _ := o.fika("goals"); code != exitDone || !strings.Contains(out, "field") {
		t.Errorf("the last good configuration is gone: exit %d\n%s", code, out)
	}

	o.configure(func(string) string { return strings.Replace(good, `"field"`, `"sales"`, 1) })
	o.hear("read again")
	if _, out, _ := o.fika("goals"); !strings.Contains(out, "sales") {
		t.Errorf("a new goal is not in force:\n%s", out)
	}
	if got := o.holds(); got != "" {
		t.Errorf("mended: holds %q", got)
	}

	if err := os.Mkdir(filepath.Join(o.dir, "second"), 0o700); err != nil {
		t.Fatal(err)
	}
	o.configure(func(text string) string {
		return text + "\n[[calendar]]\nname = \"second\"\nkind = \"vdir\"\npath = \"second\"\n"
	})
	o.hear("2 calendars")
	if _, out, _ := o.fika("status"); !strings.Contains(out, "second (vdir)") {
		t.Errorf("a new calendar is not read:\n%s", out)
	}
}

// TestChangeIsSeen writes the configuration and tells nobody.
func TestChangeIsSeen(t *testing.T) {
	o := begin(t)
	o.edit(func(text string) string { return strings.Replace(text, "meetings = 2", "meetings = 5", 1) })
	o.hear("goal field: 2 to 5 a quarter")
	if got := o.holds(); got != "" {
		t.Errorf("holds %q", got)
	}
}

// TestHalfSaved is fault F33: an editor that pauses in the middle of saving
// leaves a valid, smaller file. It is not believed.
func TestHalfSaved(t *testing.T) {
	o := begin(t)
	whole := ""
	o.edit(func(text string) string {
		whole = text
		return text[:strings.LastIndex(text, "[[goal]]")]
	})
	o.hear("not believed: goal circle is gone")
	if got := o.holds(); got != "config_shrunk" {
		t.Errorf("half saved: holds %q", got)
	}
	if _, out, _ := o.fika("goals"); !strings.Contains(out, "circle") {
		t.Errorf("the goal is gone:\n%s", out)
	}
	o.edit(func(string) string { return whole })
	o.hear("read again: nothing that counts changed")
	if got := o.holds(); got != "" {
		t.Errorf("saved: holds %q", got)
	}
}

// TestReloadCommand asks for the verdict on the file: it is there when the
// command ends, whether the file had settled or not.
func TestReloadCommand(t *testing.T) {
	o := begin(t)
	whole := ""
	o.edit(func(text string) string {
		whole = text
		return strings.Replace(text, "meetings = 2", "meetings = 5", 1)
	})
	if code, out, talk := o.fika("reload"); code != exitDone || !strings.Contains(out, "In force:\n  goal field: 2 to 5 a quarter") {
		t.Errorf("sound: exit %d, %s%s", code, out, talk)
	}
	o.edit(func(string) string { return "[me" })
	if code, _, talk := o.fika("reload"); code != exitConfig || !strings.Contains(talk, "fika.toml:1") {
		t.Errorf("broken: exit %d, %s", code, talk)
	}
	o.edit(func(string) string { return whole[:strings.LastIndex(whole, "[[goal]]")] })
	if code, out, _ := o.fika("reload", "--json"); code != exitAttention || !strings.Contains(out, `"verdict": "shrunk"`) {
		t.Errorf("shrunk: exit %d, %s", code, out)
	}
	if code, out, _ := o.fika("config", "diff"); code != exitAttention || !strings.Contains(out, "goal circle is gone") {
		t.Errorf("diff: exit %d, %s", code, out)
	}
	if got := o.holds(); got != "config_shrunk" {
		t.Errorf("shrunk: holds %q", got)
	}
	if code, out, _ := o.fika("config", "accept"); code != exitDone || !strings.Contains(out, "goal circle is gone") {
		t.Errorf("accept: exit %d, %s", code, out)
	}
	if got := o.holds(); got != "" {
		t.Errorf("accepted: holds %q", got)
	}
	if err := os.Chmod(filepath.Join(o.dir, "fika.toml"), 0o606); err != nil {
		t.Fatal(err)
	}
	if code, _, talk := o.fika("reload"); code != exitUnsafe {
		t.Errorf("unsafe: exit %d, %s", code, talk)
	}
	if got := o.holds(); got != "config_invalid" {
		t.Errorf("unsafe: holds %q", got)
	}
}

// TestReloadWithOtherCalendars needs a new generation; the answer comes anyway.
func TestReloadWithOtherCalendars(t *testing.T) {
	o := begin(t)
	if err := os.Mkdir(filepath.Join(o.dir, "second"), 0o700); err != nil {
		t.Fatal(err)
	}
	o.edit(func(text string) string {
		return text + "\n[[calendar]]\nname = \"second\"\nkind = \"vdir\"\npath = \"second\"\n"
	})
	if code, out, talk := o.fika("reload"); code != exitDone || !strings.Contains(out, "calendar second is new") {
		t.Errorf("exit %d, %s%s", code, out, talk)
	}
	o.hear("2 calendars")
}

// TestReloadToUnknownCalendar keeps the last good configuration where the new
// one is sound and this fika cannot work after it.
func TestReloadToUnknownCalendar(t *testing.T) {
	o := begin(t)
	o.edit(func(text string) string {
		return text + "\n[[calendar]]\nname = \"far\"\nkind = \"caldav\"\nendpoint = \"https://127.0.0.1/dav\"\nuser = \"maya\"\npassword_file = \"secret\"\n"
	})
	if code, _, talk := o.fika("reload"); code != exitConfig || !strings.Contains(talk, `cannot read calendars of kind "caldav"`) {
		t.Errorf("exit %d, %s", code, talk)
	}
	if got := o.holds(); got != "config_invalid" {
		t.Errorf("holds %q", got)
	}
}
