package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
)

// demoPages are the pages of the habit that users of the demo look at, with what they
// type. coffee stands for the next coffee. Those with a picture are in the README.
var demoPages = []struct {
	name    string
	args    []string
	picture bool
}{
	{"today", []string{"today"}, true},
	{"today-other", []string{"today", "--other"}, false},
	{"brief", []string{"brief", "coffee"}, true},
	{"topics", []string{"topics"}, false},
	{"notes", []string{"notes", "--topic", "pricing"}, false},
	{"mirror", []string{"mirror"}, true},
	{"week", []string{"week"}, false},
	{"quarter", []string{"quarter"}, false},
}

// TestDemoPages lives the four weeks of the demo before Tuesday 1 December 2026 and
// compares what fika then prints with testdata/demo, and the pictures in docs with it.
// make picture writes both anew: read what changed.
func TestDemoPages(t *testing.T) {
	now := time.Date(2026, 12, 1, 7, 45, 0, 0, time.UTC)
	dir := filepath.Join(t.TempDir(), "tallbark")
	fika := func(args ...string) string {
		var out, talk bytes.Buffer
		a := &cli{stdin: strings.NewReader(""), stdout: &out, stderr: &talk, now: func() time.Time { return now },
			getenv: func(string) string { return "" }, program: "fika"}
		if code := a.run(t.Context(), args); code != api.ExitDone {
			t.Fatalf("%v ends with %d: %s", args, code, talk.String())
		}
		return out.String()
	}
	fika("demo", "--dir", dir, "--json")
	at := func(args ...string) []string {
		return append([]string{"--config", filepath.Join(dir, "fika.toml"), "--state", filepath.Join(dir, "state")}, args...)
	}
	var doc api.Bookings
	if err := json.Unmarshal([]byte(fika(at("bookings", "--all", "--json")...)), &doc); err != nil {
		t.Fatal(err)
	}
	next, steady := "", strings.NewReplacer(steadyIDs(doc.Bookings)...)
	for _, b := range doc.Bookings {
		if next == "" && b.State == api.StateBooked && b.Start.After(now) {
			next = b.ID
		}
	}
	for _, page := range demoPages {
		typed := strings.Join(page.args, " ")
		args := at(page.args...)
		if args[len(args)-1] == "coffee" {
			args[len(args)-1] = next
			typed = strings.Replace(typed, "coffee", next, 1)
		}
		text := steady.Replace("$ fika " + typed + "\n" + fika(args...))
		compareFile(t, "testdata/demo/"+page.name+".txt", text)
		if page.picture {
			compareFile(t, "../../docs/"+page.name+".svg", draw(text))
		}
	}
}

// steadyIDs returns pairs of the random IDs of coffees and IDs of the same length that are
// the same in every run, in the order of their starts.
func steadyIDs(list []api.Booking) (pairs []string) {
	for i, b := range list {
		pairs = append(pairs, b.ID, "k7q2"+string(rune('a'+i/26))+string(rune('a'+i%26)))
	}
	return pairs
}

// compareFile compares text with a file, which -update writes.
func compareFile(t *testing.T, path, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	had, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(had), text); diff != "" {
		t.Errorf("%s is stale (-file +now); make picture writes it anew:\n%s", path, diff)
	}
}
