package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMessagesAreShort gives fika files with very long texts, which no message may
// repeat.
func TestMessagesAreShort(t *testing.T) {
	const path = "testdata/workspace/fika.toml"
	config, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	words, word := strings.Repeat("Ärende ", 20_000), strings.Repeat("k", 100_000)
	ics := "BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:a\rSUMMARY:" + words + "\rDTSTART:soon\rEND:VEVENT\rBEGIN:" + word + "\rEND:VCALENDAR\r"
	for name, c := range map[string]struct {
		file, before, after, rest string // of the configuration, or a whole other file
		args                      []string
	}{
		"a key":           {before: "[rhythm]", after: "[rhythm]\n" + word + " = 1"},
		"a key twice":     {before: "[rhythm]", after: "[x." + word + "]\na = 1\n[x." + word + "]\na = 1\n[rhythm]"},
		"no value":        {before: "per_day  = 1", after: "per_day = " + word},
		"a word":          {before: "per_day  = 1", after: `per_day = "` + words + `"`},
		"a duration":      {before: `"2d"`, after: `"` + words + `"`},
		"a zone":          {before: "Europe/Stockholm", after: "Europe/" + word},
		"a theme":         {before: "sales_wins", after: word},
		"an address":      {before: "maya@example.com", after: word + "@" + word},
		"hours":           {before: "mon-fri 09:00-17:00", after: words},
		"a template":      {before: "{{.Me.FirstName}}", after: "{{." + word + "}}"},
		"an id":           {before: `id    = "field"`, after: `id = "` + words + `"`},
		"a kind":          {before: `"vdir"`, after: `"` + word + `"`},
		"a person":        {before: "[trust]", after: "[[person]]\nemail = \"" + word + "\"\n[trust]"},
		"rows":            {file: "people.csv", rest: "name,email," + word + "\n" + words + ",ana@example.com\nx," + word + "@b,1\n\"" + words},
		"a header":        {file: "people.csv", rest: words + "\n"},
		"a calendar":      {file: "calendars/work/a.ics", rest: ics, args: []string{"events", "--from", "2026-03-01", "--to", "2026-04-01"}},
		"half a calendar": {file: "calendars/work/a.ics", rest: strings.ReplaceAll(ics, "END:VCALENDAR\r", ""), args: []string{"plan"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("testdata/workspace")); err != nil {
				t.Fatal(err)
			}
			text := string(config)
			if c.file != "" {
				if err := os.WriteFile(filepath.Join(dir, c.file), []byte(c.rest), 0o600); err != nil {
					t.Fatal(err)
				}
			} else if text = strings.Replace(text, c.before, c.after, 1); text == string(config) {
				t.Fatalf("%q is not in %s", c.before, path)
			}
			at := filepath.Join(dir, "fika.toml")
			if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			args := c.args
			if args == nil {
				args = []string{"config", "check"}
			}
			var out, talk bytes.Buffer
			a := &cli{stdin: strings.NewReader(""), stdout: &out, stderr: &talk, getenv: func(string) string { return "" },
				now: func() time.Time { return time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC) }}
			a.run(t.Context(), append(args, "--config", at, "--state", filepath.Join(dir, "state")))
			answer := out.String() + talk.String()
			if len(answer) == 0 || len(answer) > 4000 {
				t.Errorf("%d bytes are said: %.2000s", len(answer), answer)
			}
			for _, long := range []string{words[:1200], word[:300]} {
				if strings.Contains(answer, long) {
					t.Errorf("the text is repeated: %.2000s", answer)
				}
			}
		})
	}
}
