package fika

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"fika/internal/api"
)

// TestFaultsAreShown checks that every test named in docs/faults.md and docs/trials.md
// exists: a table of missing tests would be worse than none.
func TestFaultsAreShown(t *testing.T) {
	tests := testNames(t)
	folders := map[string]string{"life": "daemon/testdata", "google": "daemon/testdata", "script": "cmd/fika/testdata", "scripts": "."}
	names := regexp.MustCompile("`(Test\\w+|(?:life|google)/\\w+\\.txt|script/\\w+\\.txtar|scripts/[a-z-]+)`")
	for _, name := range names.FindAllStringSubmatch(page(t, "docs/faults.md")+page(t, "docs/trials.md"), -1) {
		folder, _, isFile := strings.Cut(name[1], "/")
		if !isFile && !tests[name[1]] {
			t.Errorf("there is no test %s", name[1])
		}
		if isFile {
			if _, err := os.Stat(filepath.Join(folders[folder], name[1])); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestEveryFaultHasARow checks that every fault, threat and trial finding has one row,
// which names a test or a reason why there is none.
func TestEveryFaultHasARow(t *testing.T) {
	for path, all := range map[string]string{
		"docs/faults.md": "F1-F79 T1-T30",
		"docs/trials.md": "k1-k19 g1-g23 n0 n1 n3-n15 n17 n20-n29 n32-n36 i1-i11 s1-s3 s5-s7 h1 h2 h5-h7 h11-h13 r1-r18",
	} {
		rows := map[string]int{}
		for row := range strings.Lines(page(t, path)) {
			cells := strings.Split(row, "|")
			if len(cells) < 5 || !labels.MatchString(cells[1]) {
				continue
			}
			if strings.TrimSpace(cells[len(cells)-2]) == "" {
				t.Errorf("%s: no test and no reason: %s", path, row)
			}
			for _, label := range labelled(cells[1]) {
				rows[label]++
			}
		}
		for _, label := range labelled(all) {
			if rows[label] != 1 {
				t.Errorf("%s: %s has %d rows", path, label, rows[label])
			}
		}
	}
}

// TestEveryCodeIsTold checks that the tables of codes in docs/faults.md are those of the
// program, and that every hold named in a row exists.
func TestEveryCodeIsTold(t *testing.T) {
	var holds, faults, exits strings.Builder
	for _, m := range api.Holds {
		fmt.Fprintf(&holds, "| `%s` | %s | %s | %s |\n", m.Code, m.Cause, m.Severity, m.Hint.Text)
	}
	for _, m := range api.Faults {
		fmt.Fprintf(&faults, "| `%s` | %d | %s | %s | %s |\n", m.Code, api.ExitOf(m.Code), m.Cause, m.Severity, m.Hint.Text)
	}
	for _, e := range api.Exits {
		fmt.Fprintf(&exits, "| %d | %s |\n", e.Code, e.Meaning)
	}
	text := page(t, "docs/faults.md")
	for heading, want := range map[string]string{"## Holds": holds.String(), "## Codes of errors": faults.String(), "## Exit codes": exits.String()} {
		_, section, found := strings.Cut(text, "\n"+heading+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		_, rows, _ := strings.Cut(section, "|---|\n")
		if rows, _, _ = strings.Cut(rows, "\n\n"); !found || strings.TrimSuffix(rows, "\n")+"\n" != want {
			t.Errorf("the table under %q is not that of the program, which is:\n%s", heading, want)
		}
	}
	named := regexp.MustCompile("holds? (`[a-z_]+`(?:, `[a-z_]+`)*)")
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		for code := range strings.SplitSeq(m[1], ", ") {
			if api.Holds.Of(api.Code(strings.Trim(code, "`"))) == (api.Meaning{}) {
				t.Errorf("there is no hold %s", code)
			}
		}
	}
}

var labels = regexp.MustCompile(`\b([FTkgnishr])(\d+)(?:-[FTkgnishr](\d+))?\b`)

// labelled expands labels: "F1-F3 T7" is F1, F2, F3 and T7.
func labelled(text string) (all []string) {
	for _, m := range labels.FindAllStringSubmatch(text, -1) {
		first, _ := strconv.Atoi(m[2]) // digits
		last := first
		if m[3] != "" {
			last, _ = strconv.Atoi(m[3])
		}
		for n := first; n <= last; n++ {
			all = append(all, m[1]+strconv.Itoa(n))
		}
	}
	return all
}

func page(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// testNames are the tests of the module.
func testNames(t *testing.T) map[string]bool {
	names := map[string]bool{}
	header := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, depth := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		files, err := filepath.Glob(depth + "_test.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range header.FindAllSubmatch(text, -1) {
				names[string(m[1])] = true
			}
		}
	}
	return names
}
