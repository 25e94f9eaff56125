package people

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata" // zones on a machine without them

	"github.com/google/go-cmp/cmp"

	"fika/planner"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// levels are the levels of the example configuration.
var levels = []string{"intern", "staff", "manager", "director", "vp", "executive"}

// TestGolden reads each file in testdata as if it were in the folder team of a user whose
// home is /home/maya, and compares people and faults with its .want file.
func TestGolden(t *testing.T) {
	t.Setenv("HOME", "/home/maya")
	for pattern, parse := range map[string]func(string, []byte, []string) ([]planner.Person, []Fault){
		"testdata/csv/*.csv":   CSV,
		"testdata/vcard/*.vcf": VCard,
	} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				people, faults := parse("team/"+filepath.Base(file), data, levels)
				got := printed(people) + "\n" + faultLines(faults)
				if *update {
					if err := os.WriteFile(file+".want", []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file + ".want")
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

// printed prints each person on one line, without empty fields.
func printed(people []planner.Person) string {
	var b strings.Builder
	for _, p := range people {
		fmt.Fprintf(&b, "%s", p.ID)
		for _, field := range []struct{ name, value string }{
			{"aka", strings.Trim(fmt.Sprint(p.Aliases), "[]")},
			{"name", p.Name}, {"given", p.Given}, {"greet", p.Greet}, {"department", p.Department}, {"title", p.Title}, {"site", p.Site}, {"region", string(p.Region)},
			{"language", string(p.Language)}, {"form", string(p.Form)}, {"salutation", p.Salutation},
			{"manager", string(p.Manager)}, {"tags", strings.Join(p.Tags, "|")}, {"calendar", p.Calendar},
		} {
			if field.value != "" {
				fmt.Fprintf(&b, " %s=%q", field.name, field.value)
			}
		}
		if p.Level != 0 {
			fmt.Fprintf(&b, " level=%d", p.Level)
		}
		if p.Zone != nil {
			fmt.Fprintf(&b, " zone=%s", p.Zone)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func faultLines(faults []Fault) string {
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintln(&b, f)
		if f.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", f.Hint)
		}
	}
	return b.String()
}
