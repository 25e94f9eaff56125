package planner

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSentenceStyle checks that every text is one line without a full stop or a
// leftover verb of fmt.
func TestSentenceStyle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		plan := Decide(p.now, p.rules, p.world)
		texts := map[Code]string{}
		for _, m := range plan.Meetings {
			for _, r := range m.Reasons {
				texts[r.Code] = r.Text
			}
		}
		for _, u := range plan.Unmet {
			texts[u.Code] = u.Text()
			if u.Hint == "" {
				t.Errorf("%s has no hint: %s", u.Code, u.Text())
			}
		}
		for _, v := range plan.Rejected.People {
			texts[v.Code] = v.Text
		}
		for _, s := range Progress(p.now, p.rules, p.world) {
			texts[Code(s.Goal)] = s.Text
		}
		for i := range 9 {
			for _, v := range WhyNot(p.now, p.rules, p.world, address(i)) {
				texts[v.Code] = v.Text
			}
		}
		for code, text := range texts {
			if text == "" || strings.ContainsAny(text, "\n%!") && !strings.Contains(text, " % ") || strings.HasSuffix(text, ".") {
				t.Errorf("%s: %q", code, text)
			}
		}
	})
}

// TestRulesAreComplete checks that each rule has its own code, a setting and an
// index.
func TestRulesAreComplete(t *testing.T) {
	seen, place := map[Code]bool{}, 0
	for _, rules := range newRulebook().all() {
		for _, r := range rules {
			if seen[r.code] || r.setting == "" || r.index != place {
				t.Errorf("rule %q: seen %t, setting %q, index %d, want %d", r.code, seen[r.code], r.setting, r.index, place)
			}
			seen[r.code] = true
			place++
		}
	}
	for _, r := range newRulebook().pair {
		if !r.dayOnly {
			t.Errorf("%s looks at more than the day, and the survey asks it once a day", r.code)
		}
	}
	for i, q := range quotas() {
		if q.value == nil && !seen[q.code] {
			t.Errorf("quota %d, %q, limits without a rule", i, q.code)
		}
	}
}
