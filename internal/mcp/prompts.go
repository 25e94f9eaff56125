package mcp

import (
	"context"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// addPrompts adds questions that a user can choose in a client. They contain no data: the
// assistant gets that with the tools.
func addPrompts(s *mcp.Server) {
	for _, p := range []struct{ name, about, argument, text string }{
		{"prepare", "Prepare for a coffee", "person", "Help me to prepare for my next coffee with {}. Use the tools find_person, bookings and why of fika. Suggest three open questions that fit the goal of the coffee, and say nothing about the person that fika does not say."},
		{"week", "Look at the week with me", "", "Use the tools status, bookings and goals of fika. Tell me in five lines which coffees I have this week, what waits for my yes or no, and which goal falls behind. I decide; approve nothing."},
		{"question", "Find a better question for a goal", "goal", "Use the tool goals of fika. Suggest three short, open questions for my goal {} that a colleague would be glad to answer over a coffee."},
	} {
		prompt := &mcp.Prompt{Name: p.name, Description: p.about}
		if p.argument != "" {
			prompt.Arguments = []*mcp.PromptArgument{{Name: p.argument, Required: true}}
		}
		s.AddPrompt(prompt, func(_ context.Context, r *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			text := strings.ReplaceAll(p.text, "{}", r.Params.Arguments[p.argument])
			return &mcp.GetPromptResult{Description: p.about, Messages: []*mcp.PromptMessage{{Role: "user", Content: &mcp.TextContent{Text: text}}}}, nil
		})
	}
}
