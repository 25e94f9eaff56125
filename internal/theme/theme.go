// Package theme has what a goal can be about, and what follows from that: whom it benefits,
// what to ask over a coffee, and what to write down after it. It is pure.
//
// What guests read about a theme is in internal/invitation, in every language.
package theme

import (
	"slices"

	"fika/internal/note"
)

// Kind says who benefits from a goal.
type Kind string

// The kinds.
const (
	Value  Kind = "value"  // the organisation
	Career Kind = "career" // the user
)

// The themes that have rules of their own.
const (
	InformationHabits  = "information_habits"
	NewResponsibility  = "new_responsibility"
	Perspective        = "perspective"
	TrustedConnections = "trusted_connections"
	HonestFeedback     = "honest_feedback"
)

// Theme is what a goal can be about. Questions and Capture hold for goals that do not state
// their own.
type Theme struct {
	Name      string // as in the configuration
	Kind      Kind
	Topic     string      // an example: a noun phrase that fits into an invitation
	Questions []string    // for the user, to choose from; guests never see them
	Capture   []note.Kind // what is worth writing down; the first is what is asked for
}

var themes = []Theme{
	{
		Name: "business_trends", Kind: Value, Topic: "what is changing in your market",
		Questions: []string{"What did you hear three times this month?", "What changed since summer?"},
		Capture:   []note.Kind{note.Learned},
	}, {
		Name: "sales_wins", Kind: Value, Topic: "what won the last deals",
		Questions: []string{"What nearly lost it?", "Which number convinced them?"},
		Capture:   []note.Kind{note.Learned, note.Solved},
	}, {
		Name: "employee_programs", Kind: Value, Topic: "the programs for employees that you use",
		Questions: []string{"Which program did you use?", "Which one does nobody know?"},
		Capture:   []note.Kind{note.Learned},
	}, {
		Name: "technologies", Kind: Value, Topic: "the tools that your team has taken up",
		Questions: []string{"What would you not give back?", "What took too long to learn?"},
		Capture:   []note.Kind{note.Solved},
	}, {
		Name: "challenges", Kind: Value, Topic: "what slows your team down",
		Questions: []string{"What did you work around last week?", "Who else has it?"},
		Capture:   []note.Kind{note.Problem},
	}, {
		Name: InformationHabits, Kind: Value, Topic: "how you like to be informed",
		Questions: []string{"Page, chart or five lines?", "When do you really read it?", "What do you delete unread?"},
		Capture:   []note.Kind{note.Reads},
	}, {
		Name: "connect_dots", Kind: Value, Topic: "what others should know about your work",
		Questions: []string{"Who should know this and does not?"},
		Capture:   []note.Kind{note.Problem, note.Solved},
	}, {
		Name: "future_role", Kind: Career, Topic: "how your role works from day to day",
		Questions: []string{"What surprised you most in this role?", "What would I have to show before anybody thinks of me?"},
		Capture:   []note.Kind{note.Gap},
	}, {
		Name: NewResponsibility, Kind: Career, Topic: "where your team could use a hand",
		Questions: []string{"Which part would you hand over first?", "How would you notice that it helped?"},
		Capture:   []note.Kind{note.Problem, note.Gap},
	}, {
		Name: Perspective, Kind: Career, Topic: "how our work looks from where you stand",
		Questions: []string{"What do we do that makes no sense from your side?", "What would you do in our place?"},
		Capture:   []note.Kind{note.Learned},
	}, {
		Name: TrustedConnections, Kind: Career, Topic: "what has changed since we last talked",
		Questions: []string{"What takes most of your time now?", "What can I do for you?"},
		Capture:   []note.Kind{note.Learned},
	}, {
		Name: HonestFeedback, Kind: Career, Topic: "one thing that I could do better",
		Questions: []string{"What is one thing that I could do better?", "What should I keep as it is?"},
		Capture:   []note.Kind{note.Feedback},
	},
}

// All returns every theme, those of [Value] first.
func All() []Theme { return slices.Clone(themes) }

// Names returns the names of the themes of a kind, or of all for any other kind.
func Names(k Kind) (names []string) {
	for _, t := range themes {
		if t.Kind == k || k != Value && k != Career {
			names = append(names, t.Name)
		}
	}
	return names
}

// Of returns the theme of that name; a theme without content if there is none.
func Of(name string) Theme {
	if i := slices.IndexFunc(themes, func(t Theme) bool { return t.Name == name }); i >= 0 {
		return themes[i]
	}
	return Theme{Name: name}
}
