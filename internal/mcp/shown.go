package mcp

import (
	"fika/internal/prose"
	"fika/internal/terminal"
)

// maxText limits a text of an answer, in bytes. Longer ones are letters and descriptions,
// in which somebody could write to the assistant.
const maxText = 200

// private are fields that no assistant gets: invitations word for word, the user's reasons and
// questions, what guests wrote, and where files are.
var private = map[string]bool{"letter": true, "ask": true, "questions": true, "comment": true, "because": true, "counter": true, "config": true, "file": true, "socket": true}

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
