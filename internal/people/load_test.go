package people

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/planner"
)

// write puts files, named by slash paths, under a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// card returns a vCard of a name and an address.
func card(name, email string) string {
	return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + name + "\r\nEMAIL:" + email + "\r\nEND:VCARD\r\n"
}

func TestLoad(t *testing.T) {
	dir := write(t, map[string]string{
		"a.csv":                 "email,name,calendar\nana@example.com,Ana,cal/ana.ics\nbo@example.com,,\nnobody,,\n",
		"b.csv":                 "email,name,title\nana@example.com,Anna,Lead\n",
		"book/z.vcf":            card("Zoe", "zoe@example.com") + card("Robert", "bo@example.com"),
		"book/deeper/C.VCF":     card("Cy", "cy@example.com"),
		"book/deeper/cy2.vcf":   card("Cyril", "cy@example.com"),
		"book/.trash/old.vcf":   card("Old", "old@example.com"),
		"book/.half.vcf":        card("Half", "half@example.com"),
		"book/readme.txt":       "not a card",
		"single.contacts":       card("Di", "di@example.com"),
		"elsewhere/ignored.vcf": card("No", "no@example.com"),
	})
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	people, faults := Load(Files{
		CSV:   []string{in("a.csv"), in("missing.csv"), in("book"), in("b.csv")},
		VCard: []string{in("book"), in("single.contacts"), in("gone")},
	}, levels)

	want := []planner.Person{
		{ID: "ana@example.com", Name: "Ana", Title: "Lead", Calendar: in("cal/ana.ics")},
		{ID: "bo@example.com", Name: "Robert"},
		{ID: "cy@example.com", Name: "Cy"},
		{ID: "di@example.com", Name: "Di"},
		{ID: "zoe@example.com", Name: "Zoe"},
	}
	if diff := cmp.Diff(want, people); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	var got []string
	for _, f := range faults {
		got = append(got, strings.ReplaceAll(f.String(), dir+string(filepath.Separator), ""))
	}
	wantFaults := []string{
		`a.csv:4:1: email "nobody" is not an address`,
		`missing.csv: cannot be read: no such file or directory`,
		`book: cannot be read: it is a folder`,
		`gone: cannot be read: no such file or directory`,
	}
	if diff := cmp.Diff(wantFaults, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// TestLoadFollowsLinks: address books are often linked into place.
func TestLoadFollowsLinks(t *testing.T) {
	dir := write(t, map[string]string{"real/ana.vcf": card("Ana", "ana@example.com")})
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "real"), link); err != nil {
		t.Fatal(err)
	}
	people, faults := Load(Files{VCard: []string{link}}, levels)
	if len(people) != 1 || len(faults) != 0 {
		t.Errorf("people %v, faults %v", people, faults)
	}
}

func TestLoadRefusesTooLargeFiles(t *testing.T) {
	dir := write(t, map[string]string{"big.csv": "email\nana@example.com\n", "small.csv": "email\nbo@example.com\n"})
	if err := os.Truncate(filepath.Join(dir, "big.csv"), 1<<40); err != nil { // a hole; no disk is used
		t.Skipf("SKIPPED: this file system has no sparse files, so the limit stays untested: %v", err)
	}
	people, faults := Load(Files{CSV: []string{filepath.Join(dir, "big.csv"), filepath.Join(dir, "small.csv")}}, levels)
	if len(people) != 1 || len(faults) != 1 || !strings.HasSuffix(faults[0].Text, "larger than 10 MB") {
		t.Errorf("people %v, faults %v", people, faults)
	}
}

// TestLoadNothing: no sources and an empty address book are not faults.
func TestLoadNothing(t *testing.T) {
	for name, files := range map[string]Files{"no source": {}, "empty folder": {VCard: []string{t.TempDir()}}} {
		if people, faults := Load(files, levels); len(people) != 0 || len(faults) != 0 {
			t.Errorf("%s: people %v, faults %v", name, people, faults)
		}
	}
}
