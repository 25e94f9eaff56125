package config

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestFaults reads every file in testdata/faults and compares the messages with the golden
// text: errors, or the warnings of an accepted file.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.toml")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d files of faults (%v)", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".toml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := messagesFor(t, data)
			golden := filepath.Join("testdata/faults", name+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// messagesFor returns the messages for data as the content of fika.toml. It fails if
// there are none.
func messagesFor(t *testing.T, data []byte) string {
	c, err := Parse("fika.toml", data)
	var faults Faults
	switch {
	case err == nil:
		faults = c.Warnings
	case !errors.As(err, &faults):
		t.Fatalf("error %v, want Faults", err)
	}
	if len(faults) == 0 {
		t.Fatal("no fault found")
	}
	return faults.Error() + "\n"
}

// TestSecrets checks that nothing that looks like a secret is printed, wherever in
// the file it is, and that files with secrets are not read.
func TestSecrets(t *testing.T) {
	for _, name := range []string{"secrets", "syntax-secret"} {
		data, err := os.ReadFile(filepath.Join("testdata/faults", name+".toml"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte("canary")) {
			t.Fatalf("%s holds no canary", name)
		}
		_, err = Parse("fika.toml", data)
		var faults Faults
		if !errors.As(err, &faults) {
			t.Fatalf("%s: error %v, want Faults", name, err)
		}
		for _, f := range faults {
			if all := f.String() + f.Excerpt + f.Key; strings.Contains(all, "canary") {
				t.Errorf("%s: a secret is told:\n%s", name, all)
			}
		}
	}
}

func TestSecretFilesAreNotRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "client_secret.json"), []byte(`{"client_secret":"canary"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "fika.toml")
	if err := os.WriteFile(path, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Calendars[0].ClientSecretFile, filepath.Join(dir, "client_secret.json"); got != want {
		t.Errorf("client_secret_file is %q, want %q", got, want)
	}
	if bytes.Contains(c.Encode(), []byte("canary")) {
		t.Error("Encode tells what is in the file of the secret")
	}
}
