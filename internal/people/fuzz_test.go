package people

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"unicode"
	"unicode/utf8"

	"fika/internal/mailbox"
	"fika/planner"
)

func FuzzCSV(f *testing.F)   { fuzz(f, "testdata/csv/*.csv", CSV) }
func FuzzVCard(f *testing.F) { fuzz(f, "testdata/vcard/*.vcf", VCard) }

// fuzz checks what the rest of fika relies on, for any file: every person has a valid and
// unique address, nothing that could reach an invitation has control characters, and every
// fault has a place and a text.
func fuzz(f *testing.F, seeds string, parse func(string, []byte, []string) ([]planner.Person, []Fault)) {
	files, err := filepath.Glob(seeds)
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds %s: %v", seeds, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		people, faults := parse("people", data, levels)
		seen := map[mailbox.Address]bool{}
		for _, p := range people {
			if p.ID == "" || seen[p.ID] || mailbox.Parse(string(p.ID)) != p.ID {
				t.Errorf("bad or second id %q", p.ID)
			}
			seen[p.ID] = true
			if p.Manager != "" && mailbox.Parse(string(p.Manager)) != p.Manager {
				t.Errorf("bad manager %q", p.Manager)
			}
			if p.Level < 0 || int(p.Level) > len(levels) {
				t.Errorf("level %d", p.Level)
			}
			for _, text := range append([]string{string(p.ID), p.Name, p.Department, p.Title, p.Site}, p.Tags...) {
				if !clean(text) {
					t.Errorf("%q would reach an invitation", text)
				}
			}
		}
		lines := 1 + bytes.Count(data, []byte("\n"))
		for _, fault := range faults {
			if fault.Text == "" || fault.File != "people" || fault.Line < 0 || fault.Line > lines || fault.Col < 0 {
				t.Errorf("fault without place or text: %#v", fault)
			}
		}
	})
}

func clean(s string) bool {
	if !utf8.ValidString(s) || len(s) > 2*maxField {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) {
			return false
		}
	}
	return true
}
