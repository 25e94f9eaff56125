package planner

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fika/internal/mailbox"
)

// TestNames compares greetings and titles with testdata/names/golden.txt.
func TestNames(t *testing.T) {
	text, err := os.ReadFile("testdata/names/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		names++
		parts := strings.Split(line, " | ")
		for i := range parts { // a name may hold a bar itself; an empty cell has lost its blank
			parts[i] = strings.TrimSpace(parts[i])
		}
		line = strings.ReplaceAll(line, "| |", "|  |")
		parts = strings.Split(line, " | ")
		n := len(parts)
		p := Person{ID: "ana@example.com", Name: strings.Trim(strings.Join(parts[:n-3], " | "), `"`)}
		if p.Name == "-" {
			p.Name = ""
		}
		for stated := range strings.SplitSeq(strings.TrimSpace(parts[n-3]), ", ") {
			switch key, value, _ := strings.Cut(stated, "="); key {
			case "given":
				p.Given = value
			case "greet":
				p.Greet = value
			case "email":
				p.ID = mailbox.Address(value)
			case "department":
				p.Department = value
			}
		}
		g := p.Greeting()
		greeting, title := "Hello,", "Coffee with Maya"
		if g.Name != "" {
			greeting, title = "Hi "+g.Name+",", "Coffee: Maya and "+g.Name
		}
		if !g.IsGivenName {
			title += " ?"
		}
		if greeting != parts[n-2] || title != parts[n-1] {
			t.Errorf("%s\n\tgot %s | %s", line, greeting, title)
		}
	}
	if names < 60 {
		t.Errorf("only %d names", names)
	}
}

// TestGreetingNeverInventsNames checks for any text that the greeting uses only words
// of the name, contains no address, and is a single word of letters if it is a given
// name.
func TestGreetingNeverInventsNames(t *testing.T) {
	word := rapid.SampledFrom([]string{"Ana", "RUIZ", "van", "Dr.", "(EXT)", "O'Neil", "carl.nord", "carl.nord@example.com", ",", "-", "|", "she/her", "王", "J.", "\"", "é", "Prof", "[x", ")"})
	rapid.Check(t, func(t *rapid.T) {
		p := Person{ID: "carl.nord@example.com", Name: strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "words"), " ")}
		g := p.Greeting()
		if strings.Contains(g.Name, "@") || strings.EqualFold(g.Name, "carl.nord") && p.Name == "carl.nord" {
			t.Fatalf("%q is greeted as %q", p.Name, g.Name)
		}
		if g.IsGivenName && (g.Name == "" || strings.ContainsAny(g.Name, " .,()[]\"|")) {
			t.Fatalf("%q is surely %q", p.Name, g.Name)
		}
		for _, part := range strings.Fields(g.Name) {
			if !strings.Contains(fold(p.Name), fold(part)) {
				t.Fatalf("%q is greeted as %q", p.Name, g.Name)
			}
		}
	})
}
