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
		"blanks behind":   strings.NewReplacer("BEGIN:VCARD", "BEGIN:VCARD \t", "END:VCARD", "END:VCARD  ").Replace(plain),
		"bare types":      strings.ReplaceAll(plain, "EMAIL;TYPE=work", "EMAIL;WORK;INTERNET;PREF"),
		"version 2.1":     strings.NewReplacer("3.0", "2.1", "TYPE=work", "INTERNET", "FN:Ana Silva", "FN;QUOTED-PRINTABLE:Ana=20Sil=\nva").Replace(plain),
		"encoded":         strings.NewReplacer("FN:", "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:", "Ana Silva", "Ana=20Silva", "ORG:Example;Sales", "ORG;ENCODING=quoted-printable:Example;S=61les").Replace(plain),
		"encoded, folded": strings.NewReplacer("FN:", "FN;ENCODING=QUOTED-PRINTABLE:", "Ana Silva", "Ana=20=\n Silva").Replace(plain),
		"invisible":       strings.NewReplacer("Ana Silva", "\u202aAna\u00a0Silva\u202c", "ana@", "\u200bana@", "Sales", "Sa\u00adles").Replace(plain),
		"empty EMAIL too": strings.ReplaceAll(plain, "ORG:", "EMAIL;TYPE=HOME:\nORG:"),
		"company of hers": strings.NewReplacer("FN:Ana Silva", "FN:Example\nN:Silva;Ana;;;\nX-ABShowAs:COMPANY").Replace(plain),
	} {
		t.Run(name, func(t *testing.T) {
			people, faults := VCard("people.vcf", []byte(text), levels)
			if len(faults) > 0 {
				t.Errorf("faults: %v", faults)
			}
			for i := range people {
				people[i].Given, people[i].Family = "", "" // what N says apart is not the point here
			}
			if diff := cmp.Diff(want, people); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRewriteOldProperty rewrites single properties.
func TestRewriteOldProperty(t *testing.T) {
	for line, want := range map[string]string{
		"FN:Ana":                                     "FN:Ana",
		"no colon at all":                            "no colon at all",
		"item1.EMAIL;WORK:a@x":                       "item1.EMAIL;TYPE=WORK:a@x",
		"TEL;HOME;VOICE:1":                           "TEL;TYPE=HOME;TYPE=VOICE:1",
		"PHOTO;BASE64:AA==":                          "PHOTO;ENCODING=BASE64:AA==",
		`ADR;LABEL="a;b:c";HOME:;;1`:                 `ADR;LABEL="a;b:c";TYPE=HOME:;;1`,
		"N;ENCODING=QUOTED-PRINTABLE:=C3=85berg;G":   "N:\u00c5berg;G",
		"N;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:=C5":  "N:\u00c5",
		"NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab":    "NOTE:a b",
		"URL:http://example.com;x":                   "URL:http://example.com;x",
		"FN;CHARSET=UTF-8:\u00c5sa":                  "FN:\u00c5sa",
		"FN;ENCODING=QUOTED-PRINTABLE:=C5":           "error",
		"FN;CHARSET=KOI8-R;QUOTED-PRINTABLE:=C1=CE=": "error",
	} {
		got, err := rewriteOldProperty(line)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q became %q, %v; want %q", line, got, err, want)
		}
	}
}

// TestLongProperties: ten megabytes of photo or name are cut, because the library would
// copy hundreds of gigabytes to unfold them, and the properties after them are still read.
func TestLongProperties(t *testing.T) {
	folded := strings.Repeat(" "+strings.Repeat("A", 74)+"\r\n", (maxSize-1000)/77)
	for property, fault := range map[string]string{"PHOTO;ENCODING=b": "", "FN": "longer than 500 bytes"} {
		t.Run(property, func(t *testing.T) {
			text := "BEGIN:VCARD\r\nVERSION:3.0\r\n" + property + ":\r\n" + folded + "EMAIL:ana@example.com\r\nEND:VCARD\r\n"
			cards := newFields("people.vcf", levels).cards([]byte(text))
			if len(cards) != 1 {
				t.Fatalf("%d cards", len(cards))
			}
			if kept := len(cards[0].lines); kept > 3*maxField {
				t.Errorf("%d bytes are kept", kept)
			}
			people, faults := VCard("people.vcf", []byte(text), levels)
			if diff := cmp.Diff([]planner.Person{{ID: "ana@example.com"}}, people); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := faultLines(faults); (got == "") != (fault == "") || !strings.Contains(got, fault) {
				t.Errorf("faults %q, want one of %q", got, fault)
			}
		})
	}
}

func TestVCardWholeFile(t *testing.T) {
	for fault, data := range map[string][]byte{
		"people.vcf:1: the file is empty":           []byte("\n"),
		"people.vcf: the file is larger than 10 MB": make([]byte, maxSize+1),
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
