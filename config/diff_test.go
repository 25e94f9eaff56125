package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDiff makes one change to the example at a time and checks the message.
func TestDiff(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"nothing":          {"# ", "#  ", ""},
		"want":             {`{ meetings = 3, per = "quarter" }`, `{ meetings = 5, per = "quarter" }`, "goal field: 3 to 5 a quarter\n"},
		"period":           {`{ meetings = 3, per = "quarter" }`, `{ meetings = 1, per = "month" }`, "goal field: 3 a quarter to 1 a month\n"},
		"form of the want": {`{ meetings = 3, per = "quarter" }`, `{ each = "6w", latest = "10w" }`, "goal field: 3 a quarter to each every 6w, after 10w at the latest\n"},
		"new goal": {"[[goal]]\n", "[[goal]]\nid = \"more\"\nkind = \"value\"\ntheme = \"challenges\"\ntopic = \"x\"\nwant = { meetings = 1, per = \"year\" }\n[[goal]]\n",
			"goal more is new\n"},
		"renamed":       {`id     = "field"`, `id     = "sales"`, "goal field is gone (loses)\ngoal sales is new\n"},
		"why":           {`why    = "`, `why    = "secret `, "goal field why has a new text\n"},
		"freer mode":    {`mode      = "propose"`, `mode      = "book"`, "trust mode: propose to book (loses)\n"},
		"looser cap":    {"per_week  = 2", "per_week  = 3", "rhythm per_week: 2 to 3 (loses)\n"},
		"guard gone":    {`never          = ["legal-hold@example.com"]`, `never          = ["other@example.com"]`, "guards never: without legal-hold@example.com (loses)\nguards never: with other@example.com\n"},
		"person free":   {"away_until = 2027-03-01", "", "person priya@example.com away_until: no longer 2027-03-01 (loses)\n"},
		"shorter gap":   {`gap            = "12w"`, `gap            = "4w"`, "guards gap: 12w to 4w (loses)\n"},
		"no team cap":   {"per_team       = 3", "per_team       = 0", "guards per_team: 3 to 0 (loses)\n"},
		"no lunch":      {`lunch          = "12:00-13:00"`, `lunch          = ""`, "guards lunch: \"12:00-13:00\" to \"\" (loses)\n"},
		"shorter lunch": {`lunch          = "12:00-13:00"`, `lunch          = "12:15-13:00"`, "guards lunch: \"12:00-13:00\" to \"12:15-13:00\" (loses)\n"},
		"longer lunch":  {`lunch          = "12:00-13:00"`, `lunch          = "11:30-13:00"`, "guards lunch: \"12:00-13:00\" to \"11:30-13:00\"\n"},
		"blackout":      {`blackout  = [{ from = 2026-12-18, to = 2027-01-06, why = "year end" }]`, "", "rhythm blackout 2026-12-18 is gone (loses)\n"},
		"wider goal": {`from   = { department = ["Sales"], level_max = "manager" }`, `from   = { department = ["Sales", "Legal"] }`,
			"goal field from department: with Legal\ngoal field from level_max: no longer manager (loses)\n"},
		"calendar":    {"name = \"home\"", "name = \"house\"", "calendar home is gone (loses)\ncalendar house is new\n"},
		"buffer":      {`before = "5m"`, `before = "0m"`, "rhythm buffer before: 5m to 0m (loses)\n"},
		"tighter cap": {"per_week  = 2", "per_week  = 1", "rhythm per_week: 2 to 1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(example, test.old) {
				t.Fatalf("the example has no %q", test.old)
			}
			edited := strings.Replace(example, test.old, test.new, 1)
			if diff := cmp.Diff(test.want, sentences(Diff(mustParse(t, example), mustParse(t, edited)))); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSuspiciousChanges covers fault F33: a file with only its first lines written is
// valid, and smaller. Every prefix of the example is invalid, or suspicious, or
// equivalent to the whole file.
func TestSuspiciousChanges(t *testing.T) {
	whole := mustParse(t, example)
	valid := 0
	for end := range len(example) {
		if end%7 != 0 && example[end-1] != '\n' {
			continue // each line counts, of the bytes between them a few will do
		}
		half, err := Parse("fika.toml", []byte(example[:end]))
		if err != nil {
			continue
		}
		valid++
		changes := Diff(whole, half)
		if len(changes) > 0 && len(SuspiciousChanges(whole, half, changes)) == 0 {
			t.Errorf("the first %d bytes are believed: %s", end, sentences(changes))
		}
	}
	if valid < 20 {
		t.Errorf("%d beginnings are valid: too few to show anything", valid)
	}
}

// TestLossesNeedConfirmation compares files with missing parts: the user's own
// changes take effect, but a file that protects less, or has lost its goals, waits
// for confirmation.
func TestLossesNeedConfirmation(t *testing.T) {
	goals := strings.Index(example, "[[goal]]")
	for name, test := range map[string]struct {
		edit func(string) string
		held string // a part of what is said; "" if it comes into force
	}{
		"a tag is taken away":      {removing(`tags       = ["mentor"]`), ""},
		"its list is empty":        {replacing(`["mentor"]`+"\n\n[[person]]", "[]\n\n[[person]]"), ""},
		"a goal has another id":    {replacing(`id     = "field"`, `id     = "sale"`), ""},
		"a goal is deleted":        {func(text string) string { return text[:goals] + text[goals+strings.Index(text[goals:], "\n[[goal]]"):] }, ""},
		"the last goal is deleted": {func(text string) string { return text[:strings.LastIndex(text, "[[goal]]")] }, "goal circle is gone"},
		"a person with a tag is deleted": {removing("[[person]]                               # overrides what the sources say\n" +
			"email      = \"tomas@example.com\"\ntags       = [\"mentor\"]\n"), ""},
		"a looser cap is written":  {replacing("per_week  = 2", "per_week  = 3"), ""},
		"a question is taken away": {removing(`, "What would you stop doing?"`), ""},
		"most goals are gone":      {func(text string) string { return text[:goals] + text[strings.LastIndex(text, "[[goal]]"):] }, "goal field is gone"},
		"the people are gone":      {replacing(`csv       = ["people.csv"]`, "csv       = []"), "people csv: without"},
		"a guard is gone":          {replacing(`["legal-hold@example.com"]`, "[]"), "guards never: without legal-hold@example.com"},
		"the guards are gone":      {removing(`never          = ["legal-hold@example.com"]`), "guards never: without"},
		"a day is no longer kept":  {removing("away_until = 2027-03-01"), "away_until: no longer 2027-03-01"},
		"a blackout is gone":       {removing(`blackout  = [{ from = 2026-12-18, to = 2027-01-06, why = "year end" }]`), "rhythm blackout 2026-12-18 is gone"},
		"a calendar is gone":       {removing("[[calendar]]\nname = \"home\"\nkind = \"vdir\"                            # a folder of .ics files (khal, vdirsyncer) or one .ics file\npath = \"~/calendars/home\"\n"), "calendar home is gone"},
		"a goal asks everybody":    {removing(`from   = { department = ["Sales"], level_max = "manager" }`), "goal field from department is gone"},
		"and is longer by comments": {func(text string) string {
			return replacing(`["legal-hold@example.com"]`, "[]")(text) + strings.Repeat("# more\n", 20)
		}, "guards never"},
	} {
		t.Run(name, func(t *testing.T) {
			edited := test.edit(example)
			if edited == example {
				t.Fatal("nothing was edited")
			}
			before, after := mustParse(t, example), mustParse(t, edited)
			changes := Diff(before, after)
			if len(changes) == 0 {
				t.Fatal("nothing changed")
			}
			lost := sentences(SuspiciousChanges(before, after, changes))
			if test.held == "" && lost != "" || !strings.Contains(lost, test.held) {
				t.Errorf("of the changes\n%sthere hold\n%swant %q", sentences(changes), lost, test.held)
			}
		})
	}
}

// removing removes a part of a text; swap replaces it.
func removing(part string) func(string) string { return replacing(part, "") }

func replacing(part, other string) func(string) string {
	return func(text string) string { return strings.Replace(text, part, other, 1) }
}

func mustParse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Parse("fika.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sentences(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		b.WriteString(c.Text)
		if c.IsLoss {
			b.WriteString(" (loses)")
		}
		b.WriteString("\n")
	}
	return b.String()
}
