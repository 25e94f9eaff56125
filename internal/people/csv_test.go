package people

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/mailbox"
	"fika/planner"
)

// TestSpellings: the same table as written by different programs.
func TestSpellings(t *testing.T) {
	plain := "name,email,tags\nAna Silva,ana@example.com,mentor\n\"Lind, Bo\",bo@example.com,\n"
	want := []planner.Person{
		{ID: "ana@example.com", Name: "Ana Silva", Tags: []string{"mentor"}},
		{ID: "bo@example.com", Name: "Lind, Bo"},
	}
	for name, text := range map[string]string{
		"plain":           plain,
		"bom":             "\ufeff" + plain,
		"crlf":            strings.ReplaceAll(plain, "\n", "\r\n"),
		"bom and crlf":    "\ufeff" + strings.ReplaceAll(plain, "\n", "\r\n"),
		"no last newline": strings.TrimSuffix(plain, "\n"),
		"empty lines":     "\n\n" + strings.ReplaceAll(plain, "\n", "\n\n,,\n"),
		"semicolons":      "name;email;tags\nAna Silva;ana@example.com;mentor\nLind, Bo;bo@example.com;\n;;\n",
		"tabs":            "tags\tname\temail\nmentor\tAna Silva\tana@example.com\n\tLind, Bo\tbo@example.com\n",
		"all quoted":      "\"Name\";\"E-Mail\";\"Tags\"\r\n\"Ana Silva\";\"ana@example.com\";\"mentor\"\r\n\"Lind, Bo\";\"bo@example.com\";\"\"\r\n",
		"spaces":          "name, email, tags\nAna  Silva , Ana@Example.com , mentor\n \"Lind, Bo\", bo@example.com,\n",
		"mailto":          "email,name,tags\nmailto:ana@example.com,Ana Silva,mentor\nMAILTO:bo@example.com,\"Lind,\nBo\",\n",
		"short rows":      "email,name,tags\nana@example.com,Ana Silva,mentor\nbo@example.com,\"Lind, Bo\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			people, faults := CSV("people.csv", []byte(text), nil)
			if len(faults) > 0 {
				t.Errorf("faults: %v", faults)
			}
			if diff := cmp.Diff(want, people); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTags(t *testing.T) {
	for cell, want := range map[string][]string{
		"":                      nil,
		" ; | , ":               nil,
		"mentor":                {"mentor"},
		"mentor golf":           {"mentor", "golf"},
		"product lead;":         {"product lead"},
		"mentor; product lead":  {"mentor", "product lead"},
		"mentor|product lead":   {"mentor", "product lead"},
		"mentor, golf":          {"mentor", "golf"},
		"Mentor mentor MENTOR":  {"Mentor"},
		"mentor;;golf\x00;\tbo": {"mentor", "golf", "bo"},
	} {
		if diff := cmp.Diff(want, splitTags(cell)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", cell, diff)
		}
	}
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]mailbox.Address{
		"ana@example.com":            "ana@example.com",
		" MailTo: Ana@EXAMPLE.com ":  "ana@example.com",
		"ana+fika@example.com":       "ana+fika@example.com",
		"åsa@example.com":            "åsa@example.com",
		"ana":                        "",
		"@example.com":               "",
		"ana@":                       "",
		"ana@bo@example.com":         "",
		"ana@example.com,bo@x.com":   "",
		"Ana <ana@example.com>":      "",
		"<ana@example.com>":          "",
		"ana@example.com (Ana)":      "",
		"\"ana b\"@example.com":      "",
		"ana b@example.com":          "",
		"ana@[127.0.0.1]":            "",
		"ana@example.com\r\nBcc: bo": "",
		"ana@exa\x00mple.com":        "",
	} {
		if got := mailbox.Parse(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestWholeFile: a problem with a file as a whole is reported once, without a line.
func TestWholeFile(t *testing.T) {
	for name, test := range map[string]struct {
		data  []byte
		fault string
	}{
		"empty":     {nil, "people.csv: the file has no rows"},
		"blank":     {[]byte(" \n\n"), "people.csv: the file has no rows"},
		"utf-16 le": {[]byte("\xff\xfee\x00m\x00a\x00i\x00l\x00"), "people.csv: the file is UTF-16"},
		"utf-16 be": {[]byte("\xfe\xff\x00e\x00m\x00a\x00i\x00l"), "people.csv: the file is UTF-16"},
		"too large": {make([]byte, maxSize+1), "people.csv: the file is larger than 10 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			people, faults := CSV("people.csv", test.data, levels)
			if len(people) != 0 || len(faults) != 1 || faults[0].String() != test.fault {
				t.Errorf("%v %v, want the one fault %s", people, faults, test.fault)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Run("faults", func(t *testing.T) {
		text := "email\n" + strings.Repeat("nobody\n", maxFaults+7)
		_, faults := CSV("people.csv", []byte(text), levels)
		if len(faults) != maxFaults+1 {
			t.Fatalf("%d faults, want %d", len(faults), maxFaults+1)
		}
		if got, want := faults[maxFaults].String(), "people.csv:102:1: 7 more faults in this file"; got != want {
			t.Errorf("the last fault is %q, want %q", got, want)
		}
	})
	t.Run("cell", func(t *testing.T) {
		long := strings.Repeat("é", maxField/2)
		text := "email,name\nana@example.com," + long + "\nbo@example.com," + long + "x\n"
		people, faults := CSV("people.csv", []byte(text), levels)
		if len(people) != 2 || people[0].Name != long || people[1].Name != "" {
			t.Errorf("the longest name or one byte more is treated wrong")
		}
		if len(faults) != 1 || faults[0].Line != 3 || faults[0].Col != 16 {
			t.Errorf("faults %v, want one in 3:16", faults)
		}
	})
	t.Run("people", func(t *testing.T) {
		people, faults := CSV("people.csv", newCSV(maxPeople+1), levels)
		if len(people) != maxPeople || len(faults) != 1 || faults[0].Line != maxPeople+2 {
			t.Errorf("%d people and faults %v, want %d and one", len(people), faults, maxPeople)
		}
	})
}

// newCSV returns a valid CSV file with some number of colleagues.
func newCSV(n int) []byte {
	var b strings.Builder
	b.WriteString("name,email,department,title,level,site,timezone,manager,tags,calendar\n")
	zones := []string{"Europe/Stockholm", "America/New_York", "Asia/Tokyo"}
	for i := range n {
		fmt.Fprintf(&b, "\"Person, %d\",P%d@example.com,Department %d,Title,%s,Site %d,%s,p%d@example.com,a;b c,cal/%d.ics\n",
			i, i, i%40, levels[i%len(levels)], i%9, zones[i%len(zones)], i/8, i)
	}
	return []byte(b.String())
}

// TestCompany reads a whole organisation: nobody is lost, nothing is a fault.
func TestCompany(t *testing.T) {
	people, faults := CSV("people.csv", newCSV(5000), levels)
	if len(people) != 5000 || len(faults) != 0 {
		t.Fatalf("%d people, faults %v", len(people), faults)
	}
	merged := Merge(people, people)
	if len(merged) != 5000 {
		t.Fatalf("%d people merged", len(merged))
	}
	for _, p := range merged {
		if p.Name == "" || p.Zone == nil || p.Level == 0 || p.Manager == "" || len(p.Tags) != 2 || p.Calendar == "" {
			t.Fatalf("something is missing of %+v", p)
		}
	}
}

func BenchmarkCSV(b *testing.B) {
	data := newCSV(5000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		CSV("people.csv", data, levels)
	}
}
