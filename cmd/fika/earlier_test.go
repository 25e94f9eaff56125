package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/config"
	"fika/internal/api"
)

// earlierWorkspace is a copy of testdata/earlier: the files left by the program of 25
// November 2026 (commit 048d323) on Thursday, 5 March 2026, with one coffee met, two
// invited, one skipped, two expired, and two guards. The folder "output" has that
// program's output with --json.
type earlierWorkspace struct {
	t   *testing.T
	dir string
	now time.Time
}

func openEarlier(t *testing.T) *earlierWorkspace {
	t.Helper()
	e := &earlierWorkspace{t, t.TempDir(), time.Date(2026, 3, 5, 8, 30, 0, 0, time.UTC)}
	if err := os.CopyFS(e.dir, os.DirFS("testdata/earlier")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(e.dir, "state"), 0o700); err != nil {
		t.Fatal(err)
	}
	return e
}

// fika runs one command and returns its output.
func (e *earlierWorkspace) fika(args ...string) string {
	e.t.Helper()
	var out, talk bytes.Buffer
	a := &cli{stdin: strings.NewReader(""), stdout: &out, stderr: &talk, now: func() time.Time { return e.now }, getenv: func(name string) string {
		return map[string]string{"FIKA_CONFIG": filepath.Join(e.dir, "fika.toml"), "FIKA_STATE_DIR": filepath.Join(e.dir, "state")}[name]
	}}
	if exit := a.run(e.t.Context(), args); exit != api.ExitDone && exit != api.ExitAttention {
		e.t.Fatalf("fika %s: exit %d, %s", strings.Join(args, " "), exit, talk.String())
	}
	return out.String()
}

// TestEarlierState continues from these files: what was stored still counts, and fika
// still recognizes its own events.
func TestEarlierState(t *testing.T) {
	e := openEarlier(t)
	for _, name := range []string{"bookings --all", "log"} {
		var was, is struct{ Bookings, Entries []map[string]any }
		decode(t, e.oldOutput(name), &was)
		decode(t, e.fika(append(strings.Fields(name), "--json")...), &is)
		for i, b := range was.Bookings {
			for key, value := range b {
				if key != "history" && !cmp.Equal(value, is.Bookings[i][key]) {
					t.Errorf("booking %v: %s is %v, was %v", b["id"], key, is.Bookings[i][key], value)
				}
			}
		}
		for i, entry := range was.Entries {
			want := maps.Clone(entry)
			maps.Copy(want, fieldsOf[entry["text"]])
			for key, value := range want {
				if !cmp.Equal(value, is.Entries[i][key]) {
					t.Errorf("log entry %v: %s is %v, was %v", entry["id"], key, is.Entries[i][key], value)
				}
			}
		}
	}
	for _, sentence := range []string{"you said yes to Cy Young (", "you skipped Fay Falk (", "Cy Young said yes (", "guard Dee Dahl: never, by you",
		"guard eli@example.com: rests until 1 June 2026, by you", "coffee with Dee Dahl expired (", ": you said never to invite Dee"} {
		if out := e.fika("log", "--last", "0"); !strings.Contains(strings.Join(strings.Fields(out), " "), sentence) {
			t.Errorf("the log does not say %q:\n%s", sentence, out)
		}
	}
	if out := e.fika("people"); !strings.Contains(out, "rests until Mon 1 Jun") || !strings.Contains(out, "never") {
		t.Errorf("the guards are gone:\n%s", out)
	}
	before := e.events()
	e.fika("run", "--once")
	if diff := cmp.Diff(before, e.events()); diff != "" {
		t.Errorf("the first pass changed the calendar:\n%s", diff)
	}
	e.fika("cancel", "t5lp6p", "--yes")
	e.fika("run", "--once")
	if after := e.events(); len(after) != len(before)-1 {
		t.Errorf("after cancelling a coffee the calendar has %d files, want %d", len(after), len(before)-1)
	}
}

// fieldsOf are the fields that correspond to texts of the old log.
var fieldsOf = map[any]map[string]any{
	"by you":                  {"by": "user"},
	"answer: yes":             {"by": "guest", "reply": "ACCEPTED"},
	"never, by you":           {"by": "user", "note": "never"},
	"rests until 1 June 2026": {"by": "user", "note": "rests until 1 June 2026", "text": "rests until 1 June 2026, by you"},
}

// TestEarlierDocuments runs the same commands: every field still exists with the same
// kind of value. Fields are only added.
func TestEarlierDocuments(t *testing.T) {
	e := openEarlier(t)
	files, err := filepath.Glob("testdata/earlier/output/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d documents: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(file), ".json"), "_", " ")
		t.Run(name, func(t *testing.T) {
			var was, is any
			decode(t, e.oldOutput(name), &was)
			decode(t, e.fika(append(strings.Fields(name), "--json")...), &is)
			have := map[string]bool{}
			shape("", is, have)
			lost := map[string]bool{}
			shape("", was, lost)
			for field := range lost {
				// An act without a question has none of these; the test of the schemas has them.
				optional := strings.HasPrefix(field, ".act.questions") || strings.HasPrefix(field, ".act.command")
				if !have[field] && !optional {
					t.Errorf("%s is gone", field)
				}
			}
		})
	}
}

// shape records the path and the kind of each field of a document.
func shape(path string, value any, fields map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, one := range value {
			shape(path+"."+key, one, fields)
		}
	case []any:
		for _, one := range value {
			shape(path+"[]", one, fields)
		}
	default:
		fields[fmt.Sprintf("%s: %T", path, value)] = true
	}
}

// TestEarlierConfiguration reads the old commented example, which has every key of
// that version.
func TestEarlierConfiguration(t *testing.T) {
	text, err := os.ReadFile("testdata/earlier/example.toml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := config.Parse("fika.toml", text); err != nil {
		t.Error(err)
	}
}

// oldOutput returns the old program's output for the command.
func (e *earlierWorkspace) oldOutput(name string) string {
	e.t.Helper()
	text, err := os.ReadFile(filepath.Join(e.dir, "output", strings.ReplaceAll(name, " ", "_")+".json"))
	if err != nil {
		e.t.Fatal(err)
	}
	return string(text)
}

// events returns the names of the calendar's files.
func (e *earlierWorkspace) events() []string {
	e.t.Helper()
	files, err := filepath.Glob(filepath.Join(e.dir, "calendars/work/*.ics"))
	if err != nil {
		e.t.Fatal(err)
	}
	return files
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.NewDecoder(strings.NewReader(text)).Decode(into); err != nil && err != io.EOF {
		t.Fatalf("%v in %.200s", err, text)
	}
}
