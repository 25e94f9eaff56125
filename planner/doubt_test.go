package planner

import (
	"os"
	"strings"
	"testing"

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
