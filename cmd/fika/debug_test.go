package main

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"fika/internal/api"
)

// bundled writes a bundle, reads its files, and checks for the canary.
func (d *desk) bundled(name string) map[string]string {
	d.t.Helper()
	_, talk, code := d.outcome("fika", "debug", "bundle", name)
	if code != api.ExitDone {
		d.t.Fatalf("%s: exit %d, %s", name, code, talk)
	}
	if info, err := os.Stat(d.file(name)); err != nil || info.Mode().Perm() != 0o600 {
		d.t.Errorf("%s: %v, %v", name, info, err)
	}
	z, err := zip.OpenReader(d.file(name))
	if err != nil {
		d.t.Fatal(err)
	}
	defer z.Close()
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			d.t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			d.t.Fatal(err)
		}
		files[f.Name] = string(text)
		if all := f.Name + f.Comment + string(f.Extra) + string(text); strings.Contains(strings.ToLower(all), canary) {
			d.t.Errorf("%s: the canary sings in %s:\n%s", name, f.Name, text)
		}
		if strings.HasSuffix(f.Name, ".json") && !json.Valid(text) {
			d.t.Errorf("%s: %s is no JSON:\n%s", name, f.Name, text)
		}
	}
	return files
}

// tells checks that the files of a bundle have the expected contents.
func tells(t *testing.T, files map[string]string, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if !strings.Contains(files[name], text) {
			t.Errorf("%s lacks %q:\n%s", name, text, files[name])
		}
	}
}

// TestT15Bundle is threat T15, and A9 for whoever gets a bundle: in each state of fika
// it contains what a maintainer needs, and nothing private.
func TestT15Bundle(t *testing.T) {
	d := newCanaryDesk(t)
	sings := map[string]string{} // the canary is where redaction has something to do
	for _, line := range []string{"config show", "people", "log --last 0", "bookings", "doctor", "export", "status"} {
		sings[line], _, _ = d.outcome("fika", strings.Fields(line)...)
		if !strings.Contains(strings.ToLower(sings[line]), canary) {
			t.Errorf("fika %s says nothing private:\n%s", line, sings[line])
		}
	}

	alone := d.bundled("alone.zip")
	tells(t, alone, map[string]string{
		"README.txt": "log.json", "program.json": `"system": `, "config.json": `"per_week": 3`, "status.json": `"code": "no_daemon"`,
		"doctor.json": `"check": "store"`, "metrics.txt": `fika_intents{state="confirmed"}`, "store.json": `"bookings": `,
		"log.json": `"hold": "paused"`,
	})
	tells(t, alone, map[string]string{"log.json": `"by": "user"`, "config.json": `"theme": "sales_wins"`})

	broken := strings.Replace(canaryConfig(t), "per_week = 3", "per_week = \"zugvogel\"\nzugvogel = 1", 1)
	p := d.run()
	p.hear("msg=pass")
	running := d.bundled("running.zip")
	tells(t, running, map[string]string{
		"status.json": `"code": "paused"`, "metrics.txt": `fika_hold{reason="paused"} 1`, "log.json": `"kind": "proposed"`, "store.json": `"guards": 1`,
	})
	if err := os.RemoveAll(d.file("zugvogel-home")); err != nil {
		t.Fatal(err)
	}
	d.answer("fika", "sync")
	p.hear("msg=pass")
	tells(t, d.bundled("running-unread.zip"), map[string]string{"status.json": `"problem": true`})
	d.write("fika.toml", broken)
	d.outcome("fika", "reload")
	tells(t, d.bundled("running-broken.zip"), map[string]string{"status.json": `"code": "config_invalid"`, "config.json": `"in_force"`})
	p.kill()

	tells(t, d.bundled("broken.zip"), map[string]string{"config.json": `"section": "rhythm"`, "log.json": `"kind": "proposed"`})
	d.write("fika.toml", "[zugvogel\n"+canaryConfig(t))
	tells(t, d.bundled("syntax.zip"), map[string]string{"config.json": `"code": "config_invalid"`, "doctor.json": `"check": "config"`})

	d.write("state/fika.db", strings.Repeat("zugvogel was a database once. ", 100))
	damaged := d.bundled("damaged.zip")
	tells(t, damaged, map[string]string{
		"store.json": `"code": "store_corrupt"`, "log.json": `"code": "store_corrupt"`, "metrics.txt": `"code": "store_corrupt"`, "config.json": `"in_force"`,
	})
	for _, name := range []string{"fika.toml", "state"} {
		if err := os.RemoveAll(d.file(name)); err != nil {
			t.Fatal(err)
		}
	}
	tells(t, d.bundled("nothing.zip"), map[string]string{"config.json": `"code": "config_missing"`, "store.json": `"code": "no_store"`})
	if _, err := os.Stat(d.file("state")); err == nil {
		t.Error("the bundle made a state")
	}
}
