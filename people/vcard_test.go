package people

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/planner"
)

func TestVCardSpellings(t *testing.T) {
	plain := "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Silva\nEMAIL;TYPE=work:ana@example.com\nORG:Example;Sales\nEND:VCARD\n"
	want := []planner.Person{{ID: "ana@example.com", Name: "Ana Silva", Department: "Sales"}}
	for name, text := range map[string]string{
		"plain":           plain,
		"bom":             "\ufeff" + plain,
		"crlf":            strings.ReplaceAll(plain, "\n", "\r\n"),
		"no last newline": strings.TrimSuffix(plain, "\n"),
		"empty lines":     strings.ReplaceAll(plain, "\n", "\n\n"),
		"folded":          strings.NewReplacer("Silva", "Sil\n va", "ORG:Ex", "OR\n\tG:Ex").Replace(plain),
		"folded with tab": strings.ReplaceAll(plain, "example.com", "example\n\t.com"),
		"lower case":      strings.NewReplacer("BEGIN", "begin", "END:VCARD", "end:vcard", "EMAIL", "email", "TYPE", "type").Replace(plain),
		"grouped":         strings.ReplaceAll(plain, "EMAIL", "item1.EMAIL"),
		"no version":      strings.ReplaceAll(plain, "VERSION:3.0\n", ""),
	} {
		t.Run(name, func(t *testing.T) {
			people, faults := VCard("people.vcf", []byte(text), levels)
			if len(faults) > 0 {
				t.Errorf("faults: %v", faults)
			}
			if diff := cmp.Diff(want, people); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestPhoto: ten megabytes of photo are passed over. Unfolding them as the
// library does would copy hundreds of gigabytes.
func TestPhoto(t *testing.T) {
	photo := strings.Repeat(" "+strings.Repeat("A", 74)+"\r\n", (MaxSize-1000)/77)
	text := "BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;ENCODING=b:\r\n" + photo + "EMAIL:ana@example.com\r\nEND:VCARD\r\n"
	people, faults := VCard("people.vcf", []byte(text), levels)
	if len(people) != 1 || len(faults) != 0 {
		t.Errorf("%d people, faults %v", len(people), faults)
	}
}

// TestLongProperty: the same holds for what is read; its place is told.
func TestLongProperty(t *testing.T) {
	name := strings.Repeat(" "+strings.Repeat("A", 74)+"\r\n", (MaxSize-1000)/77)
	text := "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\r\n" + name + "EMAIL:ana@example.com\r\nEND:VCARD\r\n"
	people, faults := VCard("people.vcf", []byte(text), levels)
	if diff := cmp.Diff([]planner.Person{{ID: "ana@example.com"}}, people); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(faults) != 1 || faults[0].Line != 1 || !strings.Contains(faults[0].Text, "longer than 500 bytes") {
		t.Errorf("faults %v, want one for the length", faults)
	}
}

func TestVCardWholeFile(t *testing.T) {
	for fault, data := range map[string][]byte{
		"people.vcf: the file is empty":             []byte("\n"),
		"people.vcf: the file is larger than 10 MB": make([]byte, MaxSize+1),
	} {
		people, faults := VCard("people.vcf", data, levels)
		if len(people) != 0 || len(faults) != 1 || faults[0].String() != fault {
			t.Errorf("%v %v, want the one fault %s", people, faults, fault)
		}
	}
}

func TestCardCompany(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Person %d\r\nEMAIL:p%d@example.com\r\nTZ:Asia/Tokyo\r\nEND:VCARD\r\n", i, i)
	}
	people, faults := VCard("people.vcf", []byte(b.String()), levels)
	if len(people) != 5000 || len(faults) != 0 {
		t.Fatalf("%d people, faults %v", len(people), faults)
	}
}
