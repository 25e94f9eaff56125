package invitation

import (
	"testing"

	"fika/planner"
)

// TestGoalInASentence checks that the sentences around a goal's own words are correct whatever
// these words are: a phrase, a sentence or a question.
func TestGoalInASentence(t *testing.T) {
	for _, test := range []struct{ theme, topic, offer, want string }{
		{"sales_wins", "what customers ask for.", "our draft.", "I would love to hear about what customers ask for, in your own words. In return I can offer our draft."},
		{"honest_feedback", "How I come across in meetings?", "", "What I would like to talk about: How I come across in meetings?"},
		{"challenges", "What slows you down? And why", "Have a look!", "What I would like to talk about: What slows you down? And why. What I can offer in return: Have a look!"},
		{"trusted_connections", "catching up", "", "It would be good to catch up."},
		{"trusted_connections", "your new role", "", "It would be good to catch up. I would love to hear about your new role."},
	} {
		if got := Sentences(planner.Goal{Theme: test.theme, Topic: test.topic, Offer: test.offer}, "en"); got != test.want {
			t.Errorf("topic %q, offer %q:\n got %s\nwant %s", test.topic, test.offer, got, test.want)
		}
	}
}
