package app_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/web"
)

// TestBundleOfAHangingFika checks that a bundle is made although the running fika
// listens and never answers.
func TestBundleOfAHangingFika(t *testing.T) {
	dir := t.TempDir()
	o := app.Options{Now: time.Now, Paths: api.Paths{Config: filepath.Join(dir, "fika.toml"), State: dir, Socket: filepath.Join(dir, "run", "fika.sock")}}
	l, err := web.Listen(o.Paths.Socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	b, done := app.Bundle(o, api.Version{})
	defer done()
	b.Patience = 10 * time.Millisecond
	for _, part := range b.Parts(t.Context()) {
		switch part.Name {
		case "status.json", "metrics.txt", "store.json", "log.json":
			if !strings.Contains(string(part.Text), `"code": "hangs"`) {
				t.Errorf("%s: %s", part.Name, part.Text)
			}
		}
	}
}
