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

// writeBundle writes a bundle, reads its files, and checks them for the canary.
func (d *workspace) writeBundle(name string) map[string]string {
	d.t.Helper()
	_, talk, code := d.runCommand("fika", "debug", "bundle", name)
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

// wantContents checks the contents of the files of a bundle.
func wantContents(t *testing.T, files map[string]string, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if !strings.Contains(files[name], text) {
			t.Errorf("%s lacks %q:\n%s", name, text, files[name])
		}
	}
}

// TestT15Bundle checks for threats T15 and A9 that in each state of fika a bundle
// contains what a maintainer needs, and nothing private.
func TestT15Bundle(t *testing.T) {
	d := newCanaryWorkspace(t)
	sings := map[string]string{} // files with private data to redact
	for _, line := range []string{"config show", "people", "log --last 0", "bookings", "doctor", "export", "status"} {
		sings[line], _, _ = d.runCommand("fika", strings.Fields(line)...)
		if !strings.Contains(strings.ToLower(sings[line]), canary) {
			t.Errorf("fika %s says nothing private:\n%s", line, sings[line])
		}
	}

	alone := d.writeBundle("alone.zip")
	wantContents(t, alone, map[string]string{
		"README.txt": "log.json", "program.json": `"system": `, "config.json": `"per_week": 3`, "status.json": `"code": "no_daemon"`,
		"doctor.json": `"check": "store"`, "metrics.txt": `fika_intents{state="confirmed"}`, "store.json": `"bookings": `,
		"log.json": `"hold": "paused"`,
	})
	wantContents(t, alone, map[string]string{"log.json": `"by": "user"`, "config.json": `"theme": "sales_wins"`})

	broken := strings.Replace(canaryConfig(t), "per_week = 3", "per_week = \"zugvogel\"\nzugvogel = 1", 1)
	p := d.run()
	p.waitForLine("msg=pass")
	running := d.writeBundle("running.zip")
	wantContents(t, running, map[string]string{
		"status.json": `"code": "paused"`, "metrics.txt": `fika_hold{reason="paused"} 1`, "log.json": `"kind": "proposed"`, "store.json": `"guards": 1`,
	})
	if err := os.RemoveAll(d.file("zugvogel-home")); err != nil {
		t.Fatal(err)
	}
	d.mustRun("fika", "sync")
	p.waitForLine("msg=pass")
	wantContents(t, d.writeBundle("running-unread.zip"), map[string]string{"status.json": `"problem": true`})
	d.write("fika.toml", broken)
	d.runCommand("fika", "reload")
	wantContents(t, d.writeBundle("running-broken.zip"), map[string]string{"status.json": `"code": "config_invalid"`, "config.json": `"in_force"`})
	p.kill()

	wantContents(t, d.writeBundle("broken.zip"), map[string]string{"config.json": `"section": "rhythm"`, "log.json": `"kind": "proposed"`})
	d.write("fika.toml", "[zugvogel\n"+canaryConfig(t))
	wantContents(t, d.writeBundle("syntax.zip"), map[string]string{"config.json": `"code": "config_invalid"`, "doctor.json": `"check": "config"`})

	d.write("state/fika.db", strings.Repeat("zugvogel was a database once. ", 100))
	damaged := d.writeBundle("damaged.zip")
	wantContents(t, damaged, map[string]string{
		"store.json": `"code": "store_corrupt"`, "log.json": `"code": "store_corrupt"`, "metrics.txt": `"code": "store_corrupt"`, "config.json": `"in_force"`,
	})
	for _, name := range []string{"fika.toml", "state"} {
		if err := os.RemoveAll(d.file(name)); err != nil {
			t.Fatal(err)
		}
	}
	wantContents(t, d.writeBundle("nothing.zip"), map[string]string{"config.json": `"code": "config_missing"`, "store.json": `"code": "no_store"`})
	if _, err := os.Stat(d.file("state")); err == nil {
		t.Error("the bundle made a state")
	}
}
