package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fika/internal/api"
)

// TestF31BrokenAtTheStart starts with a file that broke since the last run, as on an
// automatic restart.
func TestF31BrokenAtTheStart(t *testing.T) {
	for name, spoil := range map[string]func(path, text string) error{
		"broken": func(path, text string) error { return os.WriteFile(path, []byte(text+"\n[[goal]\n"), 0o600) },
		"unknown": func(path, text string) error {
			return os.WriteFile(path, []byte(text+"\n[[calendar]]\nname = \"remote\"\nkind = \"caldav\"\nendpoint = \"https://127.0.0.1/dav\"\nuser = \"maya\"\npassword_file = \"secret\"\n"), 0o600)
		},
		"shared": func(path, _ string) error { return os.Chmod(path, 0o606) },
	} {
		t.Run(name, func(t *testing.T) {
			o := newInProcess(t)
			if code, _, talk := o.fika("run", "--once"); code != api.ExitDone {
				t.Fatalf("first run: exit %d, %s", code, talk)
			}
			path := filepath.Join(o.dir, "fika.toml")
			good, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := spoil(path, string(good)); err != nil {
				t.Fatal(err)
			}
			if code, _, talk := o.fika("run", "--once"); code != api.ExitConfig && code != api.ExitUnsafe {
				t.Errorf("once: exit %d, %s", code, talk)
			}
			o.startRun()
			if got := o.holds(); got != "config_invalid" {
				t.Errorf("holds %q", got)
			}
			if code, out, _ := o.fika("goals"); code != api.ExitDone || !strings.Contains(out, "field") {
				t.Errorf("the last good configuration is gone: exit %d\n%s", code, out)
			}
			if err := errors.Join(os.RemoveAll(path), os.WriteFile(path, good, 0o600)); err != nil {
				t.Fatal(err)
			}
			o.waitForLine("reread")
			if got := o.holds(); got != "" {
				t.Errorf("mended: holds %q", got)
			}
		})
	}
}

// TestF34Emptied empties the configuration, then removes it. Neither means that the user
// wants no goals.
func TestF34Emptied(t *testing.T) {
	o := startInProcess(t)
	path, good := filepath.Join(o.dir, "fika.toml"), ""
	for name, take := range map[string]func() error{
		"emptied": func() error { return os.Truncate(path, 0) },
		"deleted": func() error { return os.Remove(path) },
	} {
		o.edit(func(text string) string { good = text; return text })
		if err := take(); err != nil {
			t.Fatal(err)
		}
		o.waitForLine("error: ")
		if got := o.holds(); got != "config_invalid" {
			t.Errorf("%s: holds %q", name, got)
		}
		if _, out, _ := o.fika("goals"); !strings.Contains(out, "field") || !strings.Contains(out, "circle") {
			t.Errorf("%s: the goals are gone:\n%s", name, out)
		}
		if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
			t.Fatal(err)
		}
		o.waitForLine("reread: nothing relevant changed")
		if got := o.holds(); got != "" {
			t.Errorf("%s, and back: holds %q", name, got)
		}
	}
}
