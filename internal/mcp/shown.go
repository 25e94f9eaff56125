package mcp

import (
	"slices"

	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/terminal"
)

// maxText limits a text of an answer, in bytes. Longer ones are letters and descriptions,
// in which somebody could write to the assistant.
const maxText = 200

// private are fields that no assistant gets: invitations word for word, the user's reasons and
// questions, what guests wrote, and where files are.
var private = map[string]bool{"letter": true, "ask": true, "questions": true, "comment": true, "because": true, "counter": true, "config": true, "file": true, "socket": true, "problem": true, "problems": true}

// discreet returns answer with holds that say only what their code means: their texts have
// the reason of a pause, paths and names.
func discreet(answer any) any {
	switch a := answer.(type) {
	case api.Status:
		for _, h := range a.Holds {
			if a.Act.Text == h.Text {
				a.Act.Text = api.Holds.Of(h.Code).Cause
			}
		}
		a.Holds = meanings(a.Holds)
		switch a.Act.Code { // their texts have what the user wrote down
		case api.ActPromise:
			a.Act.Text = "a promise of the user is due"
		case api.ActTell:
			a.Act.Text = "something is worth telling"
		}
		return a
	case api.Plan:
		a.Holds = meanings(a.Holds)
		return a
	case api.Free:
		a.Holds = meanings(a.Holds)
		return a
	case api.Change:
		a.Holds = meanings(a.Holds)
		return a
	case api.Pause:
		a.Why = ""
		return a
	}
	return answer
}

func meanings(holds []api.Hold) []api.Hold {
	bare := slices.Clone(holds)
	for i := range bare {
		m := api.Holds.Of(bare[i].Code)
		bare[i].Text, bare[i].Hint, bare[i].Command = m.Cause, m.Hint.Text, m.Hint.Command
	}
	return bare
}

// shown returns a JSON document without private fields, its texts cut and with control
// characters made visible.
func shown(value any) any {
	switch v := value.(type) {
	case string:
		return terminal.Visible(prose.Truncate(v, maxText))
	case []any:
		for i := range v {
			v[i] = shown(v[i])
		}
	case map[string]any:
		for key, field := range v {
			if private[key] {
				delete(v, key)
				continue
			}
			v[key] = shown(field)
		}
	}
	return value
}
