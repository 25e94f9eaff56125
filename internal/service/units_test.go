package service

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPackagedPlace says that for the program where the packages install it,
// "fika service install" writes what the packages install.
func TestPackagedPlace(t *testing.T) {
	if systemUnit(Program) != read(t, "units/system/fika.service") {
		t.Error("the system unit differs from the packages'")
	}
	if userUnit(Program, nil) != read(t, "units/user/fika.service") {
		t.Error("the user unit differs from the packages'")
	}
}

func TestAnotherPlace(t *testing.T) {
	text := userUnit(`/home/maya/my bin/100%/fika`, []string{"--config", `/home/maya/a "b" $c.toml`})
	for _, want := range []string{
		"\nExecStart=\"/home/maya/my bin/100%%/fika\" --config \"/home/maya/a \\\"b\\\" $$c.toml\" run\n",
		"\nExecReload=\"/home/maya/my bin/100%%/fika\" --config \"/home/maya/a \\\"b\\\" $$c.toml\" reload --wait\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nlacks %s", text, want)
		}
	}
	if text := systemUnit("/usr/local/bin/fika"); strings.Contains(text, Program) ||
		!strings.Contains(text, "\nExecPaths=/usr/local/bin/fika\n") {
		t.Errorf("another program cannot be run by its own unit:\n%s", text)
	}
}

func TestAgent(t *testing.T) {
	text := agent("/Users/maya/bin/fika", []string{"--config", "/Users/maya/a & b.toml"}, "/Users/maya/Library/Logs/fika.log")
	var texts []string
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := token.(xml.CharData); ok {
			if s := strings.TrimSpace(string(data)); s != "" {
				texts = append(texts, s)
			}
		}
	}
	got := strings.Join(texts, "|")
	for _, want := range []string{
		"ProgramArguments|/Users/maya/bin/fika|--config|/Users/maya/a & b.toml|run|RunAtLoad",
		"StandardErrorPath|/Users/maya/Library/Logs/fika.log",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
}

// TestExposure limits the score of the units in "systemd-analyze security", from 0 for a
// service that can do nothing to 10. The score only looks at the directives; the proof is
// scripts/test-systemd.
func TestExposure(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("skipped: systemd-analyze is not here, so nobody scores the units")
	}
	for _, c := range []struct{ name, text, threshold string }{
		{"system", systemUnit(Program), "15"}, // a tenth of a point each
		{"user", userUnit(Program, nil), "65"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "fika.service")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), analyze, "security", "--offline=true", "--no-pager", "--threshold="+c.threshold, path).CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			if strings.Contains(string(out), "Unknown key") || strings.Contains(string(out), "ignoring") {
				t.Errorf("a directive is not understood:\n%s", out)
			}
		})
	}
}

// TestPurge checks what a purge leaves: every file of the user, and the account that owns
// them.
func TestPurge(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("skipped: there is no sh, so nobody can run the script of the packages")
	}
	const etc, state = "etc/fika", "var/lib/fika"
	for _, c := range []struct {
		name, verb string
		folders    []string
		file       string // in one of them
		left       []string
		account    bool // stays
	}{
		{name: "nothing of it is left", verb: "purge", folders: []string{etc, state}},
		{name: "it never ran", verb: "purge", folders: []string{etc}},
		{name: "a configuration", verb: "purge", folders: []string{etc, state}, file: etc + "/fika.toml", left: []string{etc}, account: true},
		{name: "a state", verb: "purge", folders: []string{etc, state}, file: state + "/fika.db", left: []string{state}, account: true},
		{name: "removed, not purged", verb: "remove", folders: []string{etc}, left: []string{etc}, account: true},
		{name: "the last rpm", verb: "0", folders: []string{etc}, left: []string{etc}, account: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, bin := t.TempDir(), t.TempDir()
			for _, dir := range c.folders {
				if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if c.file != "" {
				if err := os.WriteFile(filepath.Join(root, c.file), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, tool := range []string{"userdel", "groupdel", "getent", "systemctl"} {
				if err := os.WriteFile(filepath.Join(bin, tool), []byte("#!/bin/sh\necho $0 >>"+bin+"/asked\n"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.CommandContext(t.Context(), sh, "../../packaging/postremove.sh", c.verb)
			cmd.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "DPKG_ROOT=" + root}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, dir := range []string{etc, state} {
				if _, err := os.Stat(filepath.Join(root, dir)); (err == nil) != slices.Contains(c.left, dir) {
					t.Errorf("%s: %v, want left %v", dir, err, c.left)
				}
			}
			asked, err := os.ReadFile(filepath.Join(bin, "asked"))
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			if gone := strings.Contains(string(asked), "userdel"); gone == c.account {
				t.Errorf("the account is removed: %v\n%s", gone, asked)
			}
		})
	}
}

// TestDocumentsAreShipped checks that every page named in a message exists, and that the
// packages have it at that path.
func TestDocumentsAreShipped(t *testing.T) {
	for file, line := range map[string]string{
		"../../packaging/nfpm.yaml": "{src: docs/*.md, dst: /usr/share/doc/fika/docs/",
		"../../scripts/package":     `cp docs/*.md docs/*.svg "$work/share/docs"`,
	} {
		if !strings.Contains(read(t, file), line) {
			t.Errorf("%s does not ship the documents", file)
		}
	}
	page, named := regexp.MustCompile(`docs/[\w-]+\.md`), 0
	for _, pattern := range []string{"../../cmd/fika/*.go", "../../calendar/google/*.go", "../../daemon/*.go", "../../config/*.go", "../../internal/diagnosis/*.go", "../../internal/app/*.go", "../../README.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, name := range page.FindAllString(read(t, file), -1) {
				named++
				if _, err := os.Stat(filepath.Join("../..", name)); err != nil {
					t.Errorf("%s names a page that is not there: %v", file, err)
				}
			}
		}
	}
	if named < 5 {
		t.Errorf("only %d pages are named", named)
	}
}
