package planner

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fika/internal/mailbox"
)

// TestDoubt compares what is odd about people with testdata/doubt/golden.txt.
func TestDoubt(t *testing.T) {
	text, err := os.ReadFile("testdata/doubt/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cases++
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		p := Person{ID: mailbox.Address(cells[1]), Name: strings.TrimPrefix(cells[0], "-")}
		for stated := range strings.SplitSeq(cells[2], ", ") {
			switch key, value, _ := strings.Cut(stated, "="); key {
			case "":
			case "given":
				p.Given = value
			case "family":
				p.Family = value
			case "greet":
				p.Greet = value
			case "title":
				p.Title = value
			case "department":
				p.Department = value
			case "tag":
				p.Tags = []string{value}
			default:
				t.Fatalf("%s: unknown column %s", line, key)
			}
		}
		doubt := p.Doubt()
		if doubt == "" {
			doubt = "sure"
		}
		if doubt != cells[3] {
			t.Errorf("%s\n\tgot %s", line, doubt)
		}
	}
	if cases < 60 {
		t.Errorf("only %d cases", cases)
	}
}

// TestHasNameAgreesWithGreeting checks that the quick look at a name says the same as
// reading it.
func TestHasNameAgreesWithGreeting(t *testing.T) {
	word := rapid.SampledFrom([]string{"Ana", "RUIZ", "ana", "12", "van", "Dr", "Dr.", "Prof", "EXT", "(x)", "O'Neil", "carl.nord", "Sales", ",", "-", "@", "a/b", "\"", "王", "É", "J."})
	text := func(t *rapid.T, most int, label string) string {
		return strings.Join(rapid.SliceOfN(word, 0, most).Draw(t, label), " ")
	}
	rapid.Check(t, func(t *rapid.T) {
		p := Person{ID: "carl.nord@example.com", Name: text(t, 3, "name"), Given: text(t, 1, "given"), Department: text(t, 1, "department"), Title: text(t, 1, "title")}
		if named := p.Greeting().Name != ""; p.hasName() != named {
			t.Fatalf("%+v: has a name: %t, but it is greeted as %q", p, !named, p.Greeting().Name)
		}
	})
}
