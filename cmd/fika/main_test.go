package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fika/internal/store"
	"fika/internal/terminal"
)

// TestMain lets scripts run this binary as fika, with the clock set by FIKA_TEST_NOW.
// The program itself has no such variable.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"fika": func() {
		a := &cli{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, getenv: os.Getenv, program: os.Args[0]}
		if text := os.Getenv("FIKA_TEST_NOW"); text != "" {
			now, err := time.Parse(time.RFC3339, text)
			if err != nil {
				panic(err)
			}
			a.now = func() time.Time { return now }
		}
		os.Exit(a.main(os.Args[1:]))
	}})
}

// TestScripts runs testdata/script, each in a copy of testdata/workspace on Monday
// 2 March 2026, nine o'clock in Stockholm.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			home := env.WorkDir + "/home"
			env.Setenv("HOME", home)
			env.Setenv("TZ", "Europe/Stockholm")
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("FIKA_CONFIG", env.WorkDir+"/fika.toml")
			env.Setenv("FIKA_STATE_DIR", env.WorkDir+"/state")
			env.Setenv("FIKA_TEST_NOW", "2026-03-02T08:00:00Z")
			for name, dir := range map[string]string{"CALENDARS": "calendars", "PEOPLE": "people"} { // of other programs, as they write them
				path, err := filepath.Abs("testdata/" + dir)
				if err != nil {
					return err
				}
				env.Setenv(name, path)
			}
			return errors.Join(os.Mkdir(home, 0o700), os.CopyFS(env.WorkDir, os.DirFS("testdata/workspace")))
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":     exits,
			"document":  isDocument,
			"complaint": complaint,
			"capture":   capture,
			"narrow":    narrow,
			"newer":     newer,
			"lock":      lock,
		},
	})
}

// exits CODE ARG... runs fika and checks its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec("fika", args[1:]...)
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// isDocument SCHEMA checks that the last stdout was one JSON document of that
// schema.
func isDocument(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: document SCHEMA")
	}
	var doc struct {
		Schema string `json:"schema"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &doc))
	if doc.Schema != args[0] {
		ts.Fatalf("schema %q, want %q", doc.Schema, args[0])
	}
}

// complaint CODE EXIT checks the error document on the last line of stderr.
func complaint(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: complaint CODE EXIT")
	}
	text := strings.TrimSuffix(ts.ReadFile("stderr"), "\n")
	var doc struct {
		Error struct {
			Code, Message, Hint *string
			Exit                int
		} `json:"error"`
	}
	ts.Check(json.Unmarshal([]byte(text[strings.LastIndexByte(text, '\n')+1:]), &doc))
	e := doc.Error
	if e.Code == nil || e.Message == nil || e.Hint == nil || *e.Message == "" {
		ts.Fatalf("incomplete: %s", text)
	}
	if got, want := fmt.Sprint(*e.Code, e.Exit), args[0]+args[1]; got != want {
		ts.Fatalf("code and exit are %s, want %s", got, want)
	}
}

// capture NAME PATTERN sets the variable to the pattern's group in the last stdout.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture NAME PATTERN")
	}
	found := regexp.MustCompile("(?m)" + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("no match for %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// narrow checks that no line of the last stdout is wider than a page.
func narrow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: narrow")
	}
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > terminal.Width {
			ts.Fatalf("%d columns: %s", n, line)
		}
	}
}

// newer DIR marks the store in DIR as one of a newer fika.
func newer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: newer DIR")
	}
	db, err := sql.Open("sqlite", filepath.Join(ts.MkAbs(args[0]), "fika.db"))
	ts.Check(err)
	_, err = db.Exec("PRAGMA user_version = 9999")
	ts.Check(errors.Join(err, db.Close()))
}

// lock DIR holds the lock of the store in DIR until the script ends.
func lock(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lock DIR")
	}
	st, err := store.Open(context.Background(), ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { st.Close() })
}
