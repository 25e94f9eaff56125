package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"fika/internal/api"
)

// The arguments of tools.
type (
	none    struct{}
	booking struct {
		ID string `json:"id" jsonschema:"the ID of a coffee, a beginning of it, or the name of its guest"`
	}
	person struct {
		Person string `json:"person" jsonschema:"an address, or a part of a name"`
	}
	start struct {
		Person string `json:"person" jsonschema:"an address, or a part of a name"`
		At     string `json:"at,omitempty" jsonschema:"a start, as RFC 3339; without it, any start"`
	}
	rest struct {
		Person string `json:"person" jsonschema:"an address, or a part of a name"`
		Until  string `json:"until" jsonschema:"the first day on which the person may be invited again, as YYYY-MM-DD"`
	}
	stop struct {
		Until string `json:"until,omitempty" jsonschema:"when fika may send again, as RFC 3339; without it, when the user resumes"`
	}
	times struct {
		From    string `json:"from" jsonschema:"the start of the time to search, as RFC 3339"`
		To      string `json:"to" jsonschema:"its end, as RFC 3339"`
		Minutes int    `json:"minutes,omitempty" jsonschema:"how long a coffee is; without it, as the user set it"`
		Person  string `json:"person,omitempty" jsonschema:"with whom: an address, or a part of a name"`
	}
)

// addQuestions adds the tools that change nothing.
func addQuestions(s *mcp.Server, fika api.Caller) {
	add(s, fika, "status", "What fika does now, what it waits for, and the next coffees", question, api.CallStatus, always[none](api.NoArgs{}))
	add(s, fika, "today", "The one thing that waits for the user today", question, api.CallStatus, always[none](api.NoArgs{}), "act", "now", "holds")
	add(s, fika, "mirror", "The user's network as their calendar shows it, if the user shares that", question, api.CallMirror, always[none](api.NoArgs{}))
	add(s, fika, "plan", "Whom fika would invite now, when and why, and the goals that fall short", question, api.CallPlan, always[none](api.NoArgs{}))
	add(s, fika, "goals", "The progress of each goal", question, api.CallGoals, always[none](api.NoArgs{}))
	add(s, fika, "bookings", "The coffees that are proposed or booked, with their states", question, api.CallBookings, always[none](api.BookingsArgs{}))
	add(s, fika, "why", "Why fika chose a coffee, and every rule about it", question, api.CallWhy, func(a booking) (api.BookingArgs, error) { return api.BookingArgs{ID: a.ID}, nil })
	add(s, fika, "why_not", "Every rule that keeps fika from a coffee with somebody", question, api.CallWhyNot, func(a start) (api.WhyNotArgs, error) {
		at, err := instant("at", a.At)
		return api.WhyNotArgs{Who: a.Person, At: at}, err
	})
	add(s, fika, "find_person", "What fika knows about one colleague: department, level, tie, rests", question, api.CallPerson, func(a person) (api.PersonArgs, error) { return api.PersonArgs{Who: a.Person}, nil })
	add(s, fika, "free", "The times at which the rules allow a coffee", question, api.CallFree, func(a times) (api.FreeArgs, error) {
		from, err := instant("from", a.From)
		to, otherErr := instant("to", a.To)
		return api.FreeArgs{Window: api.Span{Start: from, End: to}, Length: time.Duration(a.Minutes) * time.Minute, Who: a.Person}, errors.Join(err, otherErr)
	})
}

// addOrders adds the tools that change something. All of them make fika invite less.
func addOrders(s *mcp.Server, fika api.Caller) {
	add(s, fika, "skip", "Drop a proposal; nobody is told", order, api.CallSkip, func(a booking) (api.BookingArgs, error) { return api.BookingArgs{ID: a.ID}, nil })
	add(s, fika, "rest", "Do not invite somebody until a day", order, api.CallGuard, func(a rest) (api.GuardArgs, error) {
		day, err := time.Parse(time.DateOnly, a.Until)
		if err != nil {
			err = fmt.Errorf("until is %q, not a day such as 2027-03-12", a.Until)
		}
		return api.GuardArgs{Who: a.Person, Guard: api.GuardRest, Until: day}, err
	})
	add(s, fika, "pause", "Stop fika: nothing is sent until a time, or until the user resumes; only the user can end it earlier", order, api.CallPause, func(a stop) (api.PauseArgs, error) {
		until, err := instant("until", a.Until)
		return api.PauseArgs{Until: until, Why: "an assistant paused fika"}, err
	})
	add(s, fika, "ask_approval", "Ask the user to say yes or no to a proposal; the answer is that it waits, never the decision", order, api.CallAskApproval, func(a booking) (api.BookingArgs, error) {
		return api.BookingArgs{ID: a.ID}, nil
	})
	add(s, fika, "never", "Never invite somebody; only the user can lift it", order, api.CallGuard, func(a person) (api.GuardArgs, error) {
		return api.GuardArgs{Who: a.Person, Guard: api.GuardNever}, nil
	})
}

// What a tool tells a client about itself. Clients may ignore it.
var (
	no       = false
	question = &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: &no}
	order    = &mcp.ToolAnnotations{DestructiveHint: &no, IdempotentHint: true, OpenWorldHint: &no}
)

// add adds a tool that makes one call. args translates the tool's arguments. The answer has
// only the fields in only, if there are any.
func add[In, Args, Answer any](s *mcp.Server, fika api.Caller, name, about string, hints *mcp.ToolAnnotations, call api.Call[Args, Answer], args func(In) (Args, error), only ...string) {
	mcp.AddTool(s, &mcp.Tool{Name: name, Description: about, Annotations: hints}, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		a, err := args(in)
		if err != nil {
			return nil, nil, err
		}
		answer, err := ask(ctx, fika, call, a)
		if fields, ok := answer.(map[string]any); ok && len(only) > 0 {
			maps.DeleteFunc(fields, func(key string, _ any) bool { return !slices.Contains(only, key) })
		}
		return nil, answer, err
	})
}

// ask makes call and returns the answer as an assistant may see it. Errors have the hint
// in them, because an assistant reads nothing else.
func ask[Args, Answer any](ctx context.Context, fika api.Caller, call api.Call[Args, Answer], args Args) (any, error) {
	answer, err := call.Make(ctx, fika, args)
	var f *api.Fault
	switch {
	case errors.As(err, &f) && f.Hint != "":
		return nil, fmt.Errorf("%w; hint: %s", err, f.Hint)
	case err != nil:
		return nil, err
	}
	text, err := api.Marshal(discreet(answer))
	if err != nil {
		return nil, err
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	return shown(document), nil
}

// always returns arguments that do not depend on the tool's.
func always[In, Args any](a Args) func(In) (Args, error) {
	return func(In) (Args, error) { return a, nil }
}

// instant parses an instant; an empty text is the zero time.
func instant(key, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf("%s is %q, not a time such as 2027-03-12T10:20:00+01:00", key, text)
	}
	return t, nil
}
